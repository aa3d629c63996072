import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { packParts, type Packable } from '../../../src/vault/pack-parts.ts';

const item = (id: string, size: number, unit: string, assignment = id): Packable => ({
  id,
  size,
  within: [unit, assignment],
});

describe('the parts of a split export', () => {
  it('keep a unit together where it fits into a part', () => {
    const items = [item('a', 40, 'u1'), item('b', 30, 'u1'), item('c', 20, 'u2'), item('d', 30, 'u2')];
    expect(packParts(items, 100)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('divide a unit that is too large by its assignments, and those by their items', () => {
    const items = [
      item('a', 50, 'u1', 'x'),
      item('b', 40, 'u1', 'x'),
      item('c', 20, 'u1', 'y'),
      item('d', 60, 'u1', 'y'),
      item('e', 70, 'u1', 'z'),
      item('f', 70, 'u1', 'z'),
    ];
    expect(packParts(items, 100)).toEqual([['a', 'b'], ['c', 'd'], ['e'], ['f']]);
  });

  it('give an item that is larger than a part one for itself', () => {
    expect(packParts([item('a', 10, 'u'), item('b', 500, 'u'), item('c', 10, 'u')], 100)).toEqual([
      ['a'],
      ['b'],
      ['c'],
    ]);
  });

  it('hold every item once, in order within its unit, and never more than fits', () => {
    const items = fc
      .array(
        fc.record({
          size: fc.integer({ min: 1, max: 120 }),
          unit: fc.constantFrom('u', 'v', 'w'),
          assignment: fc.constantFrom('x', 'y'),
        }),
        { minLength: 1, maxLength: 40 },
      )
      .map((list) =>
        list.map(({ size, unit, assignment }, at) => item(`i${String(at)}`, size, unit, assignment)),
      );
    fc.assert(
      fc.property(items, (given) => {
        const parts = packParts(given, 100);
        const sizes = new Map(given.map(({ id, size }) => [id, size]));
        expect(parts.flat().sort()).toEqual(given.map(({ id }) => id).sort());
        for (const part of parts) {
          expect(part).not.toEqual([]);
          const size = part.reduce((sum, id) => sum + (sizes.get(id) ?? 0), 0);
          if (part.length > 1) expect(size).toBeLessThanOrEqual(100);
        }
      }),
    );
  });
});
