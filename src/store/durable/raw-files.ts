import * as fs from 'node:fs';
import { promisify } from 'node:util';

import type { EntryType, FileStatus, FolderEntry } from './port.ts';

/** The system's own calls, one each, failing with the system's own errors. What a rule set is laid over. */
export interface RawFiles {
  open(path: string, flags: 'r' | 'r+' | 'wx+'): Promise<RawFile>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  removeFolder(path: string): Promise<void>;
  status(path: string): Promise<FileStatus>;
  /** The same on this thread at once, which must not be asked of a slow disk; undefined for what is not there. */
  statusNow?(path: string): FileStatus | undefined;
  list(path: string): Promise<readonly FolderEntry[]>;
}

export interface RawFile {
  status(): Promise<FileStatus>;
  read(into: Uint8Array, offset: number, length: number, position: number): Promise<number>;
  write(bytes: Uint8Array, offset: number, length: number, position: number): Promise<number>;
  truncate(length: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The owner alone may read what the vault writes, on systems that know such a thing. */
const fileMode = 0o600;
const folderMode = 0o700;

const stat = promisify(fs.stat);
const open = promisify(fs.open);
const close = promisify(fs.close);
const fstat = promisify(fs.fstat);
const ftruncate = promisify(fs.ftruncate);
const fsync = promisify(fs.fsync);

/** For the main thread: nothing waits. */
export const waitingFiles: RawFiles = {
  open: async (path, flags) => waitingFile(await open(path, flags, fileMode)),
  rename: promisify(fs.rename),
  unlink: promisify(fs.unlink),
  makeFolder: async (path) => {
    await fs.promises.mkdir(path, { mode: folderMode });
  },
  removeFolder: promisify(fs.rmdir),
  status: async (path) => statusOf(await stat(path)),
  statusNow: (path) => {
    const stats = fs.statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? undefined : statusOf(stats);
  },
  list: async (path) => (await fs.promises.readdir(path, { withFileTypes: true })).map(entryOf),
};

/**
 * For threads of our own: each call but the slow `sync` runs at once on the thread, which saves the round trips of
 * thousands of small files.
 */
export const blockingFiles: RawFiles = {
  open: async (path, flags) => blockingFile(fs.openSync(path, flags, fileMode)),
  rename: async (from, to) => fs.renameSync(from, to),
  unlink: async (path) => fs.unlinkSync(path),
  makeFolder: async (path) => {
    fs.mkdirSync(path, { mode: folderMode });
  },
  removeFolder: async (path) => fs.rmdirSync(path),
  status: async (path) => statusOf(fs.statSync(path)),
  list: async (path) => fs.readdirSync(path, { withFileTypes: true }).map(entryOf),
};

function waitingFile(fd: number): RawFile {
  return {
    status: async () => statusOf(await fstat(fd)),
    read: (into, offset, length, position) =>
      new Promise((resolve, reject) => {
        fs.read(fd, into, offset, length, position, (error, count) =>
          error === null ? resolve(count) : reject(error),
        );
      }),
    write: (bytes, offset, length, position) =>
      new Promise((resolve, reject) => {
        fs.write(fd, bytes, offset, length, position, (error, count) =>
          error === null ? resolve(count) : reject(error),
        );
      }),
    truncate: (length) => ftruncate(fd, length),
    sync: () => fsync(fd),
    close: () => close(fd),
  };
}

function blockingFile(fd: number): RawFile {
  return {
    status: async () => statusOf(fs.fstatSync(fd)),
    read: async (into, offset, length, position) => fs.readSync(fd, into, offset, length, position),
    write: async (bytes, offset, length, position) => fs.writeSync(fd, bytes, offset, length, position),
    truncate: async (length) => fs.ftruncateSync(fd, length),
    sync: () => fsync(fd),
    close: async () => fs.closeSync(fd),
  };
}

function statusOf(stats: fs.Stats): FileStatus {
  return { type: typeOf(stats), size: stats.size, modified: stats.mtimeMs };
}

function entryOf(entry: fs.Dirent): FolderEntry {
  return { name: entry.name, type: typeOf(entry) };
}

function typeOf(entry: fs.Stats | fs.Dirent): EntryType {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'folder' : 'other';
}
