import type { Entry } from 'yauzl';

import { throwIfCancelled, VaultError } from '../../../base/errors.ts';
import { isLeftBehind } from '../../disk/exclusions.ts';
import { headLength } from '../../disk/found-type.ts';
import { statedMemberPath } from '../../disk/zip/member-names.ts';
import { openZip } from '../../disk/zip/open-zip.ts';
import { containerType } from '../../disk/zip/zip-container.ts';
import type { OpenFile } from '../../disk/disk.ts';
import { fileTree, lastPart, type FileTree, type TreeFile } from '../file-tree.ts';
import { firstBytes, readWhole } from '../read-whole.ts';
import type { SharedFile } from '../shared-file.ts';
import { memberModified, type PackedMember } from './archive-member.ts';
import { checkEntry, checkOverlaps, isBomb, MemberNames, unsafe } from './check-members.ts';
import { checkLocalHeader } from './local-header.ts';
import { readMember } from './read-member.ts';
import type { TreeLimits } from './tree-limits.ts';

/** An archive that somebody packed, or a document that is a zip only by its packaging. */
export type ZipTree =
  | { readonly is: 'archive'; readonly tree: FileTree }
  | { readonly is: 'document'; readonly mediaType: string };

interface NamedEntry {
  readonly entry: Entry;
  readonly path: string;
  readonly pathBytes?: string;
}

/** So many headers of members are read together. */
const headersTogether = 64;

/**
 * Lists a zip archive and refuses it as a whole where anything in it is not as it must be; see `FileTree`. Nothing is unpacked.
 * Archives inside it stay what they are: files.
 *
 * @param claimed the type that its name claims: some documents cannot be told apart otherwise
 */
export async function readZipTree(
  archive: SharedFile,
  claimed: string | undefined,
  limits: TreeLimits,
  signal: AbortSignal,
): Promise<ZipTree> {
  return archive.use(async (file) => {
    const entries = await listEntries(file, archive.size, limits, signal);
    const names = new Set(entries.map(({ path }) => path));
    const mediaType = containerType(names, await mimetypeOf(archive, file, entries), claimed);
    if (mediaType !== undefined) return { is: 'document', mediaType };
    checkAll(entries, archive.size, limits);
    const starts = await checkHeaders(file, entries, signal);
    const files = entries.flatMap(({ entry, path, pathBytes }, index): TreeFile[] => {
      if (path.endsWith('/') || isOfTheSystem(path)) return [];
      const modified = memberModified(entry);
      return [
        memberFile(archive, packedMember(entry, starts[index] ?? 0), {
          key: path,
          path,
          name: lastPart(path),
          ...(pathBytes === undefined ? {} : { pathBytes }),
          ...(modified === undefined ? {} : { modified }),
        }),
      ];
    });
    return { is: 'archive', tree: fileTree(files) };
  });
}

/** What a system leaves for itself, as in a folder; macOS packs its own notes on each file beside it. The archive, kept whole, has it all. */
function isOfTheSystem(path: string): boolean {
  return isLeftBehind(lastPart(path)) || /(?:^|\/)__MACOSX\//.test(path);
}

async function listEntries(
  file: OpenFile,
  size: number,
  limits: TreeLimits,
  signal: AbortSignal,
): Promise<NamedEntry[]> {
  const opened = await openZip(file, size);
  if (opened === undefined) throw new VaultError('format.malformed', { problem: 'directory' });
  try {
    if (opened.zip.entryCount > limits.entries)
      throw new VaultError('input.too-large', { what: 'entries', limit: limits.entries });
    const entries: NamedEntry[] = [];
    let namesLength = 0;
    for await (const entry of opened.zip.eachEntry()) {
      throwIfCancelled(signal);
      namesLength += entry.fileNameLength;
      if (namesLength > limits.namesLength)
        throw new VaultError('input.too-large', { what: 'names', limit: limits.namesLength });
      entries.push({ entry, ...statedMemberPath(entry, limits.nameLength) });
    }
    return entries;
  } catch (thrown) {
    opened.throwDiskError();
    // What is left are yauzl's own refusals of a directory that is broken from here on.
    throw thrown instanceof VaultError
      ? thrown
      : new VaultError('format.malformed', { problem: 'directory' }, thrown);
  } finally {
    opened.zip.close();
  }
}

/** Contents of a member `mimetype`, by which OpenDocument and EPUB say what they are. */
async function mimetypeOf(
  archive: SharedFile,
  file: OpenFile,
  entries: readonly NamedEntry[],
): Promise<string | undefined> {
  const entry = entries.find(({ path }) => path === 'mimetype')?.entry;
  if (entry === undefined || entry.uncompressedSize > 200 || (entry.generalPurposeBitFlag & 1) !== 0)
    return undefined;
  const member = packedMember(entry, await checkLocalHeader(file, entry));
  return Buffer.from(await readWhole(readMember(archive, member), member.size, 200))
    .toString('latin1')
    .trim();
}

function checkAll(entries: readonly NamedEntry[], size: number, limits: TreeLimits): void {
  const names = new MemberNames();
  let unpacked = 0;
  for (const { entry, path } of entries) {
    checkEntry(entry, path, limits);
    names.add(path);
    unpacked += entry.uncompressedSize;
    if (path.endsWith('/') && entry.uncompressedSize > 0) throw unsafe('folder-with-bytes');
  }
  if (unpacked > limits.unpacked) throw unsafe('extreme-size');
  if (isBomb(unpacked, size, limits)) throw unsafe('extreme-ratio');
}

async function checkHeaders(
  file: OpenFile,
  entries: readonly NamedEntry[],
  signal: AbortSignal,
): Promise<number[]> {
  const starts: number[] = [];
  for (let at = 0; at < entries.length; at += headersTogether) {
    throwIfCancelled(signal);
    const together = entries.slice(at, at + headersTogether);
    starts.push(...(await Promise.all(together.map(({ entry }) => checkLocalHeader(file, entry)))));
  }
  checkOverlaps(
    entries.map(({ entry }, index) => ({
      from: entry.relativeOffsetOfLocalHeader,
      to: (starts[index] ?? 0) + entry.compressedSize,
    })),
  );
  return starts;
}

function packedMember(entry: Entry, start: number): PackedMember {
  return {
    method: entry.compressionMethod,
    start,
    packedSize: entry.compressedSize,
    size: entry.uncompressedSize,
    crc32: entry.crc32 >>> 0,
  };
}

function memberFile(
  archive: SharedFile,
  member: PackedMember,
  named: Pick<TreeFile, 'key' | 'path' | 'pathBytes' | 'name' | 'modified'>,
): TreeFile {
  const open = (): AsyncIterable<Uint8Array> => readMember(archive, member);
  return {
    ...named,
    size: member.size,
    open,
    read: (limit) => readWhole(open(), member.size, limit),
    head: () => firstBytes(open(), headLength),
    content: () => ({ stream: open, expectedSize: member.size }),
  };
}
