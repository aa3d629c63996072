import { describe, expect, it } from 'vitest';

import { concatBytes } from '../../../src/base/bytes.ts';
import { memoryAccess, type RandomAccess } from '../../../src/bundle/zip/random-access.ts';
import { dosTime } from '../../../src/bundle/zip/zip-format.ts';
import { encodeLocalHeader } from '../../../src/bundle/zip/zip-headers.ts';
import { encodeDirectory, layOutZip, type ZipLayout } from '../../../src/bundle/zip/zip-layout.ts';
import { openZip } from '../../../src/bundle/zip/zip-reader.ts';

const when = dosTime(new Date('2026-11-21T09:30:00.000Z'));
const GiB = 2 ** 30;

/** A zip whose contents are zeros that nobody stored: only headers and directory take memory. */
function sparse(layout: ZipLayout, change: (piece: Uint8Array) => void = () => undefined): RandomAccess {
  const pieces = layout.members.map((member) => ({
    at: member.offset,
    bytes: encodeLocalHeader(member, when),
  }));
  pieces.push({ at: layout.directoryOffset, bytes: concatBytes(...encodeDirectory(layout, when)) });
  for (const { bytes } of pieces) change(bytes);
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

/** As `concatBytes`, for more pieces than a call takes arguments. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

const file = (name: string, size: number) => ({ name, size, crc32: 7 });

describe('ZIP64', () => {
  it.each([
    ['one file of 5 GiB', [file('b/a', 5 * GiB), file('b/z', 1)]],
    ['a file that begins beyond 4 GiB', [file('b/a', 3 * GiB), file('b/m', 2 * GiB), file('b/z', 1)]],
    ['a file of exactly 2^32 - 1 bytes', [file('b/a', 2 ** 32 - 1), file('b/z', 1)]],
    ['a file of 2^32 - 2 bytes', [file('b/a', 2 ** 32 - 2), file('b/z', 1)]],
    [
      'a file of 5 TiB that begins beyond 4 GiB',
      [file('b/a', 5 * GiB), file('b/m', 5 * 1024 * GiB), file('b/z', 0)],
    ],
  ])('is read as it was laid out: %s', async (_, files) => {
    const layout = layOutZip(files);
    const zip = await openZip(sparse(layout));
    expect(zip.members.map(({ name, size, offset }) => ({ name, size, offset }))).toEqual(
      layout.members.map(({ name, size, offset }) => ({ name, size, offset })),
    );
  });

  it('is used for more than 65,534 files, and read back', async () => {
    const layout = layOutZip(Array.from({ length: 65_536 }, (_, n) => file(`b/${n}`, 0)));
    const bytes = joined([
      ...layout.members.map((member) => encodeLocalHeader(member, when)),
      ...encodeDirectory(layout, when),
    ]);
    expect(bytes.length).toBe(layout.size);
    const zip = await openZip(memoryAccess(bytes));
    expect(zip.members.length).toBe(65_536);
    expect(zip.members.at(-1)?.name).toBe('b/65535');
  });

  it('finds any byte of the headers or the directory that was changed', async () => {
    const layout = layOutZip([file('b/a', 5 * GiB), file('b/z', 1)]);
    let length = 0;
    sparse(layout, (piece) => {
      length += piece.length;
    });
    for (let target = 0; target < length; target += 1) {
      let at = 0;
      const changed = sparse(layout, (piece) => {
        const here = target - at;
        if (here >= 0 && here < piece.length) piece[here] = (piece[here] ?? 0) ^ 1;
        at += piece.length;
      });
      await expect(openZip(changed), `byte ${target}`).rejects.toMatchObject({ code: 'format.zip-unsafe' });
    }
  });

  it('is not used where it is not needed', () => {
    const layout = layOutZip([file('b/a', 1)]);
    const end = concatBytes(...encodeDirectory(layout, when));
    expect(end.length).toBe(46 + 3 + 22);
  });
});

describe('laying out a zip', () => {
  it('refuses names and numbers that the reader would refuse', () => {
    const refused = (...files: ReturnType<typeof file>[]) => expect(() => layOutZip(files)).toThrow();
    refused(file('../a', 0));
    refused(file('b/é', 0));
    refused(file('b/a', 0), file('b/A', 0));
    expect(() => layOutZip(Array.from({ length: 100_001 }, (_, n) => file(`b/${n}`, 0)))).toThrow(
      expect.objectContaining({ details: { rule: 'too-many-entries' } }),
    );
  });

  it('gives DOS times within the years that they can say', () => {
    expect(dosTime(new Date('1970-01-01T00:00:00Z'))).toEqual({ time: 0, date: 0x21 });
    expect(dosTime(new Date('2026-11-21T09:30:58Z'))).toEqual({
      time: (9 << 11) | (30 << 5) | 29,
      date: (46 << 9) | (11 << 5) | 21,
    });
    expect(dosTime(new Date('2200-01-01T00:00:00Z')).date).toBe(0xff9f);
  });
});
