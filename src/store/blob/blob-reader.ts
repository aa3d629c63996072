import { join } from 'node:path';

import { encodeHex, parseHex } from '../../base/bytes.ts';
import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import { chunkSize, chunkTagLength, openChunk, plainLength, zeroEnding } from '../../crypto/stream-aead.ts';
import { blobHeaderLength, parseBlobHeader } from '../../ledger/blob-header.ts';
import { nodeChunkAead } from '../../platform/node-chunk-aead.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import { findStatuses } from '../durable/find-statuses.ts';
import type { ReadableFile, ReadPort } from '../durable/port.ts';
import {
  blobPath,
  blobsName,
  parseBlobName,
  parseShelfName,
  shelfName,
  type BlobPlace,
} from './blob-paths.ts';
import { BufferPool } from './buffer-pool.ts';
import type { StoredContent, StoredPart } from './captured-content.ts';

const sealedChunk = chunkSize + chunkTagLength;
/** Sealed chunks that are read from the disk at once, unless told otherwise. */
const defaultAtOnce = 4;
const verifyStep = 1 << 20;

/** A range of bytes from `start` up to but not including `end`. */
export interface ByteRange {
  readonly start?: number;
  readonly end?: number;
}

/** What lies under blobs/: the blob files, and the paths (relative to blobs/) of whatever else is there. */
export interface BlobListing {
  readonly blobs: readonly BlobPlace[];
  readonly foreign: readonly string[];
}

/** Reads and checks blobs; needs no key of the vault, since each part's key is in the ledger. */
export class BlobReader {
  readonly #port: ReadPort;
  readonly #folder: string;
  readonly #vault: string;
  /** For sealed bytes only. */
  readonly #buffers: BufferPool;
  readonly #atOnce: number;

  /**
   * @param folder the vault's folder
   * @param vault vault id, lower-case hexadecimal
   * @param atOnce chunks of 256 KiB to read at once: 1 where reading is a call of this thread itself, and what was read had better still be near
   *   the processor when it is decrypted
   */
  constructor(port: ReadPort, folder: string, vault: string, atOnce: number = defaultAtOnce) {
    this.#port = port;
    this.#folder = folder;
    this.#vault = vault;
    this.#atOnce = atOnce;
    this.#buffers = new BufferPool(atOnce * sealedChunk);
  }

  /**
   * The content, or a range of it, in arrays of at most 262,144 bytes that belong to the caller. Every byte that is given
   * out was authenticated. A range beyond the end is cut to it.
   *
   * Throws `integrity.blob-missing`, `integrity.blob-corrupt` (also for a blob of another vault, another part or another
   * content), `storage.*`, `internal.cancelled`.
   */
  async *read(
    content: StoredContent,
    range: ByteRange = {},
    signal?: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    const start = range.start ?? 0;
    const end = Math.min(range.end ?? content.size, content.size);
    if (!Number.isSafeInteger(start) || start < 0 || !Number.isSafeInteger(end))
      throw new VaultError('internal.bug', { what: 'range' });
    const lengths = content.parts.map((part) => plainLength(part.sealedSize - blobHeaderLength));
    if (lengths.reduce((sum, length) => sum + length, 0) !== content.size)
      throw new VaultError('integrity.blob-corrupt', { what: 'length' });

    let partStart = 0;
    for (const [index, part] of content.parts.entries()) {
      const length = lengths[index] ?? 0;
      const wanted = { start: Math.max(start - partStart, 0), end: Math.min(end - partStart, length) };
      partStart += length;
      // An empty content is still opened, so that its absence or damage is noticed.
      if (wanted.start >= wanted.end && content.size > 0) continue;
      const last = index === content.parts.length - 1;
      const ending = last ? parseHex(content.plaintextId) : zeroEnding;
      yield* this.#readPart(part, index, length, wanted, ending, signal);
    }
  }

  /**
   * Hashes a sealed file again: true knowledge that it is the one that was written, without any key.
   * Throws `integrity.blob-missing`, `integrity.blob-corrupt`, `storage.*`, `internal.cancelled`.
   */
  async verifySealed(place: BlobPlace, signal?: AbortSignal): Promise<void> {
    const file = await this.#open(place);
    try {
      const hash = nodeHashes.createSha256();
      const buffer = new Uint8Array(verifyStep);
      for (let at = 0, count = verifyStep; count === verifyStep; at += count) {
        throwIfCancelled(signal);
        count = await file.read(buffer, at);
        hash.update(buffer.subarray(0, count));
      }
      if (encodeHex(hash.digest()) !== place.file)
        throw new VaultError('integrity.blob-corrupt', { what: 'digest' });
    } finally {
      await file.close();
    }
  }

  /** Length of a blob file in bytes; undefined if it is missing. Throws `storage.*`. */
  async findSealedSize(place: BlobPlace): Promise<number | undefined> {
    const status = await this.#port.findStatus(blobPath(this.#folder, place));
    return status?.type === 'file' ? status.size : undefined;
  }

  /** The same of many, in their order. */
  async findSealedSizes(places: readonly BlobPlace[]): Promise<readonly (number | undefined)[]> {
    const paths = places.map((place) => blobPath(this.#folder, place));
    const statuses = await findStatuses(this.#port, paths);
    return statuses.map((status) => (status?.type === 'file' ? status.size : undefined));
  }

  /** Everything under blobs/, in no order. Throws `storage.*`. */
  async listBlobs(): Promise<BlobListing> {
    const blobs: BlobPlace[] = [];
    const foreign: string[] = [];
    const root = join(this.#folder, blobsName);
    for (const { name, type } of (await this.#port.listFolder(root)) ?? []) {
      const shelf = type === 'folder' ? parseShelfName(name) : undefined;
      if (shelf === undefined) {
        foreign.push(name);
        continue;
      }
      for (const entry of (await this.#port.listFolder(join(root, name))) ?? []) {
        const file = entry.type === 'file' ? parseBlobName(entry.name) : undefined;
        if (file === undefined) foreign.push(join(shelfName(shelf), entry.name));
        else blobs.push({ shelf, file });
      }
    }
    return { blobs, foreign };
  }

  async *#readPart(
    part: StoredPart,
    index: number,
    length: number,
    wanted: Required<ByteRange>,
    ending: Uint8Array,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Uint8Array> {
    const from = Math.floor(wanted.start / chunkSize);
    const to = wanted.end === 0 ? 0 : Math.floor((wanted.end - 1) / chunkSize);
    const lastChunk = Math.max(1, Math.ceil(length / chunkSize)) - 1;
    const file = await this.#open(part);
    let ahead: Promise<SealedRun> | undefined;
    try {
      if ((await file.size()) !== part.sealedSize)
        throw new VaultError('integrity.blob-corrupt', { what: 'length' });
      const header = await this.#readHeader(file, index);
      for (let first = from; first <= to; first += this.#atOnce) {
        throwIfCancelled(signal);
        const run = await (ahead ?? this.#readRun(file, part, first, to));
        // The disk reads on while these are opened.
        const next = first + this.#atOnce;
        ahead = next <= to ? this.#readRun(file, part, next, to) : undefined;
        ahead?.catch(() => undefined);
        try {
          for (const [i, sealed] of run.chunks.entries()) {
            const chunk = first + i;
            const isLast = chunk === lastChunk ? ending : undefined;
            const plain = openChunk(nodeChunkAead, part.key, header, chunk, sealed, isLast);
            const chunkStart = chunk * chunkSize;
            const cut = plain.subarray(
              Math.max(0, wanted.start - chunkStart),
              Math.min(plain.length, wanted.end - chunkStart),
            );
            if (cut.length > 0) yield cut;
          }
        } finally {
          this.#buffers.give(run.buffer);
        }
      }
    } finally {
      await this.#letGo(ahead);
      await file.close();
    }
  }

  /** Reads the sealed chunks from `first` on, a few of them, into a buffer that is to be given back. */
  async #readRun(file: ReadableFile, part: StoredPart, first: number, to: number): Promise<SealedRun> {
    const position = blobHeaderLength + first * sealedChunk;
    const count = Math.min(this.#atOnce, to - first + 1);
    const length = Math.min(count * sealedChunk, part.sealedSize - position);
    const buffer = this.#buffers.take();
    try {
      const sealed = buffer.subarray(0, length);
      await readExactly(file, sealed, position);
      const chunks = Array.from({ length: count }, (_, i) =>
        sealed.subarray(i * sealedChunk, (i + 1) * sealedChunk),
      );
      return { buffer, chunks };
    } catch (error) {
      this.#buffers.give(buffer);
      throw error;
    }
  }

  /** Waits for what is still being read for nobody: only then may its buffer serve somebody else. */
  async #letGo(ahead: Promise<SealedRun> | undefined): Promise<void> {
    const run = await ahead?.catch(() => undefined);
    if (run !== undefined) this.#buffers.give(run.buffer);
  }

  async #readHeader(file: ReadableFile, index: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(blobHeaderLength);
    await readExactly(file, bytes, 0);
    try {
      const { vault, part } = parseBlobHeader(bytes);
      if (vault !== this.#vault || part !== index)
        throw new VaultError('integrity.blob-corrupt', { what: 'header' });
    } catch (cause) {
      // The ledger says that this version wrote it, so whatever else it looks like is damage.
      throw new VaultError('integrity.blob-corrupt', { what: 'header' }, cause);
    }
    return bytes;
  }

  async #open(place: BlobPlace): Promise<ReadableFile> {
    const file = await this.#port.openForReading(blobPath(this.#folder, place));
    if (file === undefined) throw new VaultError('integrity.blob-missing');
    return file;
  }
}

/** Sealed chunks in a buffer that they were read into together. */
interface SealedRun {
  readonly buffer: Uint8Array;
  readonly chunks: readonly Uint8Array[];
}

async function readExactly(file: ReadableFile, into: Uint8Array, position: number): Promise<void> {
  if ((await file.read(into, position)) !== into.length)
    throw new VaultError('integrity.blob-corrupt', { what: 'length' });
}
