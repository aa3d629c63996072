import { describe, expect, it } from 'vitest';

import type { CopyFound } from '../../../src/contract/methods/restore-methods.ts';
import { foundByVault, sayVault } from '../../../renderer/features/restore/found-by-vault.ts';
import { stageOf } from '../../../renderer/features/restore/restore-stage.ts';

const copy = (vault: string, name: string, lastCopied?: string): CopyFound => ({
  vault,
  name,
  type: lastCopied === undefined ? 'webdav' : 'folder',
  files: 1,
  bytes: 10,
  ...(lastCopied === undefined ? {} : { lastCopied }),
});
const [one, two, three] = ['1111222233334444', 'aaaabbbbccccdddd', '9999888877776666'];

describe('second copies that were found', () => {
  it('are put together by vault, with the one first that was copied last', () => {
    const found = foundByVault([
      copy(three, 'server'),
      copy(one, 'stick', '2026-03-01T10:00:00.000Z'),
      copy(two, 'stick', '2026-04-01T10:00:00.000Z'),
      copy(one, 'disk', '2026-05-01T10:00:00.000Z'),
    ]);
    expect(found.map(({ vault }) => vault)).toEqual([one, two, three]);
    expect(found[0]?.copies.map(({ name }) => name)).toEqual(['stick', 'disk']);
    expect(found.map(({ lastCopied }) => lastCopied)).toEqual([
      '2026-05-01T10:00:00.000Z',
      '2026-04-01T10:00:00.000Z',
      undefined,
    ]);
    expect(foundByVault([])).toEqual([]);
  });

  it('are told apart by digits that a person can compare', () => {
    expect(sayVault(two)).toBe('aaaa bbbb');
  });
});

describe('the stages of a restore', () => {
  it.each([
    [undefined, 'reading', 'nothing'],
    ['Reading the second copies', 'reading', 'nothing'],
    ['Copying files', 'files', 'bytes'],
    ['Copying the history', 'history', 'nothing'],
    ['Making the index', 'list', 'nothing'],
    ['the history', 'history', 'nothing'],
    ['that every file is there', 'there', 'items'],
    ['what is in every file', 'opening', 'bytes'],
    ['what is in every file, 120 MB a second', 'opening', 'bytes'],
    ['something new', 'reading', 'nothing'],
  ] as const)('%s is told as %s, counted in %s', (name, stage, counts) => {
    expect(stageOf(name)).toEqual({ stage, counts });
  });
});
