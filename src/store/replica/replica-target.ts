/** A file of a second copy as its place lists it. */
export interface TargetFile {
  /** Inside the second copy, with forward slashes. */
  readonly name: string;
  readonly size: number;
}

/** Bytes that are to be put somewhere; `open` may be called again where a first try was cut short. */
export interface TargetContent {
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Absolute path of a file that has the same bytes, if threads may read it by themselves. */
  readonly path?: string | undefined;
  /** In arrays that belong to whoever reads them. */
  open(): AsyncIterable<Uint8Array>;
}

/**
 * A place for a second copy: a folder of any kind of disk, a server. It holds files that are written once. Names are those of `replicaName` and
 * `replica.json`; whatever else lies there (conflict copies, a sync tool's own files) is listed and never touched.
 *
 * Every call throws a VaultError: `storage.gone` if the place cannot be reached any more (a stick that was unplugged, a server that does not answer),
 * `storage.full`, `storage.read-only`, `storage.failed`, `internal.cancelled`.
 * One contract suite holds all kinds of places: tests/integration/store/replica/target-contract.ts.
 */
export interface ReplicaTarget {
  /** How many files it is good to put at once; 4 if it does not say. */
  readonly atOnce?: number;
  /** Every file below the second copy's folder, in no order; nothing if there is no such folder. */
  list(signal?: AbortSignal): AsyncIterable<TargetFile>;
  /** Length in bytes; undefined if there is no such file. */
  findSize(name: string): Promise<number | undefined>;
  /** Where a file lies, if that is a disk of this computer that threads may read by themselves. */
  pathOf?(name: string): string | undefined;
  /** Bytes of a file, or of a range of it, in arrays that belong to the caller; undefined if there is none. */
  read(
    name: string,
    range?: { readonly start: number; readonly end: number },
  ): Promise<AsyncIterable<Uint8Array> | undefined>;
  /**
   * Puts a new file there, whole or not at all under that name: until it resolves, there is either no such file or one that a later `put` of the same name
   * makes good. What arrived was read back or vouched for by its digest, and is as durable as the place can make it. A file of this name and length
   * that is there already is left alone, one of another length is replaced.
   * `replica.json` comes first and makes the second copy's folder; where that is not there, every other name throws `storage.gone`.
   * Throws `integrity.replica-damaged` with `what`: `sent` if the bytes that `content` gave are not those that it names (then nothing was put), or
   * `arrived` if what lies there now is not what was sent.
   */
  put(name: string, content: TargetContent, signal?: AbortSignal): Promise<void>;
  /**
   * Writes a file anew that is good for nothing: its name never goes, whenever that is cut short, so whoever looks then finds a damaged file and no missing
   * one. Durable when it resolves, but for the name of one that was not there.
   */
  putOver(name: string, content: TargetContent): Promise<void>;
  /** Makes durable what was put since (folders of names, where that is done apart). */
  settle(): Promise<void>;
  /**
   * Takes away what rounds that were cut short left half-written: those of this writer, and others' that nobody can still be writing. To be called
   * before a round. Returns how many.
   */
  tidy(): Promise<number>;
  /** For what an `item-erased` entry names alone, and for a damaged file that is about to be put again. False if there was none. */
  remove(name: string): Promise<boolean>;
  close(): Promise<void>;
}
