import { VaultError } from '../../base/errors.ts';
import { keyOfFolder, pathOfPlace, statedPath, textOfName, type DiskPlace } from '../disk/disk-place.ts';
import type { Disk } from '../disk/disk.ts';
import type { Exclusions } from '../disk/exclusions.ts';
import { contentOf, readThrough } from '../disk/file-content.ts';
import { statedNanoseconds } from '../disk/file-record.ts';
import { headLength } from '../disk/found-type.ts';
import type { Look } from '../disk/look.ts';
import { walkFolder } from '../disk/walk.ts';
import type { TreeLimits } from './archive/tree-limits.ts';
import { fileTree, type FileTree, type RefusedEntry, type TreeFile, type TreeName } from './file-tree.ts';
import { firstBytes, readWhole } from './read-whole.ts';

/**
 * Lists everything below a folder; links are told and not followed, and what systems leave for themselves is left out.
 * Throws `input.too-large` for more files than the limit, `internal.cancelled`.
 *
 * @param root as `placeOfFolderRoot` makes it, so that paths begin at the folder
 */
export async function readFolderTree(
  disk: Disk,
  root: DiskPlace,
  exclusions: Exclusions,
  limits: TreeLimits,
  signal: AbortSignal,
): Promise<FileTree> {
  const files: TreeFile[] = [];
  const refused: RefusedEntry[] = [];
  for await (const found of walkFolder(disk, root, exclusions, signal)) {
    if (files.length + refused.length >= limits.entries)
      throw new VaultError('input.too-large', { what: 'entries', limit: limits.entries });
    if (found.is === 'file') files.push(diskFile(disk, found.place, found.look));
    if (found.is === 'refused')
      refused.push({ ...treeName(found.place), key: found.key, code: found.code, details: found.details });
    if (found.is === 'unlisted' && found.problem !== undefined)
      refused.push({
        ...treeName(found.place),
        key: found.key || keyOfFolder(found.place),
        ...found.problem,
      });
  }
  return fileTree(files, refused);
}

function diskFile(disk: Disk, place: DiskPlace, look: Look): TreeFile {
  const open = (): AsyncIterable<Uint8Array> => readThrough(disk, place, look);
  return {
    ...treeName(place),
    size: look.size,
    modified: statedNanoseconds(look.mtimeNs),
    open,
    read: (limit) => readWhole(open(), look.size, limit),
    head: () => firstBytes(open(), headLength),
    content: () => contentOf(disk, place, look),
  };
}

function treeName(place: DiskPlace): TreeName {
  const { path, pathBytes } = statedPath(pathOfPlace(place));
  return {
    key: place.key,
    path: process.platform === 'win32' ? path.replaceAll('\\', '/') : path,
    ...(pathBytes === undefined ? {} : { pathBytes }),
    name: textOfName(place.name).text,
  };
}
