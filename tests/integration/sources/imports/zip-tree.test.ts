import fc from 'fast-check';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';

import { asVaultError } from '../../../../src/base/errors.ts';
import { treeLimits } from '../../../../src/sources/imports/archive/tree-limits.ts';
import type { FileTree } from '../../../../src/sources/imports/file-tree.ts';
import { openGiven } from '../../../../src/sources/imports/open-given.ts';
import { rawZip, type RawMember } from '../../../support/raw-zip.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const { signal } = new AbortController();

async function treeOf(bytes: Uint8Array, limits = treeLimits): Promise<FileTree | undefined> {
  const path = join(await newFolder(), 'given.zip');
  await writeFile(path, bytes);
  return (await openGiven(path, { signal, limits })).tree;
}

/** Code and rule that an archive is refused by; `taken` if it is not. */
async function refusal(bytes: Uint8Array, limits = treeLimits): Promise<string> {
  try {
    await treeOf(bytes, limits);
  } catch (thrown) {
    const { code, details } = asVaultError(thrown);
    return [code, details.problem ?? details.what].filter((part) => part !== undefined).join(' ');
  }
  return 'taken';
}

async function openFailure(tree: FileTree | undefined, path: string): Promise<string> {
  try {
    await tree?.find(path)?.read(10_000_000);
  } catch (thrown) {
    const { code, details } = asVaultError(thrown);
    return `${code} ${String(details.problem)}`;
  }
  return 'read';
}

const file = (name: string | Uint8Array, more: Partial<RawMember> = {}): RawMember => ({
  name,
  data: 'x',
  ...more,
});

describe('a zip that is refused as a whole', () => {
  it.each<[string, RawMember[], string]>([
    ['is locked', [file('a'), file('b', { flags: 1 })], 'format.encrypted'],
    ['is locked by AES', [file('a', { method: 99 })], 'format.encrypted'],
    ['leads out of it', [file('a/../../etc/passwd')], 'format.zip-unsafe traversal'],
    ['begins at the root', [file('/etc/passwd')], 'format.zip-unsafe absolute-path'],
    ['names a drive', [file('C:/windows/x')], 'format.zip-unsafe drive-letter'],
    ['holds backslashes', [file('..\\x')], 'format.zip-unsafe backslash'],
    ['holds control characters', [file('a\u0000b')], 'format.zip-unsafe control-character'],
    ['holds a link', [file('link', { attributes: 0xa1ff0000 })], 'format.zip-unsafe link'],
    ['holds a device', [file('dev', { attributes: 0x21ff0000 })], 'format.zip-unsafe link'],
    ['holds a name twice', [file('a'), file('a')], 'format.zip-unsafe duplicate-name'],
    [
      'holds a name twice by case',
      [file('Essay.txt'), file('essay.TXT')],
      'format.zip-unsafe duplicate-name',
    ],
    [
      'holds a name twice by Unicode form',
      [file('caf\u00e9'), file('cafe\u0301')],
      'format.zip-unsafe duplicate-name',
    ],
    ['holds a name twice by an empty step', [file('a/b'), file('a/./b')], 'format.zip-unsafe duplicate-name'],
    ['holds a file that is a folder too', [file('a'), file('a/b')], 'format.zip-unsafe duplicate-name'],
    ['holds a folder with bytes', [file('a/')], 'format.zip-unsafe folder-with-bytes'],
    [
      'says one name here and another there',
      [file('good', { localName: 'evil' })],
      'format.zip-unsafe headers-disagree',
    ],
    [
      'promises more than stored bytes hold',
      [file('a', { method: 0, size: 500 })],
      'format.zip-unsafe size-mismatch',
    ],
    ['points where nothing is', [file('a', { offset: 7 })], 'format.malformed member-missing'],
  ])('%s', async (_why, members, expected) => {
    expect(await refusal(rawZip(members))).toBe(expected);
  });

  it('shares bytes among members (the overlap bomb)', async () => {
    // Two entries of the directory for one member; both headers agree with the same local one.
    const one = rawZip([file('a', { data: 'z'.repeat(400) })]);
    const overlapping = doubledDirectory(one);
    expect(await refusal(overlapping)).toMatch(
      /^format\.zip-unsafe (?:duplicate-name|overlapping-members)$/u,
    );
    const members = [file('a', { data: 'z'.repeat(400), method: 0, packedSize: 400 }), file('b')];
    const grown = rawZip(members);
    // The first member's packed size reaches over the second member, in both of its headers.
    const reach = 430;
    for (const at of [18, 22]) grown.writeUInt32LE(reach, at);
    const directory = grown.indexOf('PK\u0001\u0002');
    for (const at of [20, 24]) grown.writeUInt32LE(reach, directory + at);
    expect(await refusal(grown)).toBe('format.zip-unsafe overlapping-members');
  });

  it('is a bomb, by one member, by all together, or by what it unpacks to', async () => {
    const limits = { ...treeLimits, harmless: 100_000, unpacked: 1_000_000 };
    const bomb = rawZip([file('zeros', { data: Buffer.alloc(500_000) })]);
    expect(await refusal(bomb, limits)).toBe('format.zip-unsafe extreme-ratio');
    const many = Array.from({ length: 30 }, (_, number) =>
      file(`z${number}`, { data: Buffer.alloc(90_000) }),
    );
    expect(await refusal(rawZip(many), limits)).toBe('format.zip-unsafe extreme-size');
    expect(await refusal(rawZip(many.slice(0, 10)), { ...limits, ratio: 20 })).toBe(
      'format.zip-unsafe extreme-ratio',
    );
    expect(await refusal(rawZip(many.slice(0, 1)), limits)).toBe('taken');
  });

  it('holds 100,000 entries, and is refused before they are looked at', async () => {
    const hundredThousand = manyEntries(100_000);
    expect(await refusal(hundredThousand)).toBe('input.too-large entries');
    const few = { ...treeLimits, entries: 3 };
    expect(await refusal(rawZip(['a', 'b', 'c', 'd'].map((name) => file(name))), few)).toBe(
      'input.too-large entries',
    );
    expect(await refusal(rawZip(['a', 'b', 'c'].map((name) => file(name))), few)).toBe('taken');
    const longNames = { ...treeLimits, namesLength: 10 };
    expect(await refusal(rawZip([file('a name of some length')]), longNames)).toBe('input.too-large names');
    expect(await refusal(rawZip([file('n'.repeat(5_000))]))).toBe('format.zip-unsafe name-too-long');
  });

  it('is cut short or broken', async () => {
    const whole = rawZip([file('a', { data: 'hello' }), file('b')]);
    for (const length of [whole.length - 1, whole.length - 30, 60, 31])
      expect(await refusal(whole.subarray(0, length))).toMatch(/^format\.malformed/u);
    const directory = whole.indexOf('PK\u0001\u0002');
    const broken = Buffer.from(whole);
    broken.fill(0, directory, directory + 4);
    expect(await refusal(broken)).toBe('format.malformed directory');
  });

  it('is left alone if it is a document in zip’s packaging', async () => {
    const docx = rawZip([file('[Content_Types].xml'), file('word/document.xml'), file('a/../b')]);
    expect(await treeOf(docx)).toBeUndefined();
  });
});

describe('a member that is read', () => {
  it('is held against its size and its sum, small or large', async () => {
    const tree = await treeOf(
      rawZip([
        file('sum', { crc: 1 }),
        file('more', { data: 'abcdef', size: 3, crc: crc32('abc') }),
        file('less', { data: 'abc', size: 30 }),
        file('large-sum', { data: Buffer.alloc(3_000_000, 'ab'), crc: 1 }),
        file('large-more', { data: Buffer.alloc(3_000_000, 'abc'), size: 2_000_000 }),
        file('large-less', { data: Buffer.alloc(3_000_000, 'abc'), size: 3_000_001 }),
        file('odd', { method: 12 }),
        file('fine', { data: Buffer.alloc(3_000_000, 'fine') }),
      ]),
    );
    const failures: string[] = [];
    for (const { path } of tree?.files ?? []) failures.push(`${path}: ${await openFailure(tree, path)}`);
    expect(failures).toEqual([
      'fine: read',
      'large-less: format.malformed smaller-than-announced',
      'large-more: format.zip-unsafe larger-than-announced',
      'large-sum: format.malformed checksum',
      'less: format.malformed smaller-than-announced',
      'more: format.zip-unsafe larger-than-announced',
      'odd: format.unknown packing-method',
      'sum: format.malformed checksum',
    ]);
  });

  it('fails where its packed bytes are damaged', async () => {
    const bytes = rawZip([file('a', { data: 'some words to pack, some words to pack' })]);
    bytes.fill(0xff, 31, 45);
    expect(await openFailure(await treeOf(bytes), 'a')).toMatch(/^format\.malformed/u);
  });

  it('can be read again, and for its beginning only', async () => {
    const tree = await treeOf(rawZip([file('a', { data: Buffer.alloc(2_000_000, 'word ') })]));
    const member = tree?.find('a');
    expect(Buffer.from((await member?.head()) ?? []).toString()).toMatch(/^(?:word ){3276}/u);
    expect(await member?.read(2_000_000)).toHaveLength(2_000_000);
    await expect(member?.read(1_999_999)).rejects.toMatchObject({ code: 'input.too-large' });
  });

  it('is of another file if the archive is replaced', async () => {
    const path = join(await newFolder(), 'given.zip');
    await writeFile(path, rawZip([file('a')]));
    const { tree } = await openGiven(path, { signal });
    await writeFile(path, rawZip([file('a', { data: 'something else' })]));
    await expect(tree?.find('a')?.read(100)).rejects.toMatchObject({ code: 'input.changed-while-reading' });
  });
});

describe('names of members', () => {
  it('are UTF-8, or of the Unicode path field, or code page 437 with their bytes', async () => {
    const old = Buffer.from([0x63, 0x61, 0x66, 0x82]);
    const tree = await treeOf(rawZip([file('naïve.txt'), file(old)]));
    expect(tree?.files.map(({ path, pathBytes }) => [path, pathBytes])).toEqual([
      ['café', old.toString('base64')],
      ['naïve.txt', undefined],
    ]);
    const field = await treeOf(withUnicodePath('caf?.txt', 'café.txt'));
    expect(field?.files.map(({ path, pathBytes }) => [path, pathBytes])).toEqual([
      ['café.txt', Buffer.from('caf?.txt').toString('base64')],
    ]);
  });

  it('that systems leave for themselves are passed over', async () => {
    const names = [
      'essay.txt',
      '__MACOSX/._essay.txt',
      '.DS_Store',
      'unit/Thumbs.db',
      'unit/~$essay.docx',
      'unit/a',
    ];
    const tree = await treeOf(rawZip(names.map((name) => file(name))));
    expect(tree?.files.map(({ path }) => path)).toEqual(['essay.txt', 'unit/a']);
  });

  it('lead nowhere, whatever they are', async () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', 'a', 'A', 'é', 'e\u0301', 'C:', '\\', '~', 'con', '\u202e'),
      fc.string({ maxLength: 6 }),
    );
    const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 5 }), async (names) => {
        const bytes = rawZip(names.map((each) => file(each)));
        let tree: FileTree | undefined;
        try {
          tree = await treeOf(bytes);
        } catch (thrown) {
          expect(asVaultError(thrown).code).toMatch(/^(?:format|input)\./u);
          return;
        }
        const paths = tree?.files.map(({ path }) => path) ?? [];
        for (const path of paths) {
          expect(path.split('/')).not.toContain('..');
          expect(path).not.toMatch(/^\/|^[a-z]:|\\/iu);
        }
        const folded = paths.map((path) => path.normalize('NFC').toLowerCase());
        expect(new Set(folded).size).toBe(paths.length);
      }),
      { numRuns: 150 },
    );
  });

  it('of random bytes never harm the reader', async () => {
    const sound = rawZip([file('a', { data: 'hello there' }), file('b/c'), file('d', { method: 0 })]);
    const spot = fc.tuple(fc.nat(sound.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(spot, { minLength: 1, maxLength: 6 }), async (spots) => {
        const bytes = Buffer.from(sound);
        for (const [at, value] of spots) bytes[at] = value;
        try {
          const tree = await treeOf(bytes);
          for (const member of tree?.files ?? []) await member.read(1_000_000).catch(asVaultError);
        } catch (thrown) {
          expect(asVaultError(thrown).code).toMatch(/^(?:format|input)\./u);
        }
      }),
      { numRuns: 150 },
    );
  });
});

/** A zip whose directory names its one member twice. */
function doubledDirectory(zip: Buffer): Buffer {
  const directory = zip.indexOf('PK\u0001\u0002');
  const end = zip.indexOf('PK\u0005\u0006');
  const entry = zip.subarray(directory, end);
  const tail = Buffer.from(zip.subarray(end));
  tail.writeUInt16LE(2, 8);
  tail.writeUInt16LE(2, 10);
  tail.writeUInt32LE(entry.length * 2, 12);
  return Buffer.concat([zip.subarray(0, directory), entry, entry, tail]);
}

/** A zip with its one member's name in an Info-ZIP Unicode path field (APPNOTE 4.6.9) too. */
function withUnicodePath(name: string, unicode: string): Buffer {
  const zip = rawZip([file(name)]);
  const directory = zip.indexOf('PK\u0001\u0002');
  const end = zip.indexOf('PK\u0005\u0006');
  const path = Buffer.from(unicode);
  const field = Buffer.alloc(9);
  field.writeUInt16LE(0x7075, 0);
  field.writeUInt16LE(5 + path.length, 2);
  field.writeUInt8(1, 4);
  field.writeUInt32LE(crc32(name), 5);
  const entry = Buffer.concat([zip.subarray(directory, end), field, path]);
  entry.writeUInt16LE(9 + path.length, 30);
  const tail = Buffer.from(zip.subarray(end));
  tail.writeUInt32LE(entry.length, 12);
  return Buffer.concat([zip.subarray(0, directory), entry, tail]);
}

/** A ZIP64 archive with this many entries of nothing (APPNOTE 4.3.14). */
function manyEntries(count: number): Buffer {
  const local = Buffer.alloc(38);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 26);
  const entries = Buffer.alloc(54 * count);
  const locals = Buffer.alloc(38 * count);
  for (let number = 0; number < count; number += 1) {
    const name = String(number).padStart(8, '0');
    local.copy(locals, number * 38);
    locals.write(name, number * 38 + 30);
    entries.writeUInt32LE(0x02014b50, number * 54);
    entries.writeUInt16LE(8, number * 54 + 28);
    entries.writeUInt32LE(number * 38, number * 54 + 42);
    entries.write(name, number * 54 + 46);
  }
  const end = Buffer.alloc(56);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(entries.length), 40);
  end.writeBigUInt64LE(BigInt(locals.length), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(locals.length + entries.length), 8);
  locator.writeUInt32LE(1, 16);
  const tail = Buffer.alloc(22, 0xff);
  tail.writeUInt32LE(0x06054b50, 0);
  tail.writeUInt16LE(0, 4);
  tail.writeUInt16LE(0, 6);
  tail.writeUInt16LE(0, 20);
  return Buffer.concat([locals, entries, end, locator, tail]);
}
