import type { JsonObject } from '../../base/json.ts';

/** An entry and where it stands. */
export interface LocatedEntry {
  readonly log: string;
  readonly index: number;
  /** Leaf hash, hexadecimal. */
  readonly leafHash: string;
  readonly fields: JsonObject;
}
