import { VaultError } from '../../base/errors.ts';
import { ForwardReader } from './forward-reader.ts';
import { readExactly, ReadAhead, type RandomAccess } from './random-access.ts';
import { safe64, readDirectoryPlace, viewOf } from './zip-end.ts';
import {
  madeBy,
  max32,
  ordinaryFile,
  signatures,
  sizes,
  tag64,
  version64,
  versionPlain,
  type ZipMember,
} from './zip-format.ts';
import { encodeLocalHeader, localHeaderLength, type Directory } from './zip-headers.ts';
import { findNameProblem, findNameSetProblem } from './zip-names.ts';
import { zipUnsafe } from './zip-rules.ts';

/** A zip that was found safe: stored, ordinary files with plain names, one after the other, and nothing else. */
export interface ZipArchive {
  /** In the order in which they lie in the file. */
  readonly members: readonly ZipMember[];
  /** A member's bytes, in pieces of up to 1 MiB. Each is gone once the next is asked for: stream one member at a time. */
  stream(member: ZipMember): AsyncIterable<Uint8Array>;
  /** The SHA-256 of members, taken on another thread in this order; undefined where there is none. */
  digest(members: readonly ZipMember[]): readonly Promise<Uint8Array>[] | undefined;
  /** A member's bytes at once. Throws `format.malformed` if there are more than `limit`. */
  read(member: ZipMember, limit: number): Promise<Uint8Array>;
}

/**
 * Opens a zip of the one shape that bundles have. Every byte of the file must be accounted for: each header field has the one
 * value that it may have, members follow each other without a gap, and local and central headers agree. No content is read.
 *
 * Throws `format.zip-unsafe` with `rule` (see zip-rules.ts).
 */
export async function openZip(file: RandomAccess): Promise<ZipArchive> {
  const place = await readDirectoryPlace(file);
  const entries = readDirectory(await readExactly(file, place.offset, place.size), place.entries);
  const problem = findNameSetProblem(entries.map(({ name }) => name));
  if (problem !== undefined) throw zipUnsafe(problem);
  const ahead = new ReadAhead(file);
  await checkOrder(ahead, entries, place);
  await checkLocalHeaders(ahead, entries);
  const forward = new ForwardReader(file);
  return {
    members: entries,
    stream: (member) => forward.pieces(dataOffset(member), dataOffset(member) + member.size),
    digest: (members) =>
      file.digest?.(members.map((member) => ({ offset: dataOffset(member), length: member.size }))),
    async read(member, limit) {
      if (member.size > limit) throw new VaultError('format.malformed', { what: 'too-large' });
      return readExactly(file, dataOffset(member), member.size);
    },
  };
}

interface CentralEntry extends ZipMember {
  readonly time: number;
  readonly date: number;
}

function readDirectory(bytes: Uint8Array, count: number): CentralEntry[] {
  const entries: CentralEntry[] = [];
  let at = 0;
  for (let number = 0; number < count; number += 1) {
    const [entry, length] = readCentralHeader(bytes.subarray(at), number);
    entries.push(entry);
    at += length;
  }
  if (at !== bytes.length) throw zipUnsafe('directory-malformed');
  return entries;
}

function readCentralHeader(bytes: Uint8Array, number: number): [CentralEntry, number] {
  if (bytes.length < sizes.central) throw zipUnsafe('directory-malformed', number);
  const view = viewOf(bytes);
  const u16 = (at: number) => view.getUint16(at, true);
  const u32 = (at: number) => view.getUint32(at, true);
  if (u32(0) !== signatures.central) throw zipUnsafe('directory-malformed', number);
  checkFlags(u16(8), number);
  if (u16(10) !== 0) throw zipUnsafe('compressed', number);
  const nameLength = u16(28);
  const extraLength = u16(30);
  const length = sizes.central + nameLength + extraLength;
  if (length > bytes.length) throw zipUnsafe('directory-malformed', number);
  if (u16(32) !== 0) throw zipUnsafe('comment', number);
  if (u16(34) !== 0) throw zipUnsafe('several-disks', number);
  const name = latin(bytes.subarray(sizes.central, sizes.central + nameLength));
  const nameProblem = findNameProblem(name);
  if (nameProblem !== undefined) throw zipUnsafe(nameProblem, number);
  checkMode(u32(38), number);
  if (u16(4) !== madeBy || u16(36) !== 0) throw zipUnsafe('unexpected-field', number);
  const extra = bytes.subarray(sizes.central + nameLength, length);
  const { size, offset } = readNumbers({ stored: u32(20), full: u32(24), offset: u32(42) }, extra, number);
  if (u16(6) !== (extra.length === 0 ? versionPlain : version64)) throw zipUnsafe('unexpected-field', number);
  return [{ name, size, crc32: u32(16), offset, time: u16(12), date: u16(14) }, length];
}

function checkFlags(flags: number, number: number): void {
  // Bit 0: encrypted; 6 and 13: strong encryption and masked headers; 3: sizes come after the data (section 4.4.4).
  if ((flags & 0x2041) !== 0) throw zipUnsafe('encrypted', number);
  if ((flags & 0x0008) !== 0) throw zipUnsafe('data-descriptor', number);
  if (flags !== 0) throw zipUnsafe('unexpected-field', number);
}

function checkMode(attributes: number, number: number): void {
  if (attributes === ordinaryFile) return;
  const type = (attributes >>> 16) & 0o170_000;
  if (type === 0o120_000) throw zipUnsafe('symlink', number);
  if (type === 0o040_000 || (attributes & 0x10) !== 0) throw zipUnsafe('directory-entry', number);
  throw zipUnsafe(type === 0o100_000 ? 'unexpected-field' : 'special-file', number);
}

/** The sizes and the offset, through the ZIP64 extra field exactly where a plain field is full (section 4.5.3). */
function readNumbers(
  plain: { readonly stored: number; readonly full: number; readonly offset: number },
  extra: Uint8Array,
  number: number,
): { size: number; offset: number } {
  if (plain.stored !== plain.full) throw zipUnsafe('compressed', number);
  const large = plain.full === max32;
  const far = plain.offset === max32;
  const expected = (large ? 16 : 0) + (far ? 8 : 0);
  if (expected === 0) {
    if (extra.length !== 0) throw zipUnsafe('extra-field', number);
    return { size: plain.full, offset: plain.offset };
  }
  if (extra.length !== expected + 4) throw zipUnsafe('zip64-inconsistent', number);
  const view = viewOf(extra);
  if (view.getUint16(0, true) !== tag64) throw zipUnsafe('extra-field', number);
  if (view.getUint16(2, true) !== expected) throw zipUnsafe('zip64-inconsistent', number);
  const size = large ? safe64(view, 4) : plain.full;
  if (large && safe64(view, 12) !== size) throw zipUnsafe('compressed', number);
  const offset = far ? safe64(view, large ? 20 : 4) : plain.offset;
  if ((large && size < max32) || (far && offset < max32)) throw zipUnsafe('zip64-inconsistent', number);
  return { size, offset };
}

/**
 * Each byte before the directory belongs to exactly one member, in the directory's own order. Where it does not, the members up to
 * there are looked at first: two headers of different lengths are the better explanation of a gap.
 */
async function checkOrder(
  file: RandomAccess,
  entries: readonly CentralEntry[],
  place: Directory,
): Promise<void> {
  let expected = 0;
  for (const [number, entry] of entries.entries()) {
    if (entry.offset !== expected) await checkLocalHeaders(file, entries.slice(0, number));
    if (entry.offset < expected) throw zipUnsafe('overlap', number);
    if (entry.offset > expected)
      throw zipUnsafe(number === 0 && !(await startsLocal(file)) ? 'prefix' : 'gap', number);
    expected += localHeaderLength(entry.name, entry.size) + entry.size;
  }
  if (expected > place.offset) throw zipUnsafe('overlap');
  if (expected < place.offset) {
    await checkLocalHeaders(file, entries);
    throw zipUnsafe('gap');
  }
}

async function startsLocal(file: RandomAccess): Promise<boolean> {
  return viewOf(await readExactly(file, 0, 4)).getUint32(0, true) === signatures.local;
}

/** The local header must be the very one that goes with the central one, so no two programs can see two different files. */
async function checkLocalHeaders(file: RandomAccess, entries: readonly CentralEntry[]): Promise<void> {
  for (const [number, entry] of entries.entries()) {
    const expected = encodeLocalHeader(entry, entry);
    const found = await readExactly(file, entry.offset, expected.length);
    if (expected.every((byte, at) => byte === found[at])) continue;
    checkFlags(viewOf(found).getUint16(6, true), number);
    throw zipUnsafe('headers-disagree', number);
  }
}

function dataOffset(member: ZipMember): number {
  return member.offset + localHeaderLength(member.name, member.size);
}

function latin(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
