import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { encodeHex, parseHex } from '../../base/bytes.ts';
import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import { randomBytes } from '../../crypto/random.ts';
import type { Digests } from '../../evidence/digests.ts';
import { maxPartLength } from '../../ledger/blob-header.ts';
import { NodeDurable } from '../durable/node-durable.ts';
import type { DurablePort } from '../durable/port.ts';
import type { VaultKeys } from '../header/vault-keys.ts';
import { blobPath, blobsName, incomingName, type BlobPlace } from './blob-paths.ts';
import { BlobReader } from './blob-reader.ts';
import { BufferPool } from './buffer-pool.ts';
import { CapturePool } from './capture-pool.ts';
import type { CaptureOptions, CapturedContent, ContentInput, StoredPart } from './captured-content.ts';
import { readerOf } from './content-input.ts';
import { blockSize, bufferSize, type SealingPlace } from './content-sealer.ts';
import { FreshContents } from './fresh-contents.ts';
import { sealContent, type Decision, type SealedContent, type SealingTask } from './seal-content.ts';
import { Shelves } from './shelves.ts';

export interface BlobStoreOptions {
  /** The vault's folder. */
  readonly folder: string;
  readonly port: DurablePort;
  readonly keys: VaultKeys;
  /** What the ledger knows under a plaintext id. */
  readonly findKnown: (plaintextId: string) => readonly StoredPart[] | undefined;
  /**
   * Threads that capture files, each with the system's own port, since `port` cannot be handed to them; with 0 files go through
   * `port`. By default 2 (1 on a computer with one core), and 0 for any port but the system's own.
   */
  readonly threads?: number;
  /** Bytes of content in one blob file, a multiple of 1,048,576; by default 536,870,912. */
  readonly partLength?: number;
}

/**
 * Captures and reads the bytes of evidence. Only for the one writer of a vault, who holds its lock; others use
 * `BlobReader`.
 *
 * A capture returns when its blob files are written, synced and in their places; they are durable, and may be named in the
 * ledger, once `settle` has returned after that. Many captures share one `settle`.
 */
export class BlobStore extends BlobReader {
  readonly #options: BlobStoreOptions;
  readonly #place: SealingPlace;
  readonly #shelves: Shelves;
  readonly #pool: CapturePool | undefined;
  readonly #buffers = new BufferPool(bufferSize);
  readonly #fresh = new FreshContents();

  private constructor(options: BlobStoreOptions, place: SealingPlace, shelves: Shelves) {
    super(options.port, options.folder, options.keys.vault);
    this.#options = options;
    this.#place = place;
    this.#shelves = shelves;
    const threads =
      options.threads ?? (options.port instanceof NodeDurable ? Math.min(2, availableParallelism()) : 0);
    this.#pool = threads === 0 ? undefined : new CapturePool(place, threads);
  }

  /**
   * Opens the store for the writer and removes what an interrupted one left under incoming/. Names that are in the vault's folder already are
   * durable: whoever opens the vault sees to it. Throws `storage.*`.
   */
  static async open(options: BlobStoreOptions): Promise<BlobStore> {
    const { folder, port, keys, partLength = maxPartLength } = options;
    if (partLength % blockSize !== 0) throw new VaultError('internal.bug', { what: 'part-length' });
    const incoming = join(folder, incomingName);
    const made = [await port.makeFolder(join(folder, blobsName)), await port.makeFolder(incoming)];
    if (made.includes(true)) await port.syncFolder(folder);
    const session = encodeHex(randomBytes(8));
    const place = { folder, incoming, session, vault: keys.vault, epoch: keys.epoch, partLength };
    const store = new BlobStore(options, place, await Shelves.open(port, folder));
    await store.emptyIncoming();
    return store;
  }

  /**
   * Takes a content in. Throws `input.*` for a file that cannot be read as one whole state, `source.download-*` for a stream
   * of another length than expected, what a stream throws, `storage.*`, `internal.cancelled`; then nothing is kept.
   */
  async capture(input: ContentInput, options: CaptureOptions = {}): Promise<CapturedContent> {
    const { signal, onProgress } = options;
    throwIfCancelled(signal);
    const finding = new Finding();
    const task: Pick<SealingTask, 'decide' | 'onProgress'> = {
      decide: (digests, parts) => this.#decide(digests, parts, finding),
      onProgress: onProgress ?? (() => undefined),
    };
    try {
      const sealed = await this.#seal(input, task, signal);
      const { digests, head } = sealed;
      const { plaintextId, known = false } = finding;
      const parts = sealed.parts ?? finding.parts;
      if (plaintextId === undefined || parts === undefined) throw new VaultError('internal.bug');
      for (const part of sealed.parts ?? []) this.#shelves.changed(part.shelf);
      finding.sealing?.resolve(parts);
      return { digests, plaintextId, parts, known, head };
    } catch (error) {
      finding.sealing?.reject(error);
      throw error;
    }
  }

  /** Returns once every blob captured before is durable. Throws `storage.*`: then none of those since the last success is. */
  async settle(): Promise<void> {
    try {
      await this.#shelves.settle();
    } catch (error) {
      // What a folder holds after a failed sync is uncertain: nothing may lean on it, and nothing more goes there.
      this.#fresh.clear();
      this.#shelves.leave();
      throw error;
    }
  }

  /** The ledger names where this content lies: from now on `findKnown` tells of it, and whether it can be relied on. */
  recorded(plaintextId: string): void {
    this.#fresh.delete(plaintextId);
  }

  /** Takes a blob away that belongs to no ledger entry. The caller has looked. Throws `storage.*`. */
  async removeOrphan(place: BlobPlace): Promise<boolean> {
    this.#fresh.clear();
    const removed = await this.#options.port.unlink(blobPath(this.#place.folder, place));
    this.#shelves.changed(place.shelf);
    return removed;
  }

  /** Removes what is left under incoming/ from other times, never a file this store is writing. Returns how many. */
  async emptyIncoming(): Promise<number> {
    const { incoming, session } = this.#place;
    let removed = 0;
    for (const { name, type } of (await this.#options.port.listFolder(incoming)) ?? []) {
      if (type === 'folder' || name.startsWith(session)) continue;
      if (await this.#options.port.unlink(join(incoming, name))) removed += 1;
    }
    return removed;
  }

  /** Gives up running captures of files and ends the threads. */
  async close(): Promise<void> {
    await this.#pool?.close();
    this.#buffers.clear();
  }

  async #seal(
    input: ContentInput,
    task: Pick<SealingTask, 'decide' | 'onProgress'>,
    signal: AbortSignal | undefined,
  ): Promise<SealedContent> {
    if ('path' in input && this.#pool !== undefined) return this.#pool.capture(input.path, task, signal);
    const cancelled = (): boolean => signal?.aborted ?? false;
    const { port } = this.#options;
    return sealContent(await readerOf(input), port, this.#place, this.#buffers, { ...task, cancelled });
  }

  async #decide(digests: Digests, parts: number, finding: Finding): Promise<Decision> {
    const plaintextId = this.#options.keys.plaintextIdOf(parseHex(digests.sha256), digests.size);
    finding.plaintextId = plaintextId;
    const known = this.#options.findKnown(plaintextId);
    if (known !== undefined && (await this.#areThere(known))) {
      finding.known = true;
      finding.parts = known;
      return { plaintextId, shelves: undefined };
    }
    while (this.#fresh.has(plaintextId)) {
      const fresh = await this.#fresh.find(plaintextId);
      if (fresh === undefined) continue;
      finding.parts = fresh;
      return { plaintextId, shelves: undefined };
    }
    finding.sealing = Promise.withResolvers();
    this.#fresh.add(plaintextId, finding.sealing.promise);
    const shelves: number[] = [];
    while (shelves.length < parts) shelves.push(await this.#shelves.allocate());
    return { plaintextId, shelves };
  }

  /** A blob that went missing is no reason not to keep the content again. */
  async #areThere(parts: readonly StoredPart[]): Promise<boolean> {
    const sizes = await Promise.all(parts.map((part) => this.findSealedSize(part)));
    return parts.every((part, index) => sizes[index] === part.sealedSize);
  }
}

/** What became known of a content on the way. */
class Finding {
  plaintextId: string | undefined;
  known: boolean | undefined;
  parts: readonly StoredPart[] | undefined;
  /** Set if this capture is the one that seals the content. */
  sealing: PromiseWithResolvers<readonly StoredPart[]> | undefined;
}
