import { describe, expect, it } from 'vitest';

import { concatBytes, utf8 } from '../../../src/base/bytes.ts';
import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import { openZip } from '../../../src/bundle/zip/zip-reader.ts';
import { zipRules, type ZipRule } from '../../../src/bundle/zip/zip-rules.ts';
import { rawZip, u16, u32, u64, type RawEnd, type RawFile } from '../../support/bundle/raw-zip.ts';

const open = (bytes: Uint8Array) => openZip(memoryAccess(bytes));
const one = utf8('one');
const two = utf8('two');
const pair = (changes: Partial<RawFile> = {}): RawFile[] => [
  { name: 'b/one', bytes: one },
  { name: 'b/two', bytes: two, ...changes },
];
const named = (name: string | Uint8Array) => rawZip([{ name, bytes: one }]);
const lone = (changes: Partial<RawFile>, end?: RawEnd) =>
  rawZip([{ name: 'b/one', bytes: one, ...changes }], end);
const sound = rawZip(pair());
const record64 = (fields: { at: number; entries: number; size: number; offset: number; total?: number }) =>
  concatBytes(
    u32(0x06064b50),
    u64(44),
    u16(0x032d),
    u16(45),
    u32(0),
    u32(0),
    u64(fields.entries),
    u64(fields.entries),
    u64(fields.size),
    u64(fields.offset),
    u32(0x07064b50),
    u32(0),
    u64(fields.at),
    u32(fields.total ?? 1),
  );

/** What is refused, by which rule. */
const hostile: readonly (readonly [what: string, rule: ZipRule, bytes: Uint8Array])[] = [
  ['an empty file', 'not-a-zip', new Uint8Array(0)],
  ['a text', 'not-a-zip', utf8('This is no zip at all, however long it may be.')],
  ['a zip of which only the beginning is left', 'truncated', sound.subarray(0, 60)],
  ['a zip without its last byte', 'truncated', sound.subarray(0, sound.length - 1)],
  ['a zip cut in its first four bytes', 'not-a-zip', sound.subarray(0, 3)],
  [
    'a zip cut inside, where a zip among its files still has its end',
    'truncated',
    rawZip([
      { name: 'b/zip', bytes: concatBytes(sound, new Uint8Array(90)) },
      { name: 'b/x', bytes: one },
    ]).subarray(0, sound.length + 60),
  ],
  ['bytes taken out of the middle', 'truncated', concatBytes(sound.subarray(0, 10), sound.subarray(20))],
  ['something behind', 'trailing-data', concatBytes(sound, utf8('x'))],
  ['another zip behind', 'gap', concatBytes(sound, sound)],
  ['something in front, offsets as they were', 'prefix', concatBytes(utf8('MZ..'), sound)],
  [
    'something in front, offsets put right',
    'prefix',
    concatBytes(utf8('MZ..'), lone({ central: { offset: 4 } }, { directoryOffset: 42 })),
  ],
  ['a comment', 'comment', rawZip(pair(), { comment: 'hello' })],
  ['a comment on a file', 'comment', lone({ central: { comment: 'hello' } })],
  ['several disks', 'several-disks', rawZip(pair(), { disk: 1 })],
  ['fewer files on this disk', 'several-disks', rawZip(pair(), { entriesHere: 1 })],
  ['a file on another disk', 'several-disks', lone({ central: { disk: 1 } })],
  ['fewer files counted than listed', 'directory-malformed', rawZip(pair(), { entries: 1 })],
  ['more files counted than listed', 'directory-malformed', rawZip(pair(), { entries: 3 })],
  [
    'a directory that is none',
    'directory-malformed',
    rawZip(pair(), { directorySize: 20, before: new Uint8Array(0), directoryOffset: sound.length - 42 }),
  ],
  [
    'a gap between files',
    'gap',
    rawZip([{ name: 'b/one', bytes: one, after: utf8('hidden') }, { name: 'b/two' }]),
  ],
  ['a gap before the directory', 'gap', lone({ after: utf8('hidden') })],
  ['a file that the directory leaves out', 'gap', hideFirst()],
  ['two files over the same bytes', 'overlap', rawZip(pair({ central: { offset: 0 } }))],
  ['a file that reaches into the directory', 'overlap', lone({ both: { size: 50, stored: 50 } })],
  ['encryption', 'encrypted', lone({ both: { flags: 1 } })],
  ['strong encryption', 'encrypted', lone({ both: { flags: 0x40 } })],
  ['a data descriptor', 'data-descriptor', lone({ both: { flags: 8 } })],
  ['a data descriptor in the local header only', 'data-descriptor', lone({ local: { flags: 8 } })],
  ['a flag for UTF-8', 'unexpected-field', lone({ both: { flags: 0x800 } })],
  ['compression', 'compressed', lone({ both: { method: 8 } })],
  ['a size that grows in unpacking', 'compressed', lone({ both: { size: 1_000_000 } })],
  ['compression in the local header only', 'headers-disagree', lone({ local: { method: 8 } })],
  ['another name in the local header', 'headers-disagree', lone({ local: { name: 'b/eno' } })],
  ['a longer name in the local header', 'headers-disagree', lone({ local: { name: 'b/one/more' } })],
  ['another size in the local header', 'headers-disagree', lone({ local: { size: 2, stored: 2 } })],
  ['another checksum in the local header', 'headers-disagree', lone({ local: { crc32: 1 } })],
  ['another time in the local header', 'headers-disagree', lone({ local: { time: 1 } })],
  ['another signature than a local header’s', 'headers-disagree', breakLocalSignature()],
  ['extra data', 'extra-field', lone({ both: { extra: concatBytes(u16(0x7075), u16(1), u16(0)) } })],
  ['extra data in the local header only', 'headers-disagree', lone({ local: { extra: u32(0) } })],
  [
    'a ZIP64 field that is not needed',
    'extra-field',
    lone({ both: { extra: concatBytes(u16(1), u16(16), u64(3), u64(3)) } }),
  ],
  [
    'a full size without its ZIP64 field',
    'zip64-inconsistent',
    lone({ central: { size: 0xffffffff, stored: 0xffffffff } }),
  ],
  [
    'a ZIP64 field for a size that fits',
    'zip64-inconsistent',
    lone({
      central: {
        version: 45,
        size: 0xffffffff,
        stored: 0xffffffff,
        extra: concatBytes(u16(1), u16(16), u64(3), u64(3)),
      },
    }),
  ],
  [
    'a ZIP64 field of another kind',
    'extra-field',
    lone({
      central: {
        version: 45,
        size: 0xffffffff,
        stored: 0xffffffff,
        extra: concatBytes(u16(2), u16(16), u64(3), u64(3)),
      },
    }),
  ],
  [
    'a ZIP64 size beyond all numbers',
    'zip64-inconsistent',
    lone({
      central: {
        version: 45,
        size: 0xffffffff,
        stored: 0xffffffff,
        extra: concatBytes(
          u16(1),
          u16(16),
          u32(0xffffffff),
          u32(0xffffffff),
          u32(0xffffffff),
          u32(0xffffffff),
        ),
      },
    }),
  ],
  [
    'two ZIP64 sizes',
    'compressed',
    lone({
      central: {
        version: 45,
        size: 0xffffffff,
        stored: 0xffffffff,
        extra: concatBytes(u16(1), u16(16), u64(2 ** 33), u64(2 ** 34)),
      },
    }),
  ],
  [
    'ZIP64 records that are not needed',
    'zip64-inconsistent',
    rawZip(pair(), { before: record64({ at: 0, entries: 2, size: 0, offset: 0 }) }),
  ],
  ['a full count without ZIP64 records', 'zip64-inconsistent', rawZip(pair(), { entries: 0xffff })],
  [
    'ZIP64 records that say something else',
    'zip64-inconsistent',
    rawZip(pair(), {
      entries: 0xffff,
      before: record64({ at: sound.length - 22, entries: 2, size: 102, offset: 76 }),
    }),
  ],
  [
    'ZIP64 records that are elsewhere',
    'zip64-inconsistent',
    rawZip(pair(), { entries: 0xffff, before: record64({ at: 7, entries: 2, size: 102, offset: 76 }) }),
  ],
  [
    'ZIP64 records on several disks',
    'several-disks',
    rawZip(pair(), {
      entries: 0xffff,
      before: record64({ at: sound.length - 22, entries: 2, size: 102, offset: 76, total: 2 }),
    }),
  ],
  [
    'more files than a bundle may hold',
    'too-many-entries',
    rawZip(pair(), {
      entries: 0xffff,
      before: record64({ at: sound.length - 22, entries: 100_001, size: 102, offset: 76 }),
    }),
  ],
  [
    'a directory longer than a bundle’s may be',
    'directory-too-large',
    rawZip(pair(), { directorySize: 33 * 1024 * 1024 }),
  ],
  ['a program of another system', 'unexpected-field', lone({ central: { madeBy: 20 } })],
  ['a version that is not needed', 'unexpected-field', lone({ both: { version: 20 } })],
  ['internal attributes', 'unexpected-field', lone({ central: { internal: 1 } })],
  ['a file that may be run', 'unexpected-field', lone({ central: { external: 0o100755 * 0x10000 } })],
  ['no mode at all', 'special-file', lone({ central: { external: 0 } })],
  ['a symbolic link', 'symlink', lone({ central: { external: 0o120777 * 0x10000 } })],
  ['a device', 'special-file', lone({ central: { external: 0o020644 * 0x10000 } })],
  ['a folder by its mode', 'directory-entry', lone({ central: { external: 0o040755 * 0x10000 } })],
  ['a folder by its DOS attribute', 'directory-entry', lone({ central: { external: 0x10 } })],
  ['a folder by its name', 'directory-entry', named('b/folder/')],
  ['a way up', 'traversal', named('b/../../etc/passwd')],
  ['a way up at the beginning', 'traversal', named('../one')],
  ['a way up at the end', 'traversal', named('b/..')],
  ['a dot', 'traversal', named('b/./one')],
  ['an absolute path', 'absolute-path', named('/etc/passwd')],
  ['a drive', 'drive-letter', named('C:/one')],
  ['a backslash', 'backslash', named('b\\one')],
  ['a way up with backslashes', 'backslash', named('..\\..\\one')],
  ['a name in UTF-8', 'non-ascii-name', named('b/é')],
  ['a name that is no UTF-8', 'non-ascii-name', named(Uint8Array.of(0x62, 0x2f, 0xff))],
  [
    'two names that are one after normalisation',
    'non-ascii-name',
    rawZip([{ name: 'b/é' }, { name: 'b/e\u0301' }]),
  ],
  ['a delete character', 'non-ascii-name', named('b/\u007f')],
  ['a zero byte', 'unsafe-name', named('b/one\0.pdf')],
  ['a line feed', 'unsafe-name', named('b/one\ntwo')],
  ['an empty name', 'unsafe-name', named('')],
  ['an empty part', 'unsafe-name', named('b//one')],
  ['a device name of Windows', 'unsafe-name', named('b/con.txt')],
  ['a stream of Windows', 'unsafe-name', named('b/one:stream')],
  ['a dot at the end', 'unsafe-name', named('b/one.')],
  ['a blank at the end', 'unsafe-name', named('b/one ')],
  ['a very long name', 'unsafe-name', named(`b/${'a'.repeat(200)}`)],
  ['the same name twice', 'duplicate-name', rawZip([{ name: 'b/one' }, { name: 'b/one' }])],
  [
    'names that differ in capitals only',
    'duplicate-name-ignoring-case',
    rawZip([{ name: 'b/one' }, { name: 'b/One' }]),
  ],
  ['a name that is file and folder', 'file-and-folder', rawZip([{ name: 'b/one' }, { name: 'b/one/two' }])],
];

function hideFirst(): Uint8Array {
  // Two files, of which the directory lists the second only.
  const first = rawZip([{ name: 'b/one', bytes: one }]).subarray(0, 38);
  const second = rawZip([{ name: 'b/two', bytes: two, central: { offset: first.length } }], {
    directoryOffset: first.length + 38,
  });
  return concatBytes(first, second);
}

function breakLocalSignature(): Uint8Array {
  const bytes = rawZip(pair()).slice();
  bytes[38] = 0;
  return bytes;
}

describe('the zip reader', () => {
  it('reads a sound zip, in order, by stream and at once', async () => {
    const zip = await open(sound);
    expect(zip.members.map(({ name, size }) => [name, size])).toEqual([
      ['b/one', 3],
      ['b/two', 3],
    ]);
    const [, second] = zip.members;
    if (second === undefined) throw new Error('no second member');
    expect(await zip.read(second, 3)).toEqual(two);
    const pieces: Uint8Array[] = [];
    for await (const piece of zip.stream(second)) pieces.push(piece);
    expect(concatBytes(...pieces)).toEqual(two);
  });

  it('refuses to read a member at once that is longer than the caller’s limit', async () => {
    const zip = await open(sound);
    const [first] = zip.members;
    if (first === undefined) throw new Error('no member');
    await expect(zip.read(first, 2)).rejects.toMatchObject({ code: 'format.malformed' });
  });

  it('reads an empty zip', async () => {
    expect((await open(rawZip([]))).members).toEqual([]);
  });

  for (const [what, rule, bytes] of hostile) {
    it(`refuses ${what} (${rule})`, async () => {
      await expect(open(bytes)).rejects.toMatchObject({ code: 'format.zip-unsafe', details: { rule } });
    });
  }

  it('has a case for every rule', () => {
    const tried = new Set(hostile.map(([, rule]) => rule));
    expect(Object.keys(zipRules).filter((rule) => !tried.has(rule as ZipRule))).toEqual([]);
  });

  it('refuses a file that turns out shorter than it said', async () => {
    const file = {
      size: sound.length,
      read: (offset: number, length: number) => Promise.resolve(sound.subarray(offset, offset + length - 1)),
    };
    await expect(openZip(file)).rejects.toMatchObject({ details: { rule: 'truncated' } });
  });
});
