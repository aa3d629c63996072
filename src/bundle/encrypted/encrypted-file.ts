import { equalBytes, utf8 } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { openAgeHeader, type AgeHeaderProblem } from '../../crypto/age/age-header.ts';
import {
  ageChunkSize,
  agePayloadNonceLength,
  ageSealedChunkSize,
  openAgeChunk,
  openAgePayload,
  type AgePayload,
} from '../../crypto/age/age-payload.ts';
import type { RandomAccess } from '../zip/random-access.ts';

const firstLine = utf8('age-encryption.org/v1\n');
const beforeMac = utf8('\n--- ');
/** A stanza of an X25519 recipient takes 99 bytes, so this is room for hundreds. */
const longestHeader = 64 * 1024;
/** Chunks that are kept open, so that the neighbouring pieces of a zip do not open the same one again and again. */
const keptChunks = 4;

export type OpenedEncrypted =
  | { readonly ok: true; readonly file: RandomAccess }
  | { readonly ok: false; readonly problem: Exclude<AgeHeaderProblem, 'altered'> };

/**
 * Opens an age file to be read from anywhere: chunks are decrypted when they are asked for, so that nothing of it is ever written
 * anywhere and a file of any length needs no more than a few of them in memory. That the last chunk is the last one is made sure of at
 * once, so that a file that was cut off or added to is noticed; each other chunk is made sure of when it is read.
 *
 * Throws what `file.read` throws, and `format.encrypted-altered` for what was changed, as `read` of what it gives does.
 */
export async function openEncrypted(
  file: RandomAccess,
  identities: readonly string[],
): Promise<OpenedEncrypted> {
  const header = findHeader(await file.read(0, Math.min(file.size, longestHeader)));
  if (header === undefined) return { ok: false, problem: 'malformed' };
  const opened = await openAgeHeader(header, identities);
  if (!opened.ok) {
    if (opened.problem === 'altered') throw altered();
    return { ok: false, problem: opened.problem };
  }
  const start = header.length + agePayloadNonceLength;
  const nonce = await file.read(header.length, agePayloadNonceLength);
  const payload =
    nonce.length === agePayloadNonceLength
      ? openAgePayload(opened.fileKey, nonce, file.size - start)
      : undefined;
  if (payload === undefined) throw altered();
  const chunks = new Chunks(file, start, payload);
  await chunks.read(payload.chunks - 1, 1);
  return {
    ok: true,
    file: { size: payload.size, read: (offset, length, into) => chunks.range(offset, length, into) },
  };
}

function altered(): VaultError {
  return new VaultError('format.encrypted-altered');
}

/** The header with the line of its code at the end, or undefined if there is no such line. */
function findHeader(bytes: Uint8Array): Uint8Array | undefined {
  if (!equalBytes(bytes.subarray(0, firstLine.length), firstLine)) return undefined;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
    if (!equalBytes(bytes.subarray(at, at + beforeMac.length), beforeMac)) continue;
    const end = bytes.indexOf(10, at + 1);
    return end < 0 ? undefined : bytes.slice(0, end + 1);
  }
  return undefined;
}

class Chunks {
  readonly #file: RandomAccess;
  readonly #start: number;
  readonly #payload: AgePayload;
  /** By index; the one that was used last is last. */
  readonly #kept = new Map<number, Uint8Array>();

  constructor(file: RandomAccess, start: number, payload: AgePayload) {
    this.#file = file;
    this.#start = start;
    this.#payload = payload;
  }

  async range(offset: number, length: number, into?: Uint8Array): Promise<Uint8Array> {
    const end = Math.min(offset + length, this.#payload.size);
    if (end <= offset) return new Uint8Array(0);
    const out = into?.subarray(0, end - offset) ?? new Uint8Array(end - offset);
    const first = Math.floor(offset / ageChunkSize);
    const chunks = await this.read(first, Math.ceil(end / ageChunkSize) - first);
    for (const [place, chunk] of chunks.entries()) {
      const at = (first + place) * ageChunkSize - offset;
      out.set(chunk.subarray(Math.max(0, -at), Math.min(chunk.length, end - offset - at)), Math.max(0, at));
    }
    return out;
  }

  /** `count` chunks from `first`, those that are not kept in one reading. */
  async read(first: number, count: number): Promise<Uint8Array[]> {
    const wanted = Array.from({ length: count }, (_, place) => first + place);
    const missing = wanted.filter((index) => !this.#kept.has(index));
    const [from, to] = [missing[0], missing.at(-1)];
    const found = new Map(wanted.flatMap((index) => pairOf(index, this.#kept.get(index))));
    if (from !== undefined && to !== undefined) {
      const sealed = await this.#file.read(
        this.#start + from * ageSealedChunkSize,
        (to + 1 - from) * ageSealedChunkSize,
      );
      for (const index of missing) {
        const at = (index - from) * ageSealedChunkSize;
        found.set(index, openAgeChunk(this.#payload, index, sealed.subarray(at, at + ageSealedChunkSize)));
      }
    }
    const chunks = wanted.flatMap((index) => found.get(index) ?? []);
    for (const index of wanted) this.#keep(index, found.get(index));
    return chunks;
  }

  #keep(index: number, chunk: Uint8Array | undefined): void {
    if (chunk === undefined) return;
    this.#kept.delete(index);
    this.#kept.set(index, chunk);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= keptChunks) return;
      this.#kept.delete(oldest);
    }
  }
}

function pairOf(index: number, chunk: Uint8Array | undefined): [number, Uint8Array][] {
  return chunk === undefined ? [] : [[index, chunk]];
}
