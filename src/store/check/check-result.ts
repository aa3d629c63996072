import type { ErrorCode } from '../../base/error-codes.ts';

/** Something that is damaged, missing or not as it was signed. */
export interface Damage {
  readonly code: ErrorCode;
  /** The file in question inside the vault, with forward slashes. */
  readonly file?: string;
  /** Ids of the items that lose something by it; empty where everything can still be read from the other copy. */
  readonly items: readonly string[];
  /** True if it was put right at once. */
  readonly mended: boolean;
}

/**
 * Something worth knowing that harms nothing: a blob that belongs to no entry (`integrity.blob-orphan`), a file that the
 * vault did not put there (`integrity.foreign-file`), an entry that was erased on purpose (`integrity.entry-erased`).
 */
export interface Notice {
  readonly code: Extract<
    ErrorCode,
    'integrity.blob-orphan' | 'integrity.foreign-file' | 'integrity.entry-erased'
  >;
  readonly file?: string;
}

/** Where a full check goes on: plain data, to be kept and handed back. */
export interface CheckCursor {
  /** The first entry whose content has not been looked into. */
  readonly log: string;
  readonly index: number;
  /** Blob files found corrupt so far. */
  readonly corrupt: readonly string[];
}

/** How far a check is. */
export interface CheckProgress {
  readonly stage: 'ledger' | 'files' | 'contents';
  /** Segments, blob files or contents looked at. */
  readonly done: number;
  /** Of how many; contents are not counted before. */
  readonly total: number | undefined;
  /** Sealed bytes looked into, and of how many, in the stage `contents`. */
  readonly bytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond: number;
}

/** What a check found. Damage is a result, never an exception. */
export interface CheckResult {
  /** True if nothing was damaged. Notices do not make it false; damage that was mended at once does, this one time. */
  readonly ok: boolean;
  /** Entries in all logs. */
  readonly entries: number;
  /** Blob files that the ledger names, and their bytes. */
  readonly blobs: number;
  readonly bytes: number;
  readonly damaged: readonly Damage[];
  readonly notices: readonly Notice[];
  /** Set if a full check was stopped: hand it back to go on. */
  readonly next?: CheckCursor;
}

/** Says which items are touched by damage, as the index knows it. */
export interface ItemFinder {
  /** @param file SHA-256 of a sealed blob file, which is its name */
  itemsOfFile(file: string): readonly string[];
  itemsOfEntry(log: string, index: number): readonly string[];
}
