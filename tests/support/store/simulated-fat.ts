import { readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

import { waitingFiles, type RawFile, type RawFiles } from '../../../src/store/durable/raw-files.ts';

/** What FAT32 and exFAT (as far as it matters here) do otherwise than this disk. */
interface FatRules {
  /** A file may not reach this length. */
  readonly limit: number;
  /** Whole numbers of this many milliseconds are all that times can be. */
  readonly tick: number;
}

export const fat32: FatRules = { limit: 4_294_967_295, tick: 2000 };
export const exfat: FatRules = { limit: Number.MAX_SAFE_INTEGER, tick: 10 };

/**
 * A stick with the rules of such a file system, in the folder `root`: names are found whatever their case and keep the case in which they were made, a
 * rename replaces nothing, some characters are refused, times are coarse, and folders cannot be synced (as with several drivers in user space).
 */
export function simulatedFat(root: string, rules: FatRules): RawFiles {
  const here = (path: string): string => findCase(root, path);
  return {
    open: async (path, flags) => {
      if (flags === 'wx+') refuseName(path);
      const found = here(path);
      const status = flags === 'r' ? await waitingFiles.status(found) : undefined;
      return limited(await waitingFiles.open(found, flags), rules, status?.type === 'folder');
    },
    rename: async (from, to) => {
      refuseName(to);
      if (await isThere(here(to))) throw systemError('EEXIST', 'rename');
      await waitingFiles.rename(here(from), here(to));
    },
    unlink: (path) => waitingFiles.unlink(here(path)),
    makeFolder: async (path) => {
      refuseName(path);
      await waitingFiles.makeFolder(here(path));
    },
    removeFolder: (path) => waitingFiles.removeFolder(here(path)),
    status: async (path) => {
      const status = await waitingFiles.status(here(path));
      return { ...status, modified: status.modified - (status.modified % rules.tick) };
    },
    list: (path) => waitingFiles.list(here(path)),
  };
}

function limited(file: RawFile, { limit }: FatRules, isFolder: boolean): RawFile {
  return {
    status: () => file.status(),
    read: (into, offset, length, position) => file.read(into, offset, length, position),
    write: (bytes, offset, length, position) =>
      position + length > limit
        ? Promise.reject(systemError('EFBIG', 'write'))
        : file.write(bytes, offset, length, position),
    truncate: (length) => file.truncate(length),
    sync: () => (isFolder ? Promise.reject(systemError('EINVAL', 'fsync')) : file.sync()),
    close: () => file.close(),
  };
}

/** The path as the names below `root` are really written. */
function findCase(root: string, path: string): string {
  let found = root;
  const way = relative(root, path);
  if (way === '' || way.startsWith('..')) return path;
  for (const step of way.split(sep)) {
    const like = namesIn(found).find((name) => name.toLowerCase() === step.toLowerCase());
    found = join(found, like ?? step);
  }
  return found;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function refuseName(path: string): void {
  const name = path.slice(dirname(path).length + 1);
  // eslint-disable-next-line no-control-regex -- those are among what such file systems refuse
  if (name.length > 255 || /["*:<>?|\\\u0000-\u001f]|[. ]$/.test(name)) throw systemError('EINVAL', 'open');
}

async function isThere(path: string): Promise<boolean> {
  try {
    await waitingFiles.status(path);
    return true;
  } catch {
    return false;
  }
}

function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: simulated`), { code, syscall });
}
