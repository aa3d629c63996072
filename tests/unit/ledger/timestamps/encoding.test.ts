import { describe, expect, it } from 'vitest';

import { parseHex } from '../../../../src/base/bytes.ts';
import { parseGeneralizedTime, parseUtcTime } from '../../../../src/ledger/timestamps/asn-time.ts';
import { requireDer } from '../../../../src/ledger/timestamps/strict-der.ts';

const iso = (at: number): string => new Date(at).toISOString();

describe('times in certificates and tokens', () => {
  it.each([
    ['20260102030405Z', '2026-01-02T03:04:05.000Z'],
    ['20260102030405.1Z', '2026-01-02T03:04:05.100Z'],
    ['20260102030405.9999Z', '2026-01-02T03:04:05.999Z'],
    ['20240229000000Z', '2024-02-29T00:00:00.000Z'],
    ['00010101000000Z', '0001-01-01T00:00:00.000Z'],
    ['99991231235959Z', '9999-12-31T23:59:59.000Z'],
  ])('reads %s', (text, expected) => {
    expect(iso(parseGeneralizedTime(text))).toBe(expected);
  });

  it.each([
    ['500101000000Z', '1950-01-01T00:00:00.000Z'],
    ['491231235959Z', '2049-12-31T23:59:59.000Z'],
  ])('reads the short %s', (text, expected) => {
    expect(iso(parseUtcTime(text))).toBe(expected);
  });

  it.each([
    '20260102030405',
    '20260102030405+0000',
    '202601020304Z',
    '20260102030405.Z',
    '20260102030405.10Z',
    '20260102030405,1Z',
    '20260230000000Z',
    '20250229000000Z',
    '20261301000000Z',
    '20260001000000Z',
    '20260102240000Z',
    '20260102036005Z',
    '20161231235960Z',
    ' 20260102030405Z',
  ])('refuses %s', (text) => {
    expect(() => parseGeneralizedTime(text)).toThrow('malformed');
  });

  it.each(['2601020304Z', '260102030405', '260102030405+0100', '260132030405Z', '20260102030405Z'])(
    'refuses the short %s',
    (text) => {
      expect(() => parseUtcTime(text)).toThrow('malformed');
    },
  );
});

describe('requireDer', () => {
  it.each([
    ['an empty sequence', '3000'],
    ['true and false', '30060101ff010100'],
    ['integers', '300a02010002017f02020080'],
    ['a negative integer', '0201ff'],
    ['a length of two bytes', `0481 80${'00'.repeat(128)}`],
    ['a length of three bytes', `04820100${'00'.repeat(256)}`],
    ['a value of its own tag', 'a003020101'],
    ['a set', '3103020101'],
  ])('takes %s', (_name, text) => {
    expect(() => requireDer(parseHex(text.replace(' ', '')))).not.toThrow();
  });

  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['bytes after the end', '300000'],
    ['a length that goes over the end', '3001'],
    ['a value that goes over its sequence', '3003020201'],
    ['a length longer than it need be', '04810100'],
    ['a length with a zero before it', `04820080${'00'.repeat(128)}`],
    ['a length of four bytes', '0484000000 01ff'],
    ['a length without end', '30800000'],
    ['a tag of more than one byte', '1f8100'],
    ['a true that is 1', '010101'],
    ['a true of two bytes', '0102ffff'],
    ['an integer of no bytes', '0200'],
    ['an integer with a zero too many', '0202007f'],
    ['a negative integer with a byte too many', '0202ff80'],
    ['a null with something in it', '050100'],
    ['an octet string in pieces', '2403040100'],
    ['a sequence that holds no values', '1000'],
    ['a set that holds no values', '1100'],
    ['an end of contents', '0000'],
  ])('refuses %s', (_name, text) => {
    expect(() => requireDer(parseHex(text.replace(' ', '')))).toThrow('malformed');
  });

  it('goes 32 levels down and no further', () => {
    const nest = (levels: number): Uint8Array => {
      let value = Uint8Array.of(0x30, 0);
      for (let level = 1; level < levels; level += 1) value = Uint8Array.of(0x30, value.length, ...value);
      return value;
    };
    expect(() => requireDer(nest(32))).not.toThrow();
    expect(() => requireDer(nest(33))).toThrow('over-limit');
  });
});
