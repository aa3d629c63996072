import { constants } from 'node:fs';
import { lstat, open, readdir, realpath, statfs, type FileHandle } from 'node:fs/promises';

import type { DiskPlace } from './disk-place.ts';
import { lookFrom, type Look } from './look.ts';

/** A file that is open for reading. */
export interface OpenFile {
  look(): Promise<Look>;
  /** Fills `into` from `position`; returns how many bytes there were, fewer than asked only at the end of the file. */
  read(into: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * The few things that connectors ask of this computer's disks, all of them reading. Errors are the system's own; see
 * `reading-problem.ts`.
 */
export interface Disk {
  /** The real path of a path, in bytes: no links left in it. */
  realPath(path: string): Promise<Buffer>;
  /** Looks without opening and without following a link. */
  look(place: DiskPlace): Promise<Look>;
  /** Names in a folder, in the order of their bytes. */
  list(folder: DiskPlace): Promise<readonly Buffer[]>;
  /** Opens what a look said to be a file. Never follows a link and never waits for the other end of a pipe. */
  open(place: DiskPlace): Promise<OpenFile>;
  /** The number by which Linux names the kind of file system (statfs(2)); other systems have none, or others. */
  fileSystemKind(path: string): Promise<number>;
}

// Windows has neither flag, and no pipes in folders.
const readOnly =
  process.platform === 'win32'
    ? constants.O_RDONLY
    : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** This computer's own disks. */
export const nodeDisk: Disk = {
  realPath: (path) => realpath(path, { encoding: 'buffer' }),
  look: async ({ system }) => lookFrom(await lstat(system, { bigint: true })),
  list: async ({ system }) => {
    const names = await readdir(system, { encoding: 'buffer' });
    return names.sort((a, b) => Buffer.compare(a, b));
  },
  open: async ({ system }) => new NodeFile(await open(system, readOnly)),
  fileSystemKind: async (path) => (await statfs(path)).type,
};

class NodeFile implements OpenFile {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async look(): Promise<Look> {
    return lookFrom(await this.#handle.stat({ bigint: true }));
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    let filled = 0;
    while (filled < into.length) {
      const { bytesRead } = await this.#handle.read(into, filled, into.length - filled, position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return filled;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
