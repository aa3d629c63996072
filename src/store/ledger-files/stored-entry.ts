import type { JsonObject } from '../../base/json.ts';
import type { CommittedField } from '../../ledger/entry.ts';

/** The last checkpoint of a log: what all entries before `size` come to. */
export interface LedgerHead {
  /** 32 hexadecimal digits. */
  readonly log: string;
  readonly size: number;
  /** Root hash, 64 hexadecimal digits. */
  readonly root: string;
}

/** An entry that could be opened. */
export interface OpenedEntry {
  readonly readable: true;
  readonly log: string;
  /** Its place in the log, from 0. */
  readonly index: number;
  /** Leaf hash, 64 hexadecimal digits. */
  readonly leafHash: string;
  /** The values of its fields by name, as `readEntryFields` takes them. */
  readonly fields: JsonObject;
  /** The same with salts and commitments, in ascending order of names: what a disclosure is made of. */
  readonly committed: readonly CommittedField[];
}

/** An entry that is in the history and cannot be read here any more. */
interface UnreadableEntry {
  readonly readable: false;
  readonly log: string;
  readonly index: number;
  /** Undefined where the leaf was lost too. */
  readonly leafHash: string | undefined;
  /**
   * `integrity.entry-erased`: its key or its sealed part was destroyed on purpose. `integrity.entry-damaged`: it is there
   * and does not open. `integrity.ledger-damaged`, `integrity.ledger-missing`: both copies of its place are lost.
   */
  readonly code: UnreadableCode;
}

export type UnreadableCode =
  | 'integrity.entry-erased'
  | 'integrity.entry-damaged'
  | 'integrity.ledger-damaged'
  | 'integrity.ledger-missing';

export type StoredEntry = OpenedEntry | UnreadableEntry;
