import { equalBytes } from '../../base/bytes.ts';
import { max16, maxDirectorySize, maxEntries, signatures, sizes } from './zip-format.ts';
import { encodeEnd, type Directory } from './zip-headers.ts';
import { readExactly, type RandomAccess } from './random-access.ts';
import { zipUnsafe } from './zip-rules.ts';

/** How far from its end a zip's end record may lie, if it has the longest comment. */
const farthestEnd = sizes.end + max16;

/**
 * Finds the central directory through the end record, which must be the file's very last bytes (APPNOTE sections 4.3.14 to
 * 4.3.16). Throws `format.zip-unsafe`.
 */
export async function readDirectoryPlace(file: RandomAccess): Promise<Directory> {
  if (file.size < sizes.end) throw zipUnsafe((await beginsLikeZip(file)) ? 'truncated' : 'not-a-zip');
  const endAt = file.size - sizes.end;
  const end = viewOf(await readExactly(file, endAt, sizes.end));
  if (end.getUint32(0, true) !== signatures.end) throw await explainMissingEnd(file);
  if (end.getUint16(20, true) !== 0) throw zipUnsafe('truncated');
  if (end.getUint16(4, true) !== 0 || end.getUint16(6, true) !== 0) throw zipUnsafe('several-disks');
  const plain = plainDirectory(end);
  const locatorAt = endAt - sizes.locator64;
  const has64 = locatorAt >= 0 && (await signatureAt(file, locatorAt)) === signatures.locator64;
  const directory = has64 ? await readEnd64(file, locatorAt) : plain;
  const directoryEnd = has64 ? locatorAt - sizes.end64 : endAt;
  await checkEndBytes(file, directoryEnd, directory);
  if (directory.entries > maxEntries) throw zipUnsafe('too-many-entries');
  if (directory.size > maxDirectorySize) throw zipUnsafe('directory-too-large');
  const stated = directory.offset + directory.size;
  if (stated > directoryEnd) throw zipUnsafe('truncated');
  if (stated < directoryEnd) throw zipUnsafe((await beginsLikeZip(file)) ? 'gap' : 'prefix');
  return directory;
}

/**
 * What is left has one value: the end records are the very ones that go with the directory, those of ZIP64 there exactly if a number
 * needs them, and plain numbers full exactly where they do not fit.
 */
async function checkEndBytes(file: RandomAccess, at: number, directory: Directory): Promise<void> {
  const found = await readExactly(file, at, file.size - at);
  if (!equalBytes(found, encodeEnd(directory))) throw zipUnsafe('zip64-inconsistent');
}

function plainDirectory(end: DataView): Directory {
  const entries = end.getUint16(10, true);
  if (end.getUint16(8, true) !== entries) throw zipUnsafe('several-disks');
  return { entries, size: end.getUint32(12, true), offset: end.getUint32(16, true) };
}

async function readEnd64(file: RandomAccess, locatorAt: number): Promise<Directory> {
  const at = locatorAt - sizes.end64;
  if (at < 0) throw zipUnsafe('zip64-inconsistent');
  const locator = viewOf(await readExactly(file, locatorAt, sizes.locator64));
  const end = viewOf(await readExactly(file, at, sizes.end64));
  if (locator.getUint32(4, true) !== 0 || locator.getUint32(16, true) !== 1) throw zipUnsafe('several-disks');
  if (end.getUint32(16, true) !== 0 || end.getUint32(20, true) !== 0) throw zipUnsafe('several-disks');
  if (end.getBigUint64(24, true) !== end.getBigUint64(32, true)) throw zipUnsafe('several-disks');
  return { entries: safe64(end, 32), size: safe64(end, 40), offset: safe64(end, 48) };
}

/** A 64-bit number; one beyond 2^53 - 1 cannot be the size of anything here. */
export function safe64(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw zipUnsafe('zip64-inconsistent');
  return Number(value);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function signatureAt(file: RandomAccess, at: number): Promise<number> {
  return viewOf(await readExactly(file, at, 4)).getUint32(0, true);
}

async function beginsLikeZip(file: RandomAccess): Promise<boolean> {
  return file.size >= 4 && (await signatureAt(file, 0)) === signatures.local;
}

/** Why the file does not end with an end record: cut off, something appended, a comment, or no zip at all. */
async function explainMissingEnd(file: RandomAccess) {
  const length = Math.min(file.size, farthestEnd);
  const start = file.size - length;
  const view = viewOf(await readExactly(file, start, length));
  for (let at = length - sizes.end; at >= 0; at -= 1) {
    if (view.getUint32(at, true) !== signatures.end) continue;
    // A zip among the evidence has end records too, but its numbers do not lead to where it stands in this file.
    if (view.getUint32(at + 12, true) + view.getUint32(at + 16, true) !== start + at) continue;
    const commentEnd = at + sizes.end + view.getUint16(at + 20, true);
    return zipUnsafe(commentEnd === length ? 'comment' : 'trailing-data');
  }
  return zipUnsafe((await beginsLikeZip(file)) ? 'truncated' : 'not-a-zip');
}
