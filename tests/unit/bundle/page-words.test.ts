import { describe, expect, it } from 'vitest';

import type { JsonValue } from '../../../src/base/json.ts';
import { sayRole, saySize, sayStated, sayTime, sayWritten } from '../../../src/bundle/page/words.ts';

const plain = (text: string) =>
  text
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();

describe('words on a page', () => {
  it.each<[string | undefined, string | undefined]>([
    [undefined, undefined],
    ['2026-11-21T09:30:15.000Z', '21 November 2026, 09:30 UTC'],
    ['2026-01-02T09:30:15+01:00', '2 January 2026, 09:30'],
    ['2026-12-31', '31 December 2026'],
    ['2026-13-01', '2026-13-01'],
    ['2026-00-01', '2026-00-01'],
    ['x2026-01-01', 'x2026-01-01'],
    ['2026-01-01x', '2026-01-01x'],
    ['2026-01-01T', '1 January 2026'],
    ['2026-01-01TZ', '1 January 2026'],
    ['soon', 'soon'],
  ])('say the time %j as people do', (time, expected) => {
    const markup = sayTime(time);
    expect(markup === undefined ? undefined : plain(markup.text)).toBe(expected);
  });

  it.each<[JsonValue | undefined, string | undefined]>([
    ['a', 'a'],
    [5, '5'],
    [true, 'true'],
    ['', undefined],
    [null, undefined],
    [undefined, undefined],
    [['a'], undefined],
    [{ said: 'x', means: '2026-01-02' }, '2 January 2026'],
    [{ said: 'x', means: 'pass' }, 'pass'],
    [{ said: 'x', shown: 'y' }, 'y'],
    [{ said: 'x' }, 'x'],
    [{ said: { a: 1 } }, undefined],
    [{}, undefined],
  ])('say what was stated: %j', (value, expected) => {
    const markup = sayStated(value);
    expect(markup === undefined ? undefined : plain(markup.text)).toBe(expected);
  });

  it.each<[number, string]>([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [9_949, '9.9 kB'],
    [9_950, '10 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [5e9, '5.0 GB'],
    [5e12, '5.0 TB'],
    [5e15, '5000 TB'],
  ])('say %d bytes', (bytes, expected) => {
    expect(saySize(bytes)).toBe(expected);
  });

  const text = (given: string, format?: string) => ({
    said: given,
    ...(format === undefined ? {} : { format: { means: format } }),
  });
  it.each<[JsonValue | undefined, string[]]>([
    [text('One.\n\n  Two. ', 'plain'), ['One.', 'Two.']],
    [text('1 &lt; 2<br>', 'plain'), ['1 &amp;lt; 2&lt;br&gt;']],
    [text('<p>One.</p><p>Two<br/>three</p>', 'html'), ['One.', 'Two', 'three']],
    [text('<p>One &lt; two.</p>'), ['One &lt; two.']],
    [text('<script>alert(1)</script>'), ['alert(1)']],
    ['One.', []],
    [undefined, []],
  ])('say what was written, a paragraph for each line: %j', (value, expected) => {
    expect(sayWritten(value).map((one) => one.text)).toEqual(
      expected.map((line) => `<p dir="auto">${line}</p>`),
    );
  });

  it.each<[JsonValue | undefined, string]>([
    ['submission-file', 'File handed in'],
    ['brief', 'Brief'],
    ['later', 'Document'],
    ['toString', 'Document'],
    [['brief'], 'Document'],
    [undefined, 'Document'],
  ])('say the role %j', (role, expected) => {
    expect(sayRole(role)).toBe(expected);
  });
});
