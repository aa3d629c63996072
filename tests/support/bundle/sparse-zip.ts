import { concatBytes } from '../../../src/base/bytes.ts';
import type { RandomAccess } from '../../../src/bundle/zip/random-access.ts';
import { dosTime } from '../../../src/bundle/zip/zip-format.ts';
import { encodeLocalHeader } from '../../../src/bundle/zip/zip-headers.ts';
import { encodeDirectory, type ZipLayout } from '../../../src/bundle/zip/zip-layout.ts';

export const when = dosTime(new Date('2026-11-21T09:30:00.000Z'));

/**
 * A zip whose contents are zeros that nobody stored: only headers and directory take memory.
 * @param change is handed each local header, and last the directory with the end records, to be changed in place
 */
export function sparse(
  layout: ZipLayout,
  change: (piece: Uint8Array, number: number) => void = () => undefined,
): RandomAccess {
  const pieces = layout.members.map((member) => ({
    at: member.offset,
    bytes: encodeLocalHeader(member, when),
  }));
  pieces.push({ at: layout.directoryOffset, bytes: concatBytes(...encodeDirectory(layout, when)) });
  for (const [number, { bytes }] of pieces.entries()) change(bytes, number);
  return {
    size: layout.size,
    read(offset, length) {
      const result = new Uint8Array(Math.min(length, layout.size - offset));
      for (const { at, bytes } of pieces) {
        const from = Math.max(at, offset);
        const to = Math.min(at + bytes.length, offset + length);
        if (from < to) result.set(bytes.subarray(from - at, to - at), from - offset);
      }
      return Promise.resolve(result);
    },
  };
}
