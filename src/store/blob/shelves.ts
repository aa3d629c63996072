import { join } from 'node:path';

import type { DurablePort } from '../durable/port.ts';
import { blobsName, parseShelfName, shelfCapacity, shelfName } from './blob-paths.ts';

/** Gives blobs their shelves, in order, and makes the shelves' names durable, many blobs at a time. */
export class Shelves {
  readonly #port: DurablePort;
  readonly #root: string;
  #shelf: number;
  /** Places given out on the current shelf, with those already on the disk. */
  #taken: number;
  /** The making of the current shelf's folder; what is placed there waits for it. */
  #made: Promise<void> | undefined;
  /** True at first: a shelf that is there may have been made by a writer that was killed before its name was durable. */
  #rootChanged = true;
  #changed = new Set<number>();
  #running: Promise<void> = Promise.resolve();
  #queued: Promise<void> | undefined;

  private constructor(port: DurablePort, root: string, shelf: number, taken: number) {
    this.#port = port;
    this.#root = root;
    this.#shelf = shelf;
    this.#taken = taken;
  }

  /** Looks where the last writer stopped. Throws `storage.*`. */
  static async open(port: DurablePort, folder: string): Promise<Shelves> {
    const root = join(folder, blobsName);
    const shelves = ((await port.listFolder(root)) ?? []).map(({ name }) => parseShelfName(name) ?? -1);
    const last = Math.max(0, ...shelves);
    const files = await port.listFolder(join(root, shelfName(last)));
    return new Shelves(port, root, last, files?.length ?? 0);
  }

  /** The next place on a shelf whose folder is there. A place that is not used stays empty. Throws `storage.*`. */
  async allocate(): Promise<number> {
    if (this.#taken >= shelfCapacity) this.#begin(this.#shelf + 1);
    this.#taken += 1;
    const shelf = this.#shelf;
    this.#made ??= this.#make(shelf);
    try {
      await this.#made;
    } catch (error) {
      // The next one tries anew.
      this.#made = undefined;
      throw error;
    }
    return shelf;
  }

  /** To be told after a file came to a shelf, or went from it. */
  changed(shelf: number): void {
    this.#changed.add(shelf);
  }

  /**
   * Returns once every change told before is durable. Calls that come while folders are being synced share the next round.
   * Throws `storage.*`: then what was placed since the last success must be taken as lost.
   */
  async settle(): Promise<void> {
    this.#queued ??= this.#afterRunning();
    return this.#queued;
  }

  /** Leaves the current shelf as it is and goes on with a new one. */
  leave(): void {
    this.#begin(this.#shelf + 1);
  }

  async #afterRunning(): Promise<void> {
    // A failure of the round before was told to those who waited for it.
    await this.#running.catch(() => undefined);
    this.#queued = undefined;
    this.#running = this.#sync();
    return this.#running;
  }

  async #sync(): Promise<void> {
    const changed = this.#changed;
    const rootChanged = this.#rootChanged;
    this.#changed = new Set();
    this.#rootChanged = false;
    try {
      await Promise.all(Array.from(changed, (shelf) => this.#port.syncFolder(this.#path(shelf))));
      if (rootChanged) await this.#port.syncFolder(this.#root);
    } catch (error) {
      for (const shelf of changed) this.#changed.add(shelf);
      this.#rootChanged ||= rootChanged;
      throw error;
    }
  }

  #begin(shelf: number): void {
    this.#shelf = shelf;
    this.#taken = 0;
    this.#made = undefined;
  }

  async #make(shelf: number): Promise<void> {
    if (await this.#port.makeFolder(this.#path(shelf))) this.#rootChanged = true;
  }

  #path(shelf: number): string {
    return join(this.#root, shelfName(shelf));
  }
}
