import { concatBytes } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';

/** AES-256-GCM as the platform offers it: `key` 32 bytes, `nonce` 12; sealed is `ciphertext || tag(16)`. */
export interface ChunkAead {
  seal(key: Uint8Array, nonce: Uint8Array, associatedData: Uint8Array, plaintext: Uint8Array): Uint8Array;
  /** Throws `integrity.blob-corrupt` if the key, the nonce, the associated data or any byte differs. */
  open(key: Uint8Array, nonce: Uint8Array, associatedData: Uint8Array, sealed: Uint8Array): Uint8Array;
}

/** Bytes of content in every chunk but a part's last (FORMAT.md section 5). */
export const chunkSize = 262_144;
export const chunkTagLength = 16;
/** What a part's last chunk is bound to besides its header: the plaintext id, or zeros if another part follows. */
const endingLength = 32;

/** The ending of a part that is not its content's last. */
export const zeroEnding: Uint8Array = new Uint8Array(endingLength);

/** Nonce of chunk `index`: 7 zero bytes, the index in 32 bits, 1 for a part's last chunk. */
export function chunkNonce(index: number, last: boolean): Uint8Array {
  const nonce = new Uint8Array(12);
  const view = new DataView(nonce.buffer);
  view.setUint32(7, index);
  view.setUint8(11, last ? 1 : 0);
  return nonce;
}

/** How many chunks `plain` bytes of content take: an empty content is one empty chunk. */
export function chunkCount(plain: number, size: number = chunkSize): number {
  return Math.max(1, Math.ceil(plain / size));
}

/** Length of all sealed chunks (without a header) of `plain` bytes of content. */
export function sealedLength(plain: number, size: number = chunkSize): number {
  return plain + chunkCount(plain, size) * chunkTagLength;
}

/** Length of the content in `sealed` bytes of chunks. Throws `integrity.blob-corrupt` for a length that no content has. */
export function plainLength(sealed: number, size: number = chunkSize): number {
  const chunks = Math.ceil(sealed / (size + chunkTagLength));
  const plain = sealed - chunks * chunkTagLength;
  if (chunks === 0 || plain < 0 || chunkCount(plain, size) !== chunks)
    throw new VaultError('integrity.blob-corrupt', { what: 'length' });
  return plain;
}

/**
 * Seals one chunk of a part by the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015).
 *
 * @param key the part's own: it seals each index once
 * @param header the part's header, which every chunk is bound to
 * @param ending for the part's last chunk: 32 bytes that it is bound to
 */
function sealChunk(
  aead: ChunkAead,
  key: Uint8Array,
  header: Uint8Array,
  index: number,
  plaintext: Uint8Array,
  ending?: Uint8Array,
): Uint8Array {
  return aead.seal(key, chunkNonce(index, ending !== undefined), chunkAd(header, ending), plaintext);
}

/** Opens one chunk, whichever is wanted. Throws `integrity.blob-corrupt` unless it is that very chunk of that very part. */
export function openChunk(
  aead: ChunkAead,
  key: Uint8Array,
  header: Uint8Array,
  index: number,
  sealed: Uint8Array,
  ending?: Uint8Array,
): Uint8Array {
  if (sealed.length < chunkTagLength) throw new VaultError('integrity.blob-corrupt', { what: 'length' });
  return aead.open(key, chunkNonce(index, ending !== undefined), chunkAd(header, ending), sealed);
}

function chunkAd(header: Uint8Array, ending: Uint8Array | undefined): Uint8Array {
  return ending === undefined ? header : concatBytes(header, ending);
}

/** Seals a part from its first chunk to its last, in order, and cannot be made to use an index twice. */
export class StreamSealer {
  readonly #aead: ChunkAead;
  readonly #key: Uint8Array;
  readonly #header: Uint8Array;
  readonly #size: number;
  #next = 0;
  #finished = false;

  constructor(aead: ChunkAead, key: Uint8Array, header: Uint8Array, size: number = chunkSize) {
    this.#aead = aead;
    this.#key = key;
    this.#header = header;
    this.#size = size;
  }

  /** Seals a full chunk that another one follows. */
  seal(plaintext: Uint8Array): Uint8Array {
    if (plaintext.length !== this.#size) throw new VaultError('internal.bug', { what: 'chunk-length' });
    return sealChunk(this.#aead, this.#key, this.#header, this.#take(false), plaintext);
  }

  /** Seals the last chunk: 1 byte to a full chunk, or an empty one if it is the only one. */
  finish(plaintext: Uint8Array, ending: Uint8Array): Uint8Array {
    const fits = plaintext.length <= this.#size && (plaintext.length > 0 || this.#next === 0);
    if (!fits || ending.length !== endingLength)
      throw new VaultError('internal.bug', { what: 'chunk-length' });
    return sealChunk(this.#aead, this.#key, this.#header, this.#take(true), plaintext, ending);
  }

  #take(last: boolean): number {
    if (this.#finished) throw new VaultError('internal.bug', { what: 'stream-finished' });
    this.#finished = last;
    const index = this.#next;
    this.#next += 1;
    return index;
  }
}
