import { execFile } from 'node:child_process';
import { platform } from 'node:process';

import type { WritableFile } from '../durable/port.ts';
import { AppendQueue } from '../ledger-files/append-queue.ts';

/** Fewer files than this are quicker one by one. */
const worthwhile = 6;
/** So that nobody waits for ever on a steady stream of files. */
const mostTogether = 64;

/**
 * Syncs the files that are waiting for it together. Before many, the whole file system is asked to write out what it holds back (syncfs(2), by `sync -f`),
 * so that the sync of each file finds little left to do: one pass over a slow stick instead of one for each small file. Each file is still synced by
 * itself, and that alone is believed: what the first pass says, or that a system does not know it, changes nothing.
 */
export class SyncTogether {
  readonly #queue: AppendQueue<WritableFile, true>;

  /** @param writeOut asks the file system to write everything out; never rejects */
  constructor(writeOut: () => Promise<void>) {
    this.#queue = new AppendQueue(async (files) => {
      if (files.length >= worthwhile) await writeOut();
      await Promise.all(files.map(syncOne));
      return files.map(() => true);
    }, mostTogether);
  }

  /** Returns once the file's bytes are on the disk. Throws `storage.*` if one of those that were synced together could not be. */
  async sync(file: WritableFile): Promise<void> {
    await this.#queue.add(file, 1);
  }
}

async function syncOne(file: WritableFile): Promise<void> {
  await file.sync();
}

/** Asks the file system that a folder lies on to write out what it holds back, where there is a way to ask. */
export function writeOutFileSystem(folder: string): Promise<void> {
  if (platform !== 'linux') return Promise.resolve();
  return new Promise((resolve) => {
    execFile('sync', ['-f', folder], () => {
      resolve();
    });
  });
}
