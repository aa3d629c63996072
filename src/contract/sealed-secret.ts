import { z } from 'zod';

import { encodeBase64, parseBase64, utf8 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';

/**
 * A passphrase, password or recovery key on its way between page and engine: whoever relays it sees only ciphertext.
 *
 * A one-time key agreement: the receiver publishes an ECDH P-256 key (a fresh one for each port, or for each answer); the sender makes a
 * key pair for this one secret; both derive an AES-256-GCM key by HKDF-SHA-256 (RFC 5869) over the agreement, bound to both public keys and to the
 * purpose. The key seals once, so its nonce is all zeros. P-256 and AES-GCM are what WebCrypto has on every platform.
 * It keeps a secret from whoever only listens; main, which starts both sides, could pose as either, and is trusted not to.
 */
export const sealedSecretSchema = z.strictObject({
  /** The sender's one-time public key: an uncompressed point, 65 bytes, base64. */
  key: z.string().length(88),
  /** Ciphertext and tag, base64. */
  box: z.string().max(8192),
});
export type SealedSecret = z.infer<typeof sealedSecretSchema>;

/** A receiver's public key, base64. */
export const secretKeySchema = z.string().length(88);

/** Longest secret in UTF-8 bytes; beyond any passphrase. */
const maxSecretBytes = 4096;
const algorithm = { name: 'ECDH', namedCurve: 'P-256' } as const;
const nonce = new Uint8Array(12);

/** Somebody to whom secrets can be sealed; the private key cannot be exported. */
export interface SecretReceiver {
  /** Base64. */
  readonly publicKey: string;
  /** Throws `input.record-invalid` for what was not sealed to this key and purpose. */
  open(sealed: SealedSecret, purpose: string): Promise<string>;
}

export async function createSecretReceiver(): Promise<SecretReceiver> {
  const pair = await crypto.subtle.generateKey(algorithm, false, ['deriveBits']);
  const publicKey = encodeBase64(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
  return {
    publicKey,
    open: async ({ key, box }, purpose) => {
      try {
        const shared = await crypto.subtle.deriveBits(
          { name: 'ECDH', public: await importPublic(key) },
          pair.privateKey,
          256,
        );
        const opened = await crypto.subtle.decrypt(
          { name: 'AES-GCM', iv: nonce },
          await keyFor(shared, { sender: key, receiver: publicKey, purpose }),
          owned(parseBase64(box)),
        );
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(new Uint8Array(opened));
      } catch (cause) {
        throw new VaultError('input.record-invalid', { what: 'sealed-secret' }, cause);
      }
    },
  };
}

/**
 * Seals a secret to a receiver.
 * @param purpose the method and field it is for, such as `vault.open/passphrase`; it opens for nothing else
 * Throws `input.record-invalid` for a secret of more than 4,096 bytes or a key that is none.
 */
export async function sealSecret(receiver: string, purpose: string, secret: string): Promise<SealedSecret> {
  const bytes = utf8(secret);
  if (bytes.length > maxSecretBytes) throw new VaultError('input.record-invalid', { what: 'secret-length' });
  try {
    const pair = await crypto.subtle.generateKey(algorithm, false, ['deriveBits']);
    const key = encodeBase64(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
    const shared = await crypto.subtle.deriveBits(
      { name: 'ECDH', public: await importPublic(receiver) },
      pair.privateKey,
      256,
    );
    const sealing = await keyFor(shared, { sender: key, receiver, purpose });
    const box = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, sealing, owned(bytes));
    return { key, box: encodeBase64(new Uint8Array(box)) };
  } catch (cause) {
    throw new VaultError('input.record-invalid', { what: 'secret-key' }, cause);
  } finally {
    bytes.fill(0);
  }
}

interface Agreement {
  readonly sender: string;
  readonly receiver: string;
  readonly purpose: string;
}

async function keyFor(shared: ArrayBuffer, { sender, receiver, purpose }: Agreement): Promise<SealingKey> {
  const material = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const info = owned(utf8(`evidence-vault sealed secret v1\0${sender}\0${receiver}\0${purpose}`));
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

type SealingKey = Awaited<ReturnType<typeof crypto.subtle.deriveKey>>;

async function importPublic(key: string): Promise<Awaited<ReturnType<typeof crypto.subtle.importKey>>> {
  return crypto.subtle.importKey('raw', owned(parseBase64(key)), algorithm, false, []);
}

/** The same bytes in a buffer of their own, as WebCrypto's types ask. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
