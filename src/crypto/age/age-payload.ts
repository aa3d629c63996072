import { utf8 } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { hkdfSha256 } from '../hkdf.ts';
import { sodium } from '../sodium.ts';

/** Bytes of content in every chunk but the last (https://age-encryption.org/v1, payload). */
export const ageChunkSize = 65_536;
const tagLength = 16;
export const ageSealedChunkSize: number = ageChunkSize + tagLength;
/** Bytes before the first chunk, from which the payload's key is derived. */
export const agePayloadNonceLength = 16;

/** The payload of an age file, as long as it says by its length alone. */
export interface AgePayload {
  readonly key: Uint8Array;
  readonly chunks: number;
  /** Bytes of content. */
  readonly size: number;
}

/**
 * The key and the lengths of a payload.
 *
 * @param sealed bytes of all chunks together
 * @returns undefined for a length that no payload has
 */
export function openAgePayload(
  fileKey: Uint8Array,
  nonce: Uint8Array,
  sealed: number,
): AgePayload | undefined {
  const chunks = Math.ceil(sealed / ageSealedChunkSize);
  const size = sealed - chunks * tagLength;
  const last = size - (chunks - 1) * ageChunkSize;
  // Only the one chunk of an empty file may be empty.
  if (chunks === 0 || last < 0 || (last === 0 && chunks > 1)) return undefined;
  return { key: hkdfSha256(fileKey, nonce, utf8('payload'), 32), chunks, size };
}

/**
 * Opens one chunk, whichever is wanted, by ChaCha20-Poly1305 (RFC 8439). Throws `format.encrypted-altered` unless it is that very chunk
 * of that very file, and the last one if it should be.
 */
export function openAgeChunk({ key, chunks }: AgePayload, index: number, sealed: Uint8Array): Uint8Array {
  const nonce = new Uint8Array(12);
  const view = new DataView(nonce.buffer);
  // 11 bytes of a counter, and 1 for the last chunk; no file has 2^48 of them.
  view.setUint16(5, Math.floor(index / 0x1_0000_0000));
  view.setUint32(7, index >>> 0);
  view.setUint8(11, index === chunks - 1 ? 1 : 0);
  try {
    return sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, sealed, null, nonce, key);
  } catch (cause) {
    throw new VaultError('format.encrypted-altered', { chunk: index }, cause);
  }
}
