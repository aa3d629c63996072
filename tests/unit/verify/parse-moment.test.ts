import { describe, expect, it } from 'vitest';

import { VaultError } from '../../../src/base/errors.ts';
import { parseMoment } from '../../../src/verify/parse-moment.ts';

describe('a moment that somebody typed', () => {
  it('is the start or the end of a day, or a time in UTC', () => {
    expect(parseMoment('2026-11-22', 'start')).toBe('2026-11-22T00:00:00.000Z');
    expect(parseMoment('2026-11-22', 'end')).toBe('2026-11-22T23:59:59.999Z');
    expect(parseMoment('2028-02-29', 'end')).toBe('2028-02-29T23:59:59.999Z');
    expect(parseMoment('2026-11-22T09:30:00Z', 'end')).toBe('2026-11-22T09:30:00.000Z');
    expect(parseMoment('2026-11-22T00:30:00+01:00', 'end')).toBe('2026-11-21T23:30:00.000Z');
  });

  it('is refused where the calendar or the clock has none such', () => {
    for (const text of [
      '2026-02-31',
      '2026-02-31T09:30:00Z',
      '2026-02-29T09:30:00+01:00',
      '2026-13-01',
      '2026-11-22T24:00:00Z',
      '2026-11-22T09:30:00',
      '22 November 2026',
      '',
    ])
      expect(() => parseMoment(text, 'end'), text).toThrow(VaultError);
  });
});
