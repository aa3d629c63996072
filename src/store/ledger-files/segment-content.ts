import type { SealedEntry } from '../../ledger/sealed-entry.ts';
import type { UnreadableCode } from './stored-entry.ts';

/** What stands at one place of a log. */
export type SegmentEntry =
  /** `doubtful`: neither its frame's checksum nor a signed root vouches for its leaf. Only its key tells whether it is whole. */
  | ({ readonly type: 'sealed'; readonly doubtful: boolean } & SealedEntry)
  | { readonly type: 'erased'; readonly leafHash: Uint8Array }
  | { readonly type: 'lost'; readonly code: UnreadableCode };

/** A checkpoint whose root is the tree's. */
export interface Reached {
  readonly size: number;
  readonly root: Uint8Array;
  readonly frontier: readonly Uint8Array[];
  /** The signed note; undefined where a segment has only begun and nothing in it is signed yet. */
  readonly text: string | undefined;
  /** Where in the file the checkpoint's frame ends (or the header, without one). */
  readonly end: number;
}

/** The entries of one segment in order, read from whichever copies are good. */
export interface SegmentContent {
  readonly number: number;
  readonly epoch: number;
  readonly firstIndex: number;
  readonly entries: readonly SegmentEntry[];
}

/** The leaf hash at a place; undefined where it is lost, or in doubt. */
export function findLeaf(entry: SegmentEntry): Uint8Array | undefined {
  if (entry.type === 'lost' || (entry.type === 'sealed' && entry.doubtful)) return undefined;
  return entry.leafHash;
}
