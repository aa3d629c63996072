import type { PromisedItem } from './promises.ts';

/** A restore that said that it was done. */
export interface Restored {
  /** All that the copies that it was made of had promised. */
  readonly items: readonly PromisedItem[];
  /** What it named as missing. */
  readonly missing: ReadonlySet<string>;
  /** Items that one of the copies knew to be erased. */
  readonly erased: ReadonlySet<string>;
}
