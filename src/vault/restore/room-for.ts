import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

import { VaultError } from '../../base/errors.ts';
import { storageError, systemCode } from '../../store/durable/system-errors.ts';

/** What the index and the ends of blocks take beside the files themselves. */
const beside = 32 * 1024 * 1024;

/**
 * Refuses to begin what the disk has no room for. Throws `storage.full` with `needed` and `free` in bytes, `storage.*`.
 *
 * @param dir a folder that need not exist yet
 * @param bytes that are to be written
 */
export async function refuseWithoutRoom(dir: string, bytes: number): Promise<void> {
  const free = await freeBytes(dir);
  const needed = bytes + beside;
  if (free < needed) throw new VaultError('storage.full', { needed, free });
}

async function freeBytes(dir: string): Promise<number> {
  for (let folder = dir; ; folder = dirname(folder)) {
    try {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    } catch (error) {
      if (systemCode(error) !== 'ENOENT' || dirname(folder) === folder) throw storageError(error, 'reading');
    }
  }
}
