import { join } from 'node:path';

import { encodeHex } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import type { StreamingHash } from '../../crypto/hash-port.ts';
import { randomBytes } from '../../crypto/random.ts';
import { chunkSize, StreamSealer, zeroEnding } from '../../crypto/stream-aead.ts';
import { blobHeaderLength, encodeBlobHeader } from '../../ledger/blob-header.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import type { DurablePort, WritableFile } from '../durable/port.ts';
import { blobPath } from './blob-paths.ts';
import type { BufferPool } from './buffer-pool.ts';
import { BufferSealer } from './buffer-sealer.ts';
import type { StoredPart } from './captured-content.ts';

/** Bytes of content that are read, sealed and written at once: a whole number of chunks. */
export const blockSize = 4 * chunkSize;

/** Where and for which vault blobs are sealed. */
export interface SealingPlace {
  /** The vault's folder. */
  readonly folder: string;
  /** Where files lie while they are written. */
  readonly incoming: string;
  /** Begins the name of every file being written by this process, so that none of them is taken for a leftover. */
  readonly session: string;
  readonly vault: string;
  readonly epoch: number;
  /** Bytes of content in a part: a multiple of the block size. */
  readonly partLength: number;
}

/** A part while it is written. */
interface OpenPart {
  /** Where it lies at the moment. */
  path: string;
  readonly file: WritableFile;
  readonly key: Uint8Array;
  readonly header: Uint8Array;
  readonly out: BufferSealer;
  readonly sealer: StreamSealer;
  readonly sealedHash: StreamingHash;
  plainLength: number;
  sealedLength: number;
}

/** Seals a content block by block into files under `incoming`, and gives them their places at the end. */
export class ContentSealer {
  readonly #port: DurablePort;
  readonly #place: SealingPlace;
  readonly #buffers: BufferPool;
  readonly #parts: OpenPart[] = [];

  constructor(port: DurablePort, place: SealingPlace, buffers: BufferPool) {
    this.#port = port;
    this.#place = place;
    this.#buffers = buffers;
  }

  /** Seals a full block that more content follows. */
  async add(block: Uint8Array): Promise<void> {
    const part = await this.#openPart();
    const ends = part.plainLength + block.length === this.#place.partLength;
    await this.#write(part, block, ends ? zeroEnding : undefined);
  }

  /** Seals the content's last bytes, at most one block, bound to its plaintext id. */
  async end(block: Uint8Array, plaintextId: Uint8Array): Promise<void> {
    await this.#write(await this.#openPart(), block, plaintextId);
  }

  /** Makes the parts durable and moves each to its shelf. The shelves' folders are not synced here. */
  async publish(shelves: readonly number[]): Promise<StoredPart[]> {
    const published: StoredPart[] = [];
    for (const part of this.#parts) {
      await part.file.sync();
      await part.file.close();
      const shelf = shelves[published.length];
      if (shelf === undefined) throw new VaultError('internal.bug', { what: 'shelves' });
      const file = encodeHex(part.sealedHash.digest());
      const path = blobPath(this.#place.folder, { shelf, file });
      await this.#port.rename(part.path, path);
      part.path = path;
      published.push({ shelf, file, sealedSize: part.sealedLength, key: part.key });
    }
    return published;
  }

  /** Takes away what was written. Never throws: a file that stays is a leftover that the next writer removes. */
  async abandon(): Promise<void> {
    for (const part of this.#parts) {
      await part.file.close().catch(() => undefined);
      await this.#port.unlink(part.path).catch(() => false);
    }
  }

  async #openPart(): Promise<OpenPart> {
    const current = this.#parts.at(-1);
    if (current !== undefined && current.plainLength < this.#place.partLength) return current;
    const { incoming, session, vault, epoch } = this.#place;
    const path = join(incoming, `${session}-${encodeHex(randomBytes(8))}`);
    const key = randomBytes(32);
    const header = encodeBlobHeader({ vault, epoch, part: this.#parts.length });
    const out = new BufferSealer();
    const part: OpenPart = {
      path,
      file: await this.#port.createFile(path),
      key,
      header,
      out,
      sealer: new StreamSealer(out, key, header),
      sealedHash: nodeHashes.createSha256(),
      plainLength: 0,
      sealedLength: 0,
    };
    this.#parts.push(part);
    return part;
  }

  async #write(part: OpenPart, block: Uint8Array, ending: Uint8Array | undefined): Promise<void> {
    const buffer = this.#buffers.take(block.length + bufferSize - blockSize);
    try {
      const out = part.out;
      out.begin(buffer);
      if (part.sealedLength === 0) out.put(part.header);
      const chunks = Math.max(1, Math.ceil(block.length / chunkSize));
      for (let i = 0; i < chunks; i += 1) {
        const chunk = block.subarray(i * chunkSize, (i + 1) * chunkSize);
        const last = i === chunks - 1 && ending !== undefined;
        if (last) part.sealer.finish(chunk, ending);
        else part.sealer.seal(chunk);
      }
      const sealed = out.filled();
      part.sealedHash.update(sealed);
      await part.file.write(sealed, part.sealedLength);
      part.plainLength += block.length;
      part.sealedLength += sealed.length;
    } finally {
      this.#buffers.give(buffer);
    }
  }
}

/** As long as a block sealed with its header, so that one kind of buffer serves reading and writing. */
export const bufferSize = blockSize + blobHeaderLength + 4 * 16;
