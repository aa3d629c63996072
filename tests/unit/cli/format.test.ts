import { describe, expect, it } from 'vitest';
import { saySize, sayCount } from '../../../src/cli/format/numbers.ts';
import { jsonLine, plainText } from '../../../src/cli/format/plain-text.ts';
import { recordLines } from '../../../src/cli/format/record-lines.ts';
import { tableLines } from '../../../src/cli/format/table.ts';
import { sayDay, sayTime } from '../../../src/cli/format/times.ts';

describe('text that a terminal is shown', () => {
  it('does nothing that a hostile file name asks of the terminal', () => {
    expect(plainText('a\u001b[2Jb\u202egpj.exe\u0007\u009b')).toBe(
      'a\\u{1b}[2Jb\\u{202e}gpj.exe\\u{7}\\u{9b}',
    );
  });

  it('keeps names in other writings, emoji and accents as they are', () => {
    expect(plainText('Zoë 日本語 👩🏽‍🔧 résumé.pdf')).toBe('Zoë 日本語 👩🏽‍🔧 résumé.pdf');
  });

  it('says a name of several lines on one', () => {
    expect(plainText('one\r\ntwo\tthree\u2028four')).toBe('one two three four');
  });

  it('prints JSON on one line that is the same value and moves no terminal', () => {
    const value = { name: 'a\u001b[2J\u009b2J\u202e\u2028\ud83d\udc77 ü', lone: '\ud800' };
    const line = jsonLine(value);
    expect(JSON.parse(line)).toEqual(value);
    expect(line).not.toMatch(/[\p{Cc}\u202e\u2028]/u);
  });
});

describe('numbers and times', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [3_420_000, '3.4 MB'],
    [999_499, '999 kB'],
    [999_600, '1.0 MB'],
    [20_971_520, '21 MB'],
    [5_000_000_000, '5.0 GB'],
  ])('says %d bytes as %s', (bytes, said) => {
    expect(saySize(bytes)).toBe(said);
  });

  it('says one and many', () => {
    expect(sayCount(1, 'file')).toBe('1 file');
    expect(sayCount(1200, 'file')).toBe('1,200 files');
    expect(sayCount(2, 'criterion', 'criteria')).toBe('2 criteria');
  });

  it('says a time as a person does, and leaves alone what is none', () => {
    expect(sayTime('2026-11-21T12:33:00.000Z')).toMatch(/^2[12] November 2026 at \d\d:\d\d$/u);
    expect(sayDay('2026-11-21T12:33:00.000Z')).toMatch(/^2[12] November 2026$/u);
    expect(sayTime('soon')).toBe('soon');
  });
});

describe('tables and records', () => {
  it('lines columns up and leaves out those that are empty', () => {
    expect(
      tableLines([
        ['a', '', 'long name'],
        ['bbb', '', 'x'],
      ]),
    ).toEqual(['a    long name', 'bbb  x']);
  });

  it('has nothing to say of no rows', () => {
    expect(tableLines([])).toEqual([]);
  });

  it('shows what lies within a record further to the right', () => {
    expect(
      recordLines({ title: 'Unit 1', grade: { said: 'Pass', means: null }, of: [1, 2], parts: [{ a: 1 }] }),
    ).toEqual([
      '  title: Unit 1',
      '  grade:',
      '    said: Pass',
      '    means: null',
      '  of: 1, 2',
      '  parts:',
      '    1:',
      '      a: 1',
    ]);
  });
});
