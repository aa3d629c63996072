import type { CopyPlaceName } from '../schedule/wide-work.ts';
import type { PromisedItem } from './promises.ts';

/** What is promised of one second copy. */
export class CopyPromise {
  /** Its id, once the vault said that the place was chosen. */
  id: string | undefined;
  /** True if another computer gave it another id since: `replica.json` was damaged, and that computer had not known the place. */
  renamed = false;
  /** What can be had back from it alone, by item and digest. */
  readonly items = new Map<string, PromisedItem>();
  /** Names of pieces that lay there when a round was acknowledged. */
  readonly names = new Set<string>();
  /** Those of them that were there when this computer's own round ended: only what its history tells of can be known to have gone. */
  readonly seen = new Set<string>();
  /** Those that were taken away, cut or changed behind the vault's back since. */
  readonly harmed = new Set<string>();
  /** Codes of alerts that the next round has to raise. */
  readonly alarms = new Set<string>();
  /** Items whose erasure a round brought there. */
  readonly erased = new Set<string>();
  /** True if it should be tried whether everything can be had back. */
  untried = false;

  get isWhole(): boolean {
    return this.harmed.size === 0;
  }

  add(items: Iterable<PromisedItem>): void {
    for (const item of items) this.items.set(`${item.id} ${item.sha256}`, item);
  }

  forget(id: string): void {
    for (const [key, item] of this.items) if (item.id === id) this.items.delete(key);
  }
}

/** The model of all second copies of a vault. */
export class CopyPromises {
  readonly #places = new Map<CopyPlaceName, CopyPromise>();
  /** What the other laptop acknowledged. */
  readonly others = new Map<string, PromisedItem>();
  /** SHA-256 of sealed files that an erasure may take away. */
  readonly mayGo = new Set<string>();

  of(name: CopyPlaceName): CopyPromise {
    const promise = this.#places.get(name) ?? new CopyPromise();
    this.#places.set(name, promise);
    return promise;
  }

  all(): readonly (readonly [CopyPlaceName, CopyPromise])[] {
    return [...this.#places];
  }

  /** An erasure of an item begins: from now on no copy needs to have it. */
  forget(id: string, blobs: readonly string[]): void {
    for (const promise of this.#places.values()) promise.forget(id);
    for (const blob of blobs) this.mayGo.add(blob);
  }
}
