import { concatBytes } from '../../base/bytes.ts';

/** One file of a zip, as it lies there. */
export interface PackageMember {
  readonly name: Uint8Array;
  readonly isUtf8: boolean;
  /** 0: as it is; 8: deflated. */
  readonly method: 0 | 8;
  readonly crc32: number;
  /** Length once unpacked. */
  readonly size: number;
  readonly packed: Uint8Array;
}

/** A zip without times, comments or anything else that says where it was made (APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16). */
export function encodePackage(members: readonly PackageMember[]): Uint8Array {
  const files: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const member of members) {
    const header = concatBytes(little([[4, 0x04034b50]]), commonOf(member), member.name);
    files.push(header, member.packed);
    directory.push(
      little([
        [4, 0x02014b50],
        [2, 20],
      ]),
      commonOf(member),
      little([
        // Comment, disk, attributes, where the file begins.
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        [4, offset],
      ]),
      member.name,
    );
    offset += header.length + member.packed.length;
  }
  const length = directory.reduce((sum, piece) => sum + piece.length, 0);
  return concatBytes(
    ...files,
    ...directory,
    little([
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, members.length],
      [2, members.length],
      [4, length],
      [4, offset],
      [2, 0],
    ]),
  );
}

/** The first of January 1980, midnight: the earliest that a zip can say. */
const noDate = 0x21;

/** What the header of a file and its line in the directory have in common, from the version that is needed on. */
function commonOf({ name, isUtf8, method, crc32, size, packed }: PackageMember): Uint8Array {
  return little([
    [2, 20],
    [2, isUtf8 ? 0x800 : 0],
    [2, method],
    [2, 0],
    [2, noDate],
    [4, crc32],
    [4, packed.length],
    [4, size],
    [2, name.length],
    [2, 0],
  ]);
}

function little(numbers: readonly (readonly [bytes: 2 | 4, value: number])[]): Uint8Array {
  const bytes = new Uint8Array(numbers.reduce((sum, [length]) => sum + length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [length, value] of numbers) {
    if (length === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value >>> 0, true);
    at += length;
  }
  return bytes;
}
