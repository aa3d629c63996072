import { concatBytes, utf8 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import { hmacSha256 } from './hmac.ts';
import type { KeyPurpose } from './key-purposes.ts';

const hashLength = 32;
const empty = new Uint8Array(0);

/**
 * HKDF with SHA-256 (RFC 5869).
 *
 * @param salt empty stands for 32 zero bytes, as section 2.2 has it
 * @param length at most 8,160 bytes; more throws `internal.bug`
 */
export function hkdfSha256(ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  if (length > 255 * hashLength) throw new VaultError('internal.bug', { what: 'hkdf-length' });
  const pseudorandomKey = hmacSha256(salt.length === 0 ? new Uint8Array(hashLength) : salt, ikm);
  const out = new Uint8Array(length);
  let block: Uint8Array = empty;
  for (let at = 0, counter = 1; at < length; at += hashLength, counter += 1) {
    block = hmacSha256(pseudorandomKey, concatBytes(block, info, Uint8Array.of(counter)));
    out.set(block.subarray(0, length - at), at);
  }
  pseudorandomKey.fill(0);
  return out;
}

/** A 32-byte key for one purpose: HKDF-SHA-256 with the purpose as its info and, unless given, no salt. */
export function deriveKey(ikm: Uint8Array, purpose: KeyPurpose, salt: Uint8Array = empty): Uint8Array {
  return hkdfSha256(ikm, salt, utf8(purpose), 32);
}
