import type { SetPart } from '../bundle/bundle-set.ts';
import type { ClosedChain } from '../ledger/kinds/closing-entry.ts';
import type { ShownAttempt } from './chain-problems.ts';

/** What one part of a split export says of its set, and what the set as a whole is judged by (`SetGatherer`). */
export interface PartReport {
  readonly part: number;
  /** Every part, this one too, as this one tells of them. */
  readonly parts: readonly SetPart[];
  /** The state of each history that this part shows, by its log; left out where it is not good. */
  readonly heads: readonly { readonly log: string; readonly size: number; readonly root: string }[];
  /** Null where nothing counts the attempts, or where the count does not hold. */
  readonly attempts: PartAttempts | null;
  /** Rows of the list of what is missing, but for files that are in another part. */
  readonly missing: number;
}

/** The count of the attempts, and those of them that a part shows. */
export interface PartAttempts {
  readonly closedAt: string;
  readonly chains: readonly {
    readonly chain: ClosedChain;
    /** The assignment's name, where this part shows it. */
    readonly name?: string;
    readonly shown: readonly ShownAttempt[];
  }[];
  /** Chains of which nothing is in any part. */
  readonly others: number;
  /** Attempts are in here that the count does not tell of. */
  readonly uncounted: boolean;
  /** Assignments in here whose attempts no opened chain counts. */
  readonly unopened: readonly string[];
}
