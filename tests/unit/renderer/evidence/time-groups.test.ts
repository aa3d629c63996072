import { describe, expect, it } from 'vitest';

import { groupOf } from '../../../../renderer/features/evidence/time-groups.ts';
import { placeAfterKey } from '../../../../renderer/features/evidence/list-keys.ts';
import { words } from '../../../../renderer/features/evidence/words.ts';

const now = new Date(2026, 10, 22, 9, 0);
const group = (...at: [number, number, number, number?]): string =>
  groupOf(new Date(...at).toISOString(), words.en, now);

describe('the timeline', () => {
  it('names the last week day by day', () => {
    expect(group(2026, 10, 22, 0)).toBe('Today');
    expect(group(2026, 10, 21, 23)).toBe('Yesterday');
    expect(group(2026, 10, 20)).toBe('Friday 20 November');
    expect(group(2026, 10, 16)).toBe('Monday 16 November');
  });

  it('names what is older by month, and by year where it is another one', () => {
    expect(group(2026, 10, 15)).toBe('November');
    expect(group(2026, 8, 1)).toBe('September');
    expect(group(2024, 8, 1)).toBe('September 2024');
  });

  it('has a place for what was never copied', () => {
    expect(groupOf(undefined, words.en, now)).toBe('Not copied yet');
    expect(groupOf('rubbish', words.en, now)).toBe('Not copied yet');
  });
});

describe('the keys of a list', () => {
  const list = { total: 100, seen: 10 };

  it('lead up, down, by screens and to the ends, and never beyond', () => {
    expect(placeAfterKey('ArrowDown', 5, list)).toBe(6);
    expect(placeAfterKey('ArrowUp', 5, list)).toBe(4);
    expect(placeAfterKey('PageDown', 5, list)).toBe(14);
    expect(placeAfterKey('PageUp', 5, list)).toBe(0);
    expect(placeAfterKey('Home', 50, list)).toBe(0);
    expect(placeAfterKey('End', 50, list)).toBe(99);
    expect(placeAfterKey('ArrowDown', 99, list)).toBe(99);
    expect(placeAfterKey('ArrowUp', 0, list)).toBe(0);
  });

  it('leave other keys and empty lists alone', () => {
    expect(placeAfterKey('a', 5, list)).toBeUndefined();
    expect(placeAfterKey('ArrowDown', 0, { total: 0, seen: 5 })).toBeUndefined();
  });
});
