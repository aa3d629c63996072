/**
 * The one door through which everything durable is written, so that faults can be put in at each step and so that each
 * system's rules live in one place. Paths are absolute. Every call throws a VaultError of the family `storage.`
 * (`storage.full`, `storage.read-only`, `storage.gone`, `storage.failed`) when the disk does not do as asked.
 *
 * Durable means: the file's bytes were `sync`ed, and for a new or renamed name its folder was `syncFolder`ed too.
 */
export interface DurablePort extends ReadPort {
  /** A new, empty file; throws `storage.failed` if there is one already. */
  createFile(path: string): Promise<WritableFile>;
  /** An existing file, to be written in place or at its end; undefined if there is none. */
  openFile(path: string): Promise<WritableFile | undefined>;
  /** Gives a file its final name, in place of whatever file had that name. Both on the same file system. */
  rename(from: string, to: string): Promise<void>;
  /** Takes a file away; false if there was none. */
  unlink(path: string): Promise<boolean>;
  /** Makes one folder in an existing one; false if it was there. */
  makeFolder(path: string): Promise<boolean>;
  /** Takes an empty folder away; false if there was none. */
  removeFolder(path: string): Promise<boolean>;
  /** Makes the names in a folder durable. Does nothing where the system does that by itself (Windows). */
  syncFolder(path: string): Promise<void>;
}

/** Reading, with the same paths and the same errors. What is not there is undefined, never an error. */
export interface ReadPort {
  /** All bytes of a file; throws `format.malformed` if they are more than `limit`. */
  findBytes(path: string, limit: number): Promise<Uint8Array | undefined>;
  openForReading(path: string): Promise<ReadableFile | undefined>;
  findStatus(path: string): Promise<FileStatus | undefined>;
  /** What is in a folder, in no order. */
  listFolder(path: string): Promise<readonly FolderEntry[] | undefined>;
}

export interface WritableFile extends ReadableFile {
  /** Writes all of `bytes` at `position`. After an error any part of them may have been written. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Cuts the file to `length` bytes. */
  truncate(length: number): Promise<void>;
  /** Returns once what was written is on the disk (fsync). After an error the file's state is unknown: begin a new one. */
  sync(): Promise<void>;
}

export interface ReadableFile {
  size(): Promise<number>;
  /** Fills `into` from `position`; returns how many bytes there were: fewer than asked only at the end of the file. */
  read(into: Uint8Array, position: number): Promise<number>;
  /** Idempotent. */
  close(): Promise<void>;
}

export type EntryType = 'file' | 'folder' | 'other';

export interface FolderEntry {
  readonly name: string;
  readonly type: EntryType;
}

export interface FileStatus {
  readonly type: EntryType;
  readonly size: number;
  /** Milliseconds since 1970, with fractions where the file system has them. */
  readonly modified: number;
}
