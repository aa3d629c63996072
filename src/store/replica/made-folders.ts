import { dirname } from 'node:path';

import type { DurablePort } from '../durable/port.ts';

/** The folders of a second copy: each is made once, and the names in those that changed are made durable together. */
export class MadeFolders {
  readonly #port: DurablePort;
  /** Folders that are there, or are being made. */
  readonly #folders: Map<string, Promise<void>>;
  /** Folders whose names are not durable yet. */
  #changed = new Set<string>();

  /** @param root the copy's own folder, which is there before anything is made in it */
  constructor(port: DurablePort, root: string) {
    this.#port = port;
    this.#folders = new Map([[root, Promise.resolve()]]);
  }

  /** Names in this folder are new, or may be. */
  changed(path: string): void {
    this.#changed.add(path);
  }

  /** Makes a folder below the root, with those above it. Throws `storage.*`; then the next call tries anew. */
  async make(path: string): Promise<void> {
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    const made = this.#makeNow(path);
    this.#folders.set(path, made);
    try {
      await made;
    } catch (error) {
      this.#folders.delete(path);
      throw error;
    }
  }

  /** Makes all names durable. @param guard runs each call */
  async settle(guard: (call: () => Promise<void>) => Promise<void>): Promise<void> {
    const changed = this.#changed;
    this.#changed = new Set();
    try {
      await Promise.all(Array.from(changed, (path) => guard(() => this.#port.syncFolder(path))));
    } catch (error) {
      for (const path of changed) this.#changed.add(path);
      throw error;
    }
  }

  async #makeNow(path: string): Promise<void> {
    const parent = dirname(path);
    await this.make(parent);
    await this.#port.makeFolder(path);
    // One that was there may have been made by a round that was cut short before its name was durable.
    this.#changed.add(parent);
  }
}
