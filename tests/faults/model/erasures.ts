import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Promises } from './promises.ts';

/** What lay on the disk of an item that was to be erased. */
export interface Remains {
  /** SHA-256 of its sealed files, which are their names. */
  readonly blobs: readonly string[];
  /** Sealed parts and wrapped keys of its entries, as they stood in the files of the history. */
  readonly bytes: readonly Uint8Array[];
}

/** What was erased, and what may have been. */
export class Erasures {
  /** By item: an erasure was asked for, and nobody knows whether it came to be. */
  readonly #inDoubt = new Map<string, Remains>();
  readonly #erased = new Map<string, Remains>();
  /** Items that the learner added again since. */
  readonly #again = new Set<string>();
  /** True once something was to be erased: from then on entries may be erased ones. */
  any = false;

  begin(item: string, remains: Remains): void {
    this.any = true;
    this.#inDoubt.set(item, remains);
  }

  isInDoubt(item: string): boolean {
    return this.#inDoubt.has(item);
  }

  /** It was acknowledged, or seen: from now on it is gone. */
  settleGone(item: string, promises: Promises): void {
    const remains = this.#inDoubt.get(item);
    this.#again.delete(item);
    if (remains !== undefined) this.#erased.set(item, remains);
    this.#inDoubt.delete(item);
    for (const [key, { id }] of promises.items) if (id === item) promises.items.delete(key);
  }

  /** The item is there as ever, or again because the learner added it again. */
  settleThere(item: string): void {
    this.#inDoubt.delete(item);
    this.#again.add(item);
  }

  get doubts(): readonly string[] {
    return [...this.#inDoubt.keys()];
  }

  get gone(): readonly string[] {
    return [...this.#erased.keys()].filter((item) => !this.#again.has(item));
  }

  /** What of all that was erased is still below a folder, in words; undefined for nothing. */
  findRemains(folder: string): string | undefined {
    const all = [...this.#erased.values()];
    const blobs = new Set(all.flatMap((remains) => remains.blobs));
    const bytes = all.flatMap((remains) => remains.bytes.map((each) => Buffer.from(each)));
    if (all.length === 0 || !existsSync(folder)) return undefined;
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.parentPath.endsWith('index')) continue;
      const [, blob = ''] = /([0-9a-f]{64})\.blob/.exec(entry.name) ?? [];
      if (blobs.has(blob)) return `the sealed file ${entry.name}`;
      if (!/segment|keys/.test(entry.name)) continue;
      const text = readFileSync(join(entry.parentPath, entry.name));
      if (bytes.some((each) => text.includes(each))) return `a sealed part or key in ${entry.name}`;
    }
    return undefined;
  }
}
