import { concatBytes, encodeHex, parseHex, utf8 } from '../base/bytes.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { sign, verify } from '../crypto/sign.ts';

const idPrefix = utf8('evidence-vault log-id v1\0');
const certificatePrefix = utf8('evidence-vault log-certificate v1\0');

/** Length of a log certificate in bytes. */
export const certificateLength = 64;

/** The id of a log: 32 hexadecimal digits that commit to its public key (FORMAT.md section 6). */
export function logIdOf(hashes: HashPort, logPublicKey: Uint8Array): string {
  return encodeHex(hashes.sha256(concatBytes(idPrefix, logPublicKey)).subarray(0, 16));
}

/** The vault's root key vouches for a log's key: 64 bytes. */
export function certifyLog(
  rootSeed: Uint8Array,
  rootPublicKey: Uint8Array,
  vault: string,
  logPublicKey: Uint8Array,
): Uint8Array {
  return sign(rootSeed, rootPublicKey, certificateMessage(vault, logPublicKey));
}

/** True if the root key vouched for this log in this vault. */
export function verifyLogCertificate(
  rootPublicKey: Uint8Array,
  vault: string,
  logPublicKey: Uint8Array,
  certificate: Uint8Array,
): boolean {
  return verify(rootPublicKey, certificateMessage(vault, logPublicKey), certificate);
}

function certificateMessage(vault: string, logPublicKey: Uint8Array): Uint8Array {
  return concatBytes(certificatePrefix, parseHex(vault), logPublicKey);
}
