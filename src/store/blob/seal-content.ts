import { setImmediate as nextTurn } from 'node:timers/promises';

import { encodeHex, parseHex } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import type { Digests } from '../../evidence/digests.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import type { DurablePort } from '../durable/port.ts';
import type { BufferPool } from './buffer-pool.ts';
import { headLength, type StoredPart } from './captured-content.ts';
import type { ContentReader } from './content-reader.ts';
import { blockSize, ContentSealer, type SealingPlace } from './content-sealer.ts';

/** How much content passes between two reports of progress. */
const progressStep = 8 * blockSize;

/** What the store says once a content's digest is known. */
export interface Decision {
  /** Plaintext id, lower-case hexadecimal. */
  readonly plaintextId: string;
  /** The shelves for the content's parts; undefined if the content is known and need not be kept again. */
  readonly shelves: readonly number[] | undefined;
}

export interface SealingTask {
  /** Asked once, when all of the content was read. */
  readonly decide: (digests: Digests, parts: number) => Promise<Decision>;
  readonly cancelled: () => boolean;
  readonly onProgress: (bytes: number) => void;
}

export interface SealedContent {
  readonly digests: Digests;
  readonly head: Uint8Array;
  /** Undefined if the content was known. */
  readonly parts: readonly StoredPart[] | undefined;
}

/**
 * Takes a content in: one pass for the digests and the sealing, in memory of a few blocks whatever its size. A content of
 * one block touches the disk only if it is new. Closes the reader; leaves no file behind if it throws.
 *
 * Throws what the reader and `decide` throw, `storage.*`, `internal.cancelled`.
 */
export async function sealContent(
  reader: ContentReader,
  port: DurablePort,
  place: SealingPlace,
  buffers: BufferPool,
  task: SealingTask,
): Promise<SealedContent> {
  const sealer = new ContentSealer(port, place, buffers);
  try {
    const { shelves, ...content } = await takeIn(reader, sealer, place.partLength, buffers, task);
    if (shelves !== undefined) return { ...content, parts: await sealer.publish(shelves) };
    await sealer.abandon();
    return { ...content, parts: undefined };
  } catch (error) {
    await sealer.abandon();
    throw error;
  } finally {
    await reader.close();
  }
}

/** Everything but the wait for the disk, during which the buffers serve others. */
async function takeIn(
  reader: ContentReader,
  sealer: ContentSealer,
  partLength: number,
  buffers: BufferPool,
  task: SealingTask,
): Promise<Omit<SealedContent, 'parts'> & Pick<Decision, 'shelves'>> {
  const digester = new Digester();
  let current = buffers.take(reader.length);
  let ahead: Uint8Array | undefined;
  try {
    let filled = await reader.fill(current.subarray(0, blockSize));
    const head = current.slice(0, Math.min(filled, headLength));
    while (filled === blockSize) {
      // Whether a block is the last one is known only when nothing follows it.
      ahead ??= buffers.take();
      const following = await reader.fill(ahead.subarray(0, blockSize));
      if (following === 0) break;
      digester.update(current.subarray(0, filled));
      await sealer.add(current.subarray(0, filled));
      [current, ahead] = [ahead, current];
      filled = following;
      if (digester.size % progressStep === 0) task.onProgress(digester.size);
      // Lets the thread hear of a cancellation and finish what waits for the disk.
      await nextTurn();
      if (task.cancelled()) throw new VaultError('internal.cancelled');
    }
    digester.update(current.subarray(0, filled));
    await reader.finish();
    const digests = digester.finish();
    const parts = Math.max(1, Math.ceil(digests.size / partLength));
    const { plaintextId, shelves } = await task.decide(digests, parts);
    if (task.cancelled()) throw new VaultError('internal.cancelled');
    if (shelves !== undefined) await sealer.end(current.subarray(0, filled), parseHex(plaintextId));
    return { digests, head, shelves };
  } finally {
    buffers.give(current);
    if (ahead !== undefined) buffers.give(ahead);
  }
}

/** SHA-256, SHA-512 and CRC-32 of a content in one pass. */
class Digester {
  readonly #sha256 = nodeHashes.createSha256();
  readonly #sha512 = nodeHashes.createSha512();
  #crc32 = 0;
  size = 0;

  update(bytes: Uint8Array): void {
    this.#sha256.update(bytes);
    this.#sha512.update(bytes);
    this.#crc32 = nodeHashes.crc32(bytes, this.#crc32);
    this.size += bytes.length;
  }

  finish(): Digests {
    return {
      size: this.size,
      sha256: encodeHex(this.#sha256.digest()),
      sha512: encodeHex(this.#sha512.digest()),
      crc32: this.#crc32,
    };
  }
}
