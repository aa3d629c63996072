import type { JsonObject } from '../../base/json.ts';

/** An entry and where it stands. */
export interface LocatedEntry {
  readonly log: string;
  readonly index: number;
  /** Leaf hash, hexadecimal. */
  readonly leafHash: string;
  readonly fields: JsonObject;
}

/** Enough of a leaf's hash to tell entries apart that stand at one place of two trees. */
export function shortLeaf(leafHash: string): string {
  return leafHash.slice(0, 16);
}
