import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const mostWalks = 20;

/**
 * What is found in the files and folders below one, while somebody may be writing there. Throws what the last of 20 walks met if something went away in each.
 * A file that goes away between its listing and its reading has most often been given another name, which may have been looked at already: all is looked
 * at once more, so that nothing is missed in between.
 * @param find gets the path and, of a file, the bytes
 */
export async function searchFiles<T>(
  folder: string,
  find: (path: string, bytes: Buffer | undefined) => readonly T[],
): Promise<T[]> {
  for (let walk = 1; ; walk++) {
    try {
      return await searchOnce(folder, find);
    } catch (error) {
      if (walk === mostWalks || !wentAway(error)) throw error;
    }
  }
}

async function searchOnce<T>(
  folder: string,
  find: (path: string, bytes: Buffer | undefined) => readonly T[],
): Promise<T[]> {
  const found: T[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    found.push(...find(path, entry.isFile() ? await readFile(path) : undefined));
  }
  return found;
}

const wentAway = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
