import { describe, expect, it } from 'vitest';

import { latestRehearsal, rehearsalFacts, type RehearsalFacts } from '../../../src/bundle/rehearsal-facts.ts';
import type { EntryView } from '../../../src/bundle/entry-view.ts';

const facts = { at: '2026-03-12T10:00:00.000Z', items: 19, readable: 18, of: 20 };
const viewOf = (fields: EntryView['fields'], kind = 'restore-rehearsed'): EntryView => ({
  entry: { log: 'a'.repeat(32), index: 1 },
  kind,
  fields: { kind, ...fields },
  record: {},
  notShown: [],
});

describe('what an entry says of getting the vault back as a trial', () => {
  it('is read from an entry of that kind, and from no other', () => {
    expect(rehearsalFacts(viewOf(facts))).toEqual(facts);
    expect(rehearsalFacts(viewOf(facts, 'replica-checked'))).toBeUndefined();
  });

  it.each([
    ['a part that is not opened', { at: facts.at, items: 19, of: 20 }],
    ['more that came back than were tried', { ...facts, readable: 20 }],
    ['more that were tried than there were', { ...facts, of: 18 }],
    ['counts that are none', { ...facts, readable: -1 }],
    ['parts of an item', { ...facts, readable: 1.5 }],
    ['a time that is none', { ...facts, at: 'yesterday' }],
  ])('is not believed with %s', (_, told) => {
    expect(rehearsalFacts(viewOf(told))).toBeUndefined();
  });

  it('is the latest of several, in whatever order they come', () => {
    const earlier = { ...facts, at: '2026-02-01T10:00:00.000Z' };
    for (const order of [
      [facts, earlier],
      [earlier, facts],
    ])
      expect(latestRehearsal(order)).toBe(facts);
    expect(latestRehearsal<RehearsalFacts>([])).toBeUndefined();
  });
});
