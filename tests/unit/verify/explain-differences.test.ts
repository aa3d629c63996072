import { describe, expect, it } from 'vitest';

import { explainDifferences } from '../../../src/verify/explain-differences.ts';

const files = (text: string) =>
  new Map(
    text
      .split(' ')
      .filter(Boolean)
      .map((pair) => [pair.slice(0, 1), pair.slice(2)]),
  );
const explain = (listed: string, found: string) =>
  explainDifferences(files(listed), files(found)).map(({ code, file, other }) =>
    [code, file, other].filter(Boolean).join(' '),
  );

describe('the differences between what was listed and what was found', () => {
  it.each([
    ['nothing', 'a=1 b=2', 'a=1 b=2', []],
    ['a change', 'a=1 b=2', 'a=1 b=3', ['payload-altered b']],
    ['a swap', 'a=1 b=2 c=3', 'a=2 b=1 c=3', ['files-swapped a b']],
    ['two swaps', 'a=1 b=2 c=3 d=4', 'a=2 b=1 c=4 d=3', ['files-swapped a b', 'files-swapped c d']],
    [
      'three in a ring, which is no pair',
      'a=1 b=2 c=3',
      'a=2 b=3 c=1',
      ['payload-altered a', 'payload-altered b', 'payload-altered c'],
    ],
    ['a copy over another', 'a=1 b=2', 'a=1 b=1', ['payload-altered b']],
    ['a new name', 'a=1 b=2', 'a=1 c=2', ['file-renamed b c']],
    ['a new name and a change', 'a=1 b=2', 'a=1 c=3', ['file-removed b', 'file-added c']],
    ['two of the same content, one renamed twice', 'a=1 b=1', 'c=1', ['file-renamed a c', 'file-removed b']],
    [
      'everything at once',
      'a=1 b=2 c=3 d=4 e=5',
      'a=2 b=1 x=3 d=9 y=7',
      ['files-swapped a b', 'file-renamed c x', 'payload-altered d', 'file-removed e', 'file-added y'],
    ],
  ])('are told as a person would: %s', (_, listed, found, expected) => {
    expect(explain(listed, found)).toEqual(expected);
  });
});
