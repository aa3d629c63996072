import { describe, expect, it } from 'vitest';

import { parseRange } from '../../../../electron/main/policies/content-range.ts';

describe('ranges', () => {
  it.each<[string | null, ReturnType<typeof parseRange>]>([
    ['bytes=0-9', { start: 0, end: 10 }],
    ['bytes=10-', { start: 10, end: 100 }],
    ['bytes=90-500', { start: 90, end: 100 }],
    ['bytes=-10', { start: 90, end: 100 }],
    ['bytes=-500', { start: 0, end: 100 }],
    ['bytes=99-99', { start: 99, end: 100 }],
    [' bytes=0-0 ', { start: 0, end: 1 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=100-200', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    [null, 'all'],
    ['', 'all'],
    ['bytes=', 'all'],
    ['bytes=-', 'all'],
    ['bytes=9-0', 'all'],
    ['bytes=0-9,20-29', 'all'],
    ['bytes=a-b', 'all'],
    ['bytes=-1-2', 'all'],
    ['bytes=0x0-0x9', 'all'],
    ['bytes=1e1-', 'all'],
    ['items=0-9', 'all'],
    ['bytes=99999999999999999999-', 'all'],
  ])('%j of 100 bytes is %j', (header, range) => {
    expect(parseRange(header, 100)).toEqual(range);
  });

  it('of nothing cannot be had', () => {
    expect(parseRange('bytes=0-', 0)).toBe('unsatisfiable');
    expect(parseRange('bytes=-1', 0)).toBe('unsatisfiable');
    expect(parseRange(null, 0)).toBe('all');
  });
});
