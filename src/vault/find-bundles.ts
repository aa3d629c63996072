import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { VaultError } from '../base/errors.ts';

/** A bundle to look at: its absolute path, and what to call it. */
export interface FoundBundle {
  readonly path: string;
  readonly name: string;
}

export interface FoundBundles {
  readonly bundles: readonly FoundBundle[];
  /** True if one of the places is a folder, or there are more than one, so that there may be any number. */
  readonly several: boolean;
}

/**
 * The bundles that are meant by files and folders: of a folder all files below it that end with `.zip` or `.age`, by name; links are not
 * followed. A file is taken as it is, whether it is there or not.
 *
 * @param place makes what was typed an absolute path
 * Throws `input.nothing-chosen` for a folder without any, `input.path-unreadable`.
 */
export async function findBundles(
  typed: readonly string[],
  place: (typed: string) => string,
): Promise<FoundBundles> {
  const bundles: FoundBundle[] = [];
  let several = typed.length > 1;
  for (const name of typed) {
    const path = place(name);
    if (!(await isFolder(path))) {
      bundles.push({ path, name });
      continue;
    }
    several = true;
    const found = await bundlesBelow(path);
    if (found.length === 0)
      throw new VaultError('input.nothing-chosen', { problem: 'no bundle in that folder' });
    for (const below of found) bundles.push({ path: below, name: join(name, relative(path, below)) });
  }
  return { bundles, several };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // Whoever reads it says what is wrong with it.
    return false;
  }
}

async function bundlesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && /\.(?:zip|age)$/iu.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (cause) {
    throw new VaultError('input.path-unreadable', {}, cause);
  }
}
