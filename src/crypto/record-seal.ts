import { concatBytes } from '../base/bytes.ts';
import type { ErrorCode } from '../base/error-codes.ts';
import { VaultError } from '../base/errors.ts';
import { randomBytes } from './random.ts';
import { sodium } from './sodium.ts';

/** XChaCha20-Poly1305-IETF (libsodium; draft-irtf-cfrg-xchacha). */
const nonceLength = 24;
const tagLength = 16;
const zeroNonce = new Uint8Array(nonceLength);

/** What a sealed record is longer than its plaintext: nonce and tag. */
export const recordOverhead = nonceLength + tagLength;

/** `nonce(24) || ciphertext || tag(16)` under a 32-byte key, with a random nonce. */
export function sealRecord(key: Uint8Array, plaintext: Uint8Array, associatedData: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceLength);
  return concatBytes(nonce, encrypt(key, nonce, plaintext, associatedData));
}

/** The plaintext of a sealed record. Throws `code` if the key, the associated data or any byte differs. */
export function openRecord(
  key: Uint8Array,
  sealed: Uint8Array,
  associatedData: Uint8Array,
  code: ErrorCode = 'integrity.entry-damaged',
): Uint8Array {
  if (sealed.length < recordOverhead) throw new VaultError(code, { what: 'too-short' });
  return decrypt(key, sealed.subarray(0, nonceLength), sealed.subarray(nonceLength), associatedData, code);
}

/**
 * `ciphertext || tag(16)` under a key that seals this one plaintext and never another: the nonce is zero, so a second
 * plaintext under the same key would give both away.
 */
export function sealOnce(key: Uint8Array, plaintext: Uint8Array, associatedData: Uint8Array): Uint8Array {
  return encrypt(key, zeroNonce, plaintext, associatedData);
}

/** Opens what `sealOnce` sealed. Throws `code` if the key, the associated data or any byte differs. */
export function openOnce(
  key: Uint8Array,
  sealed: Uint8Array,
  associatedData: Uint8Array,
  code: ErrorCode = 'integrity.entry-damaged',
): Uint8Array {
  if (sealed.length < tagLength) throw new VaultError(code, { what: 'too-short' });
  return decrypt(key, zeroNonce, sealed, associatedData, code);
}

function encrypt(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, ad: Uint8Array): Uint8Array {
  return sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, ad, null, nonce, key);
}

function decrypt(
  key: Uint8Array,
  nonce: Uint8Array,
  ciphertext: Uint8Array,
  ad: Uint8Array,
  code: ErrorCode,
): Uint8Array {
  // libsodium reports a failed tag and a key of a wrong length alike; the latter is our mistake, not damage.
  if (key.length !== 32) throw new VaultError('internal.bug', { what: 'key-length' });
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, ad, nonce, key);
  } catch (cause) {
    throw new VaultError(code, { what: 'tag' }, cause);
  }
}
