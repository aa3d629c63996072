import { maxEntries, type DosTime, type ZipMember } from './zip-format.ts';
import { encodeCentralHeader, encodeEnd, localHeaderLength } from './zip-headers.ts';
import { findNameProblem, findNameSetProblem } from './zip-names.ts';
import { zipUnsafe } from './zip-rules.ts';

/** A whole zip as planned: where each member begins and how long everything will be. */
export interface ZipLayout<Member extends ZipMember = ZipMember> {
  readonly members: readonly Member[];
  readonly directoryOffset: number;
  /** Length of the whole zip in bytes. */
  readonly size: number;
}

/**
 * Places stored members one after the other. All sizes are known before the first byte is written, so the zip needs no data
 * descriptors and its length can be told beforehand.
 *
 * Throws `format.zip-unsafe` for names or numbers of files that our own reader would refuse.
 */
export function layOutZip<Member extends Omit<ZipMember, 'offset'>>(
  members: readonly Member[],
): ZipLayout<Member & ZipMember> {
  const names = members.map(({ name }) => name);
  if (members.length > maxEntries) throw zipUnsafe('too-many-entries');
  for (const [number, name] of names.entries()) {
    const rule = findNameProblem(name);
    if (rule !== undefined) throw zipUnsafe(rule, number);
  }
  const rule = findNameSetProblem(names);
  if (rule !== undefined) throw zipUnsafe(rule);
  let offset = 0;
  const placed = members.map((member) => {
    const at = offset;
    offset += localHeaderLength(member.name, member.size) + member.size;
    return { ...member, offset: at };
  });
  // As many names as there may be, each as long as it may be, stay below the most that a directory may have.
  const directory = directoryLength(placed);
  const end = encodeEnd({ entries: placed.length, size: directory, offset }).length;
  return { members: placed, directoryOffset: offset, size: offset + directory + end };
}

function directoryLength(members: readonly ZipMember[]): number {
  let length = 0;
  for (const member of members) length += encodeCentralHeader(member, { time: 0, date: 0 }).length;
  return length;
}

/** The central directory and what ends the zip, in pieces of bounded size. */
export function* encodeDirectory(layout: ZipLayout, when: DosTime): Generator<Uint8Array> {
  let size = 0;
  for (const member of layout.members) {
    const header = encodeCentralHeader(member, when);
    size += header.length;
    yield header;
  }
  yield encodeEnd({ entries: layout.members.length, size, offset: layout.directoryOffset });
}
