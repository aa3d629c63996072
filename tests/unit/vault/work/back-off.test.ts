import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { waitAfter } from '../../../../src/vault/work/back-off.ts';

const rule = { first: 1000, longest: 60_000 };

describe('waiting after failures', () => {
  it('doubles up to the longest, and is longer by up to a tenth', () => {
    expect([1, 2, 3, 6, 7, 100].map((failures) => waitAfter(failures, rule, 0))).toEqual([
      1000, 2000, 4000, 32_000, 60_000, 60_000,
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, by) => {
        const wait = waitAfter(n, rule, by);
        expect(wait).toBeGreaterThanOrEqual(waitAfter(n, rule, 0));
        expect(wait).toBeLessThanOrEqual(rule.longest * 1.1);
      }),
    );
  });

  it('is none where nothing failed', () => {
    expect(waitAfter(0, rule, 1)).toBe(0);
  });
});
