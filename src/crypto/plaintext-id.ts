import { ByteWriter } from '../base/byte-writer.ts';
import { hmacSha256 } from './hmac.ts';

/**
 * The name under which duplicates of a content are found (FORMAT.md section 5): HMAC-SHA-256 of its SHA-256 and length.
 * Whoever lacks the key learns nothing from it, not even by guessing the content.
 *
 * @param key the vault's plaintext-id key, 32 bytes
 * @param sha256 SHA-256 of the content, 32 bytes
 * @param length of the content in bytes
 */
export function plaintextIdOf(key: Uint8Array, sha256: Uint8Array, length: number): Uint8Array {
  return hmacSha256(key, new ByteWriter(40).raw(sha256).u64(length).finish());
}
