import { concatBytes, encodeBase64, utf8 } from '../base/bytes.ts';

/** SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410 section 4). */
const prefix = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00);

/** An Ed25519 public key of 32 bytes as PEM, for `openssl`. */
export function encodeRootKeyPem(publicKey: Uint8Array): Uint8Array {
  const body = encodeBase64(concatBytes(prefix, publicKey));
  return utf8(`-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----\n`);
}
