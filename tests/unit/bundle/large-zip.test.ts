import { describe, expect, it } from 'vitest';

import { concatBytes } from '../../../src/base/bytes.ts';
import { dosTime } from '../../../src/bundle/zip/zip-format.ts';
import { encodeDirectory, layOutZip } from '../../../src/bundle/zip/zip-layout.ts';
import { openZip } from '../../../src/bundle/zip/zip-reader.ts';
import type { ZipRule } from '../../../src/bundle/zip/zip-rules.ts';
import { sparse, when } from '../../support/bundle/sparse-zip.ts';

const GiB = 2 ** 30;
const file = (name: string, size: number) => ({ name, size, crc32: 7 });

describe('a zip with large numbers', () => {
  it.each([
    ['one file of 5 GiB', [file('b/a', 5 * GiB), file('b/z', 1)]],
    ['a file that begins beyond 4 GiB', [file('b/a', 3 * GiB), file('b/m', 2 * GiB), file('b/z', 1)]],
    ['a file of exactly 2^32 - 1 bytes', [file('b/a', 2 ** 32 - 1), file('b/z', 1)]],
    ['a file of 2^32 - 2 bytes', [file('b/a', 2 ** 32 - 2), file('b/z', 1)]],
    ['a file that begins at 2^32 - 1', [file('b/a', 2 ** 32 - 1 - 33), file('b/z', 1)]],
    ['a file that begins at 2^32 - 2', [file('b/a', 2 ** 32 - 2 - 33), file('b/z', 1)]],
    ['a directory at 2^32 - 1', [file('b/a', 2 ** 32 - 1 - 33)]],
    ['a directory at 2^32 - 2', [file('b/a', 2 ** 32 - 2 - 33)]],
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

  it.each([
    ['below all limits', [file('b/a', 1)], 46 + 3 + 22],
    ['with a file of 2^32 - 2 bytes', [file('b/a', 2 ** 32 - 2)], 46 + 3 + 98],
    ['with a file of 2^32 - 1 bytes', [file('b/a', 2 ** 32 - 1)], 46 + 3 + 20 + 98],
    [
      'with a file that begins at 2^32 - 1',
      [file('b/a', 2 ** 32 - 1 - 33), file('b/z', 1)],
      46 + 3 + 46 + 3 + 12 + 98,
    ],
    ['with a directory at 2^32 - 2', [file('b/a', 2 ** 32 - 2 - 33)], 46 + 3 + 22],
    ['with a directory at 2^32 - 1', [file('b/a', 2 ** 32 - 1 - 33)], 46 + 3 + 98],
  ])('has ZIP64 numbers where they are needed alone: %s', (_, files, length) => {
    const layout = layOutZip(files);
    expect(concatBytes(...encodeDirectory(layout, when)).length).toBe(length);
    expect(layout.size).toBe(layout.directoryOffset + length);
  });

  const layout = layOutZip([file('b/a', 5 * GiB), file('b/z', 1)]);
  const directoryEnd = 46 + 3 + 20 + 46 + 3 + 12;
  const [end64, locator, end] = [directoryEnd, directoryEnd + 56, directoryEnd + 76];

  it.each<[what: string, rule: ZipRule, at: number]>([
    ['a disk', 'several-disks', end + 4],
    ['the disk of the directory', 'several-disks', end + 6],
    ['the number of files on this disk', 'several-disks', end + 8],
    ['the length of the comment', 'truncated', end + 20],
    ['the size of the directory', 'zip64-inconsistent', end + 12],
    ['the offset of the directory', 'zip64-inconsistent', end + 16],
    ['the sign of the locator', 'zip64-inconsistent', locator],
    ['the disk of the ZIP64 record', 'several-disks', locator + 4],
    ['the place of the ZIP64 record', 'zip64-inconsistent', locator + 8],
    ['the number of disks', 'several-disks', locator + 16],
    ['the sign of the ZIP64 record', 'zip64-inconsistent', end64],
    ['the length of the ZIP64 record', 'zip64-inconsistent', end64 + 4],
    ['the version of the program', 'zip64-inconsistent', end64 + 12],
    ['the version that is needed', 'zip64-inconsistent', end64 + 14],
    ['a disk in the ZIP64 record', 'several-disks', end64 + 16],
    ['the disk of the directory in the ZIP64 record', 'several-disks', end64 + 20],
    ['the true number of files on this disk', 'several-disks', end64 + 24],
    ['the true size of the directory', 'zip64-inconsistent', end64 + 40],
    ['the true offset of the directory', 'zip64-inconsistent', end64 + 48],
    ['a number beyond 2^53', 'zip64-inconsistent', end64 + 55],
    ['the sign of a file in the directory', 'directory-malformed', 0],
    ['the length of a name beyond all bytes', 'directory-malformed', 29],
    ['the kind of an extra field', 'extra-field', 49],
    ['the length of an extra field', 'zip64-inconsistent', 51],
    ['one of the two true sizes', 'compressed', 61],
    ['the version that a file needs', 'unexpected-field', 6],
    ['the length of the last extra field', 'zip64-inconsistent', 69 + 51],
    ['the true offset of the last file, so that it begins sooner', 'overlap', 69 + 53],
    ['the true offset of the last file, so that it begins below 4 GiB', 'zip64-inconsistent', 69 + 57],
  ])('is refused with %s changed (%s)', async (_, rule, at) => {
    const changed = sparse(layout, (piece, number) => {
      if (number === 2) piece[at] = (piece[at] ?? 0) ^ 1;
    });
    await expect(openZip(changed)).rejects.toMatchObject({ code: 'format.zip-unsafe', details: { rule } });
  });

  it('is refused without all of its ZIP64 record', async () => {
    const whole = concatBytes(...encodeDirectory(layout, when));
    const cut = whole.subarray(end64 + 20);
    const access = {
      size: cut.length,
      read: (offset: number, length: number) => Promise.resolve(cut.subarray(offset, offset + length)),
    };
    await expect(openZip(access)).rejects.toMatchObject({ details: { rule: 'zip64-inconsistent' } });
  });
});

describe('laying out a zip', () => {
  it.each<[string, object, string[]]>([
    ['a name that leads out', { rule: 'traversal', entry: 0 }, ['../a']],
    ['a name with other letters', { rule: 'non-ascii-name', entry: 1 }, ['b/a', 'b/é']],
    ['names that differ in capitals', { rule: 'duplicate-name-ignoring-case' }, ['b/a', 'b/A']],
  ])('refuses %s as the reader would', (_, details, names) => {
    expect(() => layOutZip(names.map((name) => file(name, 0)))).toThrow(expect.objectContaining({ details }));
  });

  it('refuses more than 100,000 files before it looks at their names', () => {
    const many = Array.from({ length: 100_001 }, () => file('', 0));
    expect(() => layOutZip(many)).toThrow(expect.objectContaining({ details: { rule: 'too-many-entries' } }));
  });

  it.each([
    ['1970-01-01T00:00:00Z', 1980, 1, 1, 0, 0, 0],
    ['1979-12-31T23:59:59Z', 1980, 1, 1, 0, 0, 0],
    ['1980-02-03T04:05:07Z', 1980, 2, 3, 4, 5, 6],
    ['2026-11-21T09:30:58Z', 2026, 11, 21, 9, 30, 58],
    ['2107-03-04T05:06:08Z', 2107, 3, 4, 5, 6, 8],
    ['2108-01-01T00:00:00Z', 2107, 12, 31, 23, 59, 58],
    ['2200-01-01T00:00:00Z', 2107, 12, 31, 23, 59, 58],
  ])('says %s within the years that DOS has', (moment, year, month, day, hour, minute, second) => {
    expect(dosTime(new Date(moment))).toEqual({
      time: (hour << 11) | (minute << 5) | (second / 2),
      date: ((year - 1980) << 9) | (month << 5) | day,
    });
  });
});
