import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  countFilters,
  itemFilterOf,
  noFilters,
  orderOf,
  parseFilters,
  routeOf,
  type Filters,
} from '../../../../renderer/features/evidence/filters.ts';
import { parseRoute } from '../../../../renderer/app/router.ts';
import { itemFilterSchema } from '../../../../src/contract/methods/item-methods.ts';

const id = fc.option(fc.string({ minLength: 1, maxLength: 40 }), { nil: undefined });
const anyFilters: fc.Arbitrary<Filters> = fc.record({
  view: fc.constantFrom('list', 'time'),
  source: id,
  kind: id,
  unit: id,
  state: fc.constantFrom(undefined, 'failed', 'gone'),
  text: fc.string({ maxLength: 60 }),
  order: fc.constantFrom(undefined, 'newest', 'oldest', 'name', 'best'),
});

describe('the filters of the evidence list', () => {
  it('come back from their address as they were', () => {
    fc.assert(
      fc.property(anyFilters, (filters) => {
        expect(parseFilters(parseRoute(`#${routeOf(filters)}`).query)).toEqual(filters);
      }),
    );
  });

  it('are always what the contract takes, whatever an address says', () => {
    fc.assert(
      fc.property(fc.string(), (query) => {
        const filters = parseFilters(new URLSearchParams(query));
        expect(itemFilterSchema.safeParse(itemFilterOf(filters)).success).toBe(true);
      }),
    );
    const long = parseFilters(new URLSearchParams({ kind: 'k'.repeat(41), q: 'q'.repeat(900) }));
    expect(long.kind).toBeUndefined();
    expect(itemFilterSchema.safeParse(itemFilterOf(long)).success).toBe(true);
  });

  it('leave out what is usual', () => {
    expect(routeOf(noFilters)).toBe('/evidence');
    expect(routeOf({ ...noFilters, kind: 'grade', text: 'bridge' })).toBe('/evidence?kind=grade&q=bridge');
  });

  it('count what narrows the list, without the words', () => {
    expect(countFilters({ ...noFilters, text: 'bridge' })).toBe(0);
    expect(countFilters({ ...noFilters, kind: 'grade', state: 'gone' })).toBe(2);
  });

  it('put the best first only where words are sought, and keep a timeline in order of time', () => {
    expect(orderOf(noFilters)).toBe('newest');
    expect(orderOf({ ...noFilters, text: 'bridge' })).toBe('best');
    expect(orderOf({ ...noFilters, order: 'best' })).toBe('newest');
    expect(orderOf({ ...noFilters, view: 'time', text: 'bridge' })).toBe('newest');
    expect(orderOf({ ...noFilters, view: 'time', order: 'name' })).toBe('newest');
    expect(orderOf({ ...noFilters, view: 'time', order: 'oldest' })).toBe('oldest');
  });

  it('do not seek blanks', () => {
    expect(itemFilterOf({ ...noFilters, text: '   ' })).toEqual({});
  });
});
