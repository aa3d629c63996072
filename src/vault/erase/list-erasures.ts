import type { OpenVault } from '../vault-context.ts';

/** Something that the learner erased: when and why, and never what. */
interface Erasure {
  readonly at: string;
  /** In their own words; empty for none. */
  readonly reason: string;
  /** Ids of what went. */
  readonly items: readonly string[];
  /** Ids of the assignments and attempts that it belonged to. */
  readonly within: readonly string[];
}

/** What the learner erased, the newest first; what they kept again since is left out. */
export function listErasures({ index: { erasures } }: OpenVault): Erasure[] {
  return erasures
    .list()
    .flatMap(({ at, reason, items, within }) => {
      const gone = items.filter((id) => erasures.erasedAt(id) !== undefined);
      return gone.length === 0 ? [] : [{ at, reason, items: gone, within }];
    })
    .reverse();
}
