import { basename, resolve } from 'node:path';

import { VaultError } from '../../base/errors.ts';
import { claimedType } from '../disk/claimed-types.ts';
import { placeOfFolderRoot, placeOfRealPath, textOfName, type DiskPlace } from '../disk/disk-place.ts';
import { nodeDisk, type Disk } from '../disk/disk.ts';
import { findExclusions } from '../disk/exclusions.ts';
import { contentOf, orFailure, readThrough } from '../disk/file-content.ts';
import { statedNanoseconds } from '../disk/file-record.ts';
import { typeOfHead } from '../disk/found-type.ts';
import { isInsideExcluded } from '../disk/inside-excluded.ts';
import type { Look } from '../disk/look.ts';
import { treeLimits, type TreeLimits } from './archive/tree-limits.ts';
import { readZipTree } from './archive/zip-tree.ts';
import type { FileTree } from './file-tree.ts';
import { readFolderTree } from './folder-tree.ts';
import type { Given } from './given.ts';
import { readWhole } from './read-whole.ts';
import { SharedFile } from './shared-file.ts';

export interface OpenGivenOptions {
  readonly signal: AbortSignal;
  readonly disk?: Disk;
  /** Folders that are never taken in: the vault's own above all. */
  readonly exclude?: readonly string[];
  readonly limits?: TreeLimits;
}

/** As many first bytes as formats look at. */
const headLength = 65_536;

/**
 * Looks at a file or folder that somebody handed over. Nothing stays open. Throws `input.path-missing`, `input.path-unreadable`,
 * `input.not-a-file` (for what is neither, and for the vault's own folder), `input.too-large`, `format.encrypted`,
 * `format.zip-unsafe`, `format.malformed`, `internal.cancelled`.
 */
export async function openGiven(path: string, options: OpenGivenOptions): Promise<Given> {
  const { disk = nodeDisk, exclude = [], limits = treeLimits, signal } = options;
  const exclusions = await orFailure(findExclusions(disk, { folders: exclude, unfinished: false }));
  const real = await orFailure(disk.realPath(path));
  const place = placeOfRealPath(real);
  const look = await orFailure(disk.look(place));
  if (await isInsideExcluded(disk, place, exclusions))
    throw new VaultError('input.not-a-file', { reason: 'own-vault' });
  const shared = {
    path: textOfName(real).text,
    name: basename(resolve(path)),
    modified: statedNanoseconds(look.mtimeNs),
  };
  if (look.kind === 'folder') {
    const tree = await readFolderTree(disk, placeOfFolderRoot(real), exclusions, limits, signal);
    return { ...shared, ...folderParts(), kind: 'folder', size: 0, tree };
  }
  if (look.kind !== 'file') throw new VaultError('input.not-a-file', { reason: look.kind });
  return { ...shared, ...(await fileParts(disk, place, look, limits, signal)), kind: 'file' };
}

function folderParts(): Pick<Given, 'head' | 'mediaType' | 'open' | 'read' | 'content'> {
  const none = (): never => {
    throw new VaultError('input.not-a-file', { reason: 'folder' });
  };
  return {
    head: new Uint8Array(0),
    mediaType: undefined,
    open: none,
    read: async () => none(),
    content: none,
  };
}

async function fileParts(
  disk: Disk,
  place: DiskPlace,
  look: Look,
  limits: TreeLimits,
  signal: AbortSignal,
): Promise<Pick<Given, 'size' | 'head' | 'mediaType' | 'tree' | 'open' | 'read' | 'content'>> {
  const file = new SharedFile(disk, place, look);
  const head = await file.use(async (open) => {
    const bytes = new Uint8Array(Math.min(headLength, look.size));
    return bytes.subarray(0, await orFailure(open.read(bytes, 0)));
  });
  const open = (): AsyncIterable<Uint8Array> => readThrough(disk, place, look);
  return {
    size: look.size,
    head,
    ...(await natureOf(file, head, claimedType(textOfName(place.name).text), limits, signal)),
    open,
    read: (limit) => readWhole(open(), look.size, limit),
    content: () => contentOf(disk, place, look),
  };
}

async function natureOf(
  file: SharedFile,
  head: Uint8Array,
  claimed: string | undefined,
  limits: TreeLimits,
  signal: AbortSignal,
): Promise<{ mediaType: string | undefined; tree: FileTree | undefined }> {
  const mediaType = await typeOfHead(head);
  if (mediaType !== 'application/zip') return { mediaType, tree: undefined };
  const zip = await readZipTree(file, claimed, limits, signal);
  return zip.is === 'document'
    ? { mediaType: zip.mediaType, tree: undefined }
    : { mediaType, tree: zip.tree };
}
