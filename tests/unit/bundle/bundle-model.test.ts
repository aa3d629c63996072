import { describe, expect, it } from 'vitest';

import { BundleModel } from '../../../src/bundle/bundle-model.ts';
import { entryOf, item, said } from '../../support/bundle/plain-views.ts';

describe('what the entries of a bundle say together', () => {
  it('is the newest version of an item, in whatever order they come', () => {
    const model = new BundleModel([
      item('i', 'document', { a: 2 }, { version: 2 }),
      item('i', 'document', { a: 1 }),
      said('s', 'unit', { b: 1 }),
    ]);
    expect(model.findLatest('i')?.version).toBe(2);
    expect(model.findLatest(undefined)).toBeUndefined();
    expect([
      model.findRecord('i'),
      model.findRecord('s'),
      model.findRecord('x'),
      model.findRecord(undefined),
    ]).toEqual([{ a: 2 }, { b: 1 }, undefined, undefined]);
  });

  it('is which sources there are', () => {
    const model = new BundleModel([
      entryOf('source-added', { source: 's-1', name: 'College', type: 'moodle' }),
      entryOf('source-added', { name: 'Nameless' }),
      entryOf('item-captured', { source: 's-2', name: 'x' }),
    ]);
    expect([...model.sources]).toEqual([['s-1', { name: 'College', type: 'moodle' }]]);
  });

  it('is what was found gone later than it was seen', () => {
    const time = (day: number) => `2026-11-0${String(day)}T00:00:00.000Z`;
    const gone = (...given: [kind: string, day: number | undefined][]) =>
      [
        ...new BundleModel(
          given.map(([kind, day]) =>
            entryOf(kind, { item: 'i', ...(day === undefined ? {} : { at: time(day) }) }),
          ),
        ).gone,
      ].map(([, when]) => when);
    expect(gone(['item-gone', 3], ['item-captured', 1])).toEqual([time(3)]);
    expect(gone(['item-gone', 3], ['item-seen', 4])).toEqual([]);
    expect(gone(['item-gone', 3], ['item-captured', 4], ['item-gone', 5])).toEqual([time(5)]);
    expect(gone(['item-gone', 5], ['item-gone', 3])).toEqual([time(5)]);
    expect(gone(['item-gone', 3], ['item-seen', 3])).toEqual([time(3)]);
    expect(gone(['item-gone', undefined])).toEqual([undefined]);
    expect(gone(['item-gone', undefined], ['item-seen', 1])).toEqual([]);
    expect(gone(['item-failed', 3])).toEqual([]);
    expect([...new BundleModel([entryOf('item-gone', { at: time(1) })]).gone]).toEqual([]);
  });

  it('is where an item belongs', () => {
    const views = [
      item('a-1', 'assignment', { items: ['i-brief'] }),
      item('t-1', 'attempt', { assignment: 'a-1', number: 2 }),
      item('s-1', 'submission', { attempt: 't-1', items: ['i-own'] }),
      item('i-own', 'document'),
      item('i-part', 'document', { partOf: 's-1' }),
      item('i-brief', 'document'),
      item('i-alone', 'document', { attempt: 't-9', assignment: 'a-9' }),
      said('m1', 'mapping', { item: 'a-1', unit: 'u1' }),
      said('m2', 'mapping', { item: 'i-own', unit: 'u2' }),
      said('m3', 'mapping', { item: 'i-own', unit: 'u1' }),
      said('m4', 'note', { item: 'i-own', unit: 'u9' }),
      said('m5', 'mapping', { item: 'i-own' }),
    ];
    const model = new BundleModel(views);
    const placeOf = (id: string) => {
      const found = model.findLatest(id);
      if (found === undefined) throw new Error(id);
      return model.placeOf(found);
    };
    expect(placeOf('i-own')).toEqual({
      units: ['u2', 'u1'],
      assignment: 'a-1',
      attempt: 't-1',
      near: ['i-own', 's-1', 't-1', 'a-1'],
      number: 2,
    });
    expect(placeOf('i-part')).toMatchObject({
      attempt: 't-1',
      assignment: 'a-1',
      near: ['i-part', 's-1', 't-1', 'a-1'],
    });
    expect(placeOf('i-brief')).toEqual({ units: ['u1'], assignment: 'a-1', near: ['i-brief', 'a-1', 'a-1'] });
    expect(placeOf('a-1')).toMatchObject({ assignment: 'a-1', near: ['a-1', 'a-1'] });
    expect(placeOf('t-1')).toMatchObject({ attempt: 't-1', number: 2 });
    expect(placeOf('i-alone')).toEqual({
      units: [],
      assignment: 'a-9',
      attempt: 't-9',
      near: ['i-alone', 't-9', 'a-9'],
    });
  });
});
