import { describe, expect, it } from 'vitest';

import { concatBytes, utf8 } from '../../../src/base/bytes.ts';
import { VaultError } from '../../../src/base/errors.ts';
import { ForwardReader } from '../../../src/bundle/zip/forward-reader.ts';
import {
  memoryAccess,
  ReadAhead,
  readExactly,
  type RandomAccess,
} from '../../../src/bundle/zip/random-access.ts';
import { findNameProblem, findNameSetProblem } from '../../../src/bundle/zip/zip-names.ts';
import { openZip } from '../../../src/bundle/zip/zip-reader.ts';
import { brokenZipRule, zipUnsafe, type ZipRule } from '../../../src/bundle/zip/zip-rules.ts';
import { rawZip, type RawFile } from '../../support/bundle/raw-zip.ts';

const MiB = 1_048_576;

/** Bytes that tell what was asked of them, and into which memory. */
function watched(bytes: Uint8Array) {
  const asked: [offset: number, length: number][] = [];
  const memories: (Uint8Array | undefined)[] = [];
  const file: RandomAccess = {
    size: bytes.length,
    read: (offset, length, into) => {
      asked.push([offset, length]);
      memories.push(into);
      const found = bytes.subarray(offset, offset + length);
      into?.set(found);
      return Promise.resolve(into?.subarray(0, found.length) ?? found);
    },
  };
  return { file, memories, asked: () => asked.splice(0) };
}

const refused = (rule: ZipRule, entry?: number) => ({
  code: 'format.zip-unsafe',
  details: entry === undefined ? { rule } : { rule, entry },
});

describe('reading exactly what is wanted', () => {
  it('asks for nothing that does not lie in the file', async () => {
    const { file, asked } = watched(new Uint8Array(10));
    expect(await readExactly(file, 0, 10)).toHaveLength(10);
    expect(await readExactly(file, 10, 0)).toHaveLength(0);
    expect(asked()).toEqual([
      [0, 10],
      [10, 0],
    ]);
    for (const [offset, length] of [
      [-1, 5],
      [0, 11],
      [8, 3],
      [11, 0],
    ] as const)
      await expect(readExactly(file, offset, length)).rejects.toMatchObject(refused('truncated'));
    expect(asked()).toEqual([]);
  });
});

describe('reading ahead', () => {
  const bytes = Uint8Array.from({ length: 40_000 }, (_, at) => (at * 7 + (at >> 8)) % 251);

  it('asks once for what lies together, and again for what lies before or behind', async () => {
    const { file, asked } = watched(bytes);
    const ahead = new ReadAhead(file);
    expect(ahead.size).toBe(bytes.length);
    const at = async (offset: number, length: number) => {
      expect(await ahead.read(offset, length)).toEqual(bytes.subarray(offset, offset + length));
      return asked();
    };
    expect(await at(100, 10)).toEqual([[100, 16_384]]);
    expect(await at(100, 1)).toEqual([]);
    expect(await at(16_483, 1)).toEqual([]);
    expect(await at(100, 16_384)).toEqual([]);
    expect(await at(16_483, 2)).toEqual([[16_483, 16_384]]);
    expect(await at(99, 1)).toEqual([[99, 16_384]]);
    expect(await at(39_000, 1000)).toEqual([[39_000, 1000]]);
    expect(await at(0, 16_384)).toEqual([[0, 16_384]]);
    expect(await at(0, 16_385)).toEqual([[0, 16_385]]);
    // That one is not kept.
    expect(await at(16_384, 1)).toEqual([[16_384, 16_384]]);
  });
});

describe('reading forward', () => {
  it('reads the next mebibyte while one is used, into the memory of the one before', async () => {
    const bytes = new Uint8Array(4 * MiB);
    const { file, memories, asked } = watched(bytes);
    const pieces = new ForwardReader(file).pieces(0, bytes.length);
    const seen: unknown[] = [];
    for await (const piece of pieces) seen.push([piece.length, asked().map(([offset]) => offset / MiB)]);
    expect(seen).toEqual([
      [MiB, [0, 1]],
      [MiB, [2]],
      [MiB, [3]],
      [MiB, []],
    ]);
    expect(new Set(memories).size).toBe(2);
    expect(memories[2]).toBe(memories[0]);
    expect(memories[3]).toBe(memories[1]);
  });

  it('asks for no byte behind the end, and takes no more memory than the file is long', async () => {
    const { file, memories, asked } = watched(new Uint8Array(MiB + 5));
    for await (const piece of new ForwardReader(file).pieces(MiB, MiB + 5)) expect(piece).toHaveLength(5);
    expect(asked()).toEqual([[MiB, 5]]);
    const small = watched(new Uint8Array(100));
    for await (const piece of new ForwardReader(small.file).pieces(90, 100)) expect(piece).toHaveLength(10);
    expect(small.asked()).toEqual([[90, 10]]);
    expect(small.memories.map((one) => one?.length)).toEqual([100]);
    expect(memories.map((one) => one?.length)).toEqual([MiB]);
  });

  it('is not troubled by what it reads ahead in vain', async () => {
    const { file } = watched(new Uint8Array(2 * MiB));
    const broken: RandomAccess = {
      ...file,
      read: (offset, length, into) =>
        offset === 0 ? file.read(offset, length, into) : Promise.reject(new Error('unplugged')),
    };
    const reader = new ForwardReader(broken);
    for await (const piece of reader.pieces(0, 10)) expect(piece).toHaveLength(10);
    await expect(reader.pieces(MiB, MiB + 1).next()).rejects.toThrow('unplugged');
  });
});

describe('the members of a zip', () => {
  const files: RawFile[] = [
    { name: 'b/one', bytes: utf8('one') },
    { name: 'b/three', bytes: utf8('three') },
  ];

  it('are digested by the file itself, where it can', async () => {
    const bytes = rawZip(files);
    const told: (readonly { offset: number; length: number }[])[] = [];
    const digest: RandomAccess['digest'] = (ranges) => {
      told.push(ranges);
      return ranges.map(({ offset, length }) => Promise.resolve(bytes.subarray(offset, offset + length)));
    };
    const zip = await openZip({ ...memoryAccess(bytes), digest });
    expect(await Promise.all(zip.digest(zip.members.toReversed()) ?? [])).toEqual([
      utf8('three'),
      utf8('one'),
    ]);
    expect(told).toHaveLength(1);
    expect((await openZip(memoryAccess(bytes))).digest(zip.members)).toBeUndefined();
  });

  it('are read at once up to a limit', async () => {
    const zip = await openZip(memoryAccess(rawZip(files)));
    const [first] = zip.members;
    if (first === undefined) throw new Error('a member');
    expect(await zip.read(first, 3)).toEqual(utf8('one'));
    await expect(zip.read(first, 2)).rejects.toMatchObject({
      code: 'format.malformed',
      details: { what: 'too-large' },
    });
  });

  it.each<[string, ZipRule, number | undefined, RawFile]>([
    ['encrypted by the directory alone', 'encrypted', 1, { name: 'b/x', central: { flags: 1 } }],
    ['a gap, not a prefix', 'gap', 1, { name: 'b/x', central: { offset: 90 } }],
    ['over the bytes before', 'overlap', 1, { name: 'b/x', central: { offset: 3 } }],
    ['with another name inside', 'headers-disagree', 1, { name: 'b/x', local: { name: 'b/y' } }],
  ])('are refused where the second is %s, saying which', async (_, rule, entry, second) => {
    const [first = { name: 'b/one' }] = files;
    const problem = openZip(memoryAccess(rawZip([first, second])));
    await expect(problem).rejects.toMatchObject(refused(rule, entry));
  });

  it('are refused first for two headers of one that disagree, then for the gap that this leaves', async () => {
    const [first = { name: 'b/one' }, second = { name: 'b/two' }] = files;
    const longer = { ...first, local: { name: 'b/one/more' } };
    const bytes = rawZip([longer, second]);
    await expect(openZip(memoryAccess(bytes))).rejects.toMatchObject(refused('headers-disagree', 0));
    const moved = concatBytes(utf8('MZ'), rawZip([first, second]));
    await expect(openZip(memoryAccess(moved))).rejects.toMatchObject(refused('prefix'));
  });
});

describe('names in a zip', () => {
  it.each<[string, ZipRule | undefined]>([
    ['a'.repeat(200), undefined],
    ['a'.repeat(201), 'unsafe-name'],
    ['b/a b', undefined],
    ['b/ a', 'unsafe-name'],
    ['b/a ', 'unsafe-name'],
    [' ', 'unsafe-name'],
    ['b/~', undefined],
    ['b/\u007f', 'non-ascii-name'],
    ['b/\u001f', 'unsafe-name'],
    ['', 'unsafe-name'],
    ['b/.a', undefined],
    ['b/a.', 'unsafe-name'],
    ['b/c:', 'unsafe-name'],
    ['b/console', undefined],
    ['b/acon', undefined],
    ['b/LPT9.txt', 'unsafe-name'],
    ['b/a*', 'unsafe-name'],
  ])('%j is as safe as it should be', (name, rule) => {
    expect(findNameProblem(name)).toBe(rule);
  });

  it('are a file and a folder at once only where one is all of the beginning of another', () => {
    expect(findNameSetProblem(['b/a', 'b/ab/c'])).toBeUndefined();
    expect(findNameSetProblem(['b/a/c', 'B/A'])).toBe('file-and-folder');
    expect(findNameSetProblem(['b/a/c/d', 'b/a'])).toBe('file-and-folder');
  });
});

describe('the rule that a zip broke', () => {
  it('is told of a refused zip and of nothing else', () => {
    expect(brokenZipRule(zipUnsafe('gap'))).toBe('gap');
    expect(zipUnsafe('gap').details).toStrictEqual({ rule: 'gap' });
    expect(zipUnsafe('gap', 0).details).toStrictEqual({ rule: 'gap', entry: 0 });
    for (const other of [
      undefined,
      new Error('gap'),
      { code: 'format.zip-unsafe', details: { rule: 'gap' } },
      new VaultError('format.malformed', { rule: 'gap' }),
      new VaultError('format.zip-unsafe', { rule: 'toString' }),
      new VaultError('format.zip-unsafe', {}),
    ])
      expect(brokenZipRule(other)).toBeUndefined();
  });
});
