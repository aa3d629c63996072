import { describe, expect, it } from 'vitest';

import { defineWords, wordsIn } from '../../../renderer/language/define-words.ts';
import { sayDate, sayExactly } from '../../../renderer/language/date-words.ts';
import { fill } from '../../../renderer/language/fill.ts';
import { plural } from '../../../renderer/language/plural.ts';
import { saySize } from '../../../renderer/language/size-words.ts';

describe('words', () => {
  const words = defineWords({
    en: { title: 'Home', deep: { one: 'One', two: 'Two' } },
    cy: { deep: { one: 'Un' } },
  });

  it('are English unless another language is chosen', () => {
    expect(wordsIn(words, 'en').title).toBe('Home');
    expect(wordsIn(words, 'fr')).toEqual({ title: 'Home', deep: { one: 'One', two: 'Two' } });
  });

  it('fall back to English where another language has gaps', () => {
    expect(wordsIn(words, 'cy')).toEqual({ title: 'Home', deep: { one: 'Un', two: 'Two' } });
  });

  it('are the same object each time, so that nothing is drawn anew', () => {
    expect(wordsIn(words, 'cy')).toBe(wordsIn(words, 'cy'));
  });

  it.each(['constructor', '__proto__', 'toString'])('are not taken from %j', (language) => {
    expect(wordsIn(words, language).title).toBe('Home');
  });
});

describe('a filled sentence', () => {
  it('holds the values, with numbers as people write them', () => {
    expect(fill('{name} has {count} items', { name: 'Sam', count: 12_345 })).toBe('Sam has 12,345 items');
  });

  it('does not read placeholders in values', () => {
    expect(fill('{a} {b}', { a: '{b}', b: '$&' })).toBe('{b} $&');
  });

  it('leaves a placeholder without a value standing', () => {
    expect(fill('{a} and {toString}', { a: 'x' })).toBe('x and {toString}');
  });

  it.each([
    [0, '0 items'],
    [1, '1 item'],
    [2, '2 items'],
    [1000, '1,000 items'],
  ])('counts %d as %j', (count, said) => {
    expect(plural(count, '{count} item', '{count} items')).toBe(said);
  });
});

describe('a date', () => {
  const now = new Date(2026, 10, 22, 12, 0, 0);
  const at = (...parts: [number, number, number, number?, number?, number?]): string =>
    new Date(parts[0], parts[1], parts[2], parts[3] ?? 0, parts[4] ?? 0, parts[5] ?? 0).toISOString();

  it.each([
    [at(2026, 10, 22, 11, 59, 30), 'just now'],
    [at(2026, 10, 22, 12, 0, 20), 'just now'],
    [at(2026, 10, 22, 11, 59), '1 minute ago'],
    [at(2026, 10, 22, 11, 20), '40 minutes ago'],
    [at(2026, 10, 22, 12, 10), 'in 10 minutes'],
    [at(2026, 10, 22, 9, 5), 'today at 09:05'],
    [at(2026, 10, 22, 18, 5), 'today at 18:05'],
    [at(2026, 10, 21, 0, 1), 'yesterday'],
    [at(2026, 10, 21, 23, 59), 'yesterday'],
    [at(2026, 10, 23, 6, 0), 'tomorrow at 06:00'],
    [at(2026, 10, 20, 23, 59), '20 November'],
    [at(2026, 2, 3), '3 March'],
    [at(2025, 2, 3), '3 March 2025'],
  ])('%s is said as %j', (moment, said) => {
    expect(sayDate(moment, now)).toBe(said);
  });

  it('minds the calendar, not spans of a day', () => {
    const morning = new Date(2026, 10, 22, 0, 30, 0);
    expect(sayDate(at(2026, 10, 21, 23, 0), morning)).toBe('yesterday');
  });

  it('is exact to the second on hover', () => {
    expect(sayExactly(at(2025, 2, 3, 14, 5, 9))).toMatch(/^Monday 3 March 2025, 14:05:09 /u);
  });

  it('that cannot be read is given back as it is', () => {
    expect(sayDate('some day', now)).toBe('some day');
    expect(sayExactly('some day')).toBe('some day');
  });
});

describe('a size', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [812, '812 bytes'],
    [999, '999 bytes'],
    [1000, '1 KB'],
    [3_400_000, '3.4 MB'],
    [99_960_000, '100 MB'],
    [999_999_999, '1 GB'],
    [2_000_000_000_000_000, '2,000 TB'],
  ])('of %d bytes is said as %j', (bytes, said) => {
    expect(saySize(bytes)).toBe(said);
  });
});
