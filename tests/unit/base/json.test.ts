import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { asJson } from '../../../src/base/as-json.ts';
import { encodeCanonicalJson } from '../../../src/base/canonical-json.ts';
import { VaultError } from '../../../src/base/errors.ts';
import type { JsonValue } from '../../../src/base/json.ts';
import { parseStrictJson } from '../../../src/base/parse-json.ts';

/** JSON values whose numbers and strings have a canonical form. */
const { value: jsonValue } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger(),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((x) => !Number.isInteger(x) || (Number.isSafeInteger(x) && !Object.is(x, -0))),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

function refusal(text: string): string {
  try {
    parseStrictJson(text);
  } catch (error) {
    if (error instanceof VaultError && error.code === 'input.json-invalid') return String(error.details.what);
    throw error;
  }
  return 'accepted';
}

/** The value, written again, or what was wrong with it. */
function outcome(text: string): string {
  const refused = refusal(text);
  if (refused === 'accepted') return JSON.stringify(parseStrictJson(text));
  // What comes after a value is a matter of what it stands in.
  return refused === 'trailing-text' ? 'syntax' : refused;
}

describe('the strict JSON parser', () => {
  it('reads whatever JSON.parse reads, to the same value, if no reader could take it otherwise', () => {
    fc.assert(
      fc.property(jsonValue, fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        expect(parseStrictJson(JSON.stringify(value, undefined, indent))).toEqual(value);
      }),
    );
  });

  it('says the same of a text whichever way it reads it', () => {
    // An escape anywhere has all of it read by the careful way.
    const carefully = (text: string): string => outcome(`["\\u0041",${text}\n]`).replace(/^\["A",|\]$/gu, '');
    const names = fc.constantFrom('a', 'b', ':', '"', '__proto__', '1', '');
    const { value } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(
          'null',
          'true',
          '0',
          '-0',
          '1.5',
          '9007199254740993',
          '1e999',
          '01',
          '":"',
          '"\\n:"',
          '"\ud800"',
          '',
        ),
        fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
        fc
          .array(fc.tuple(names, tie('value')), { maxLength: 4 })
          .map(
            (members) =>
              `{${members.map(([name, member]) => `${JSON.stringify(name)}: ${member}`).join(',')}}`,
          ),
      ),
    }));
    fc.assert(
      fc.property(value, (text) => {
        expect(outcome(text)).toBe(carefully(text));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['a duplicate name', '{"a":1,"a":2}', 'duplicate-name'],
    ['a duplicate name whose text has colons', '{"a:":":","a:":1}', 'duplicate-name'],
    ['a duplicate name written with an escape', '{"a":1,"\\u0061":2}', 'duplicate-name'],
    ['a duplicate name deep inside', '[{"x":{"b":1,"b":1}}]', 'duplicate-name'],
    ['an integer beyond 2^53 - 1', '9007199254740993', 'integer-range'],
    ['the same in exponent form', '1e30', 'integer-range'],
    ['a number that is not finite', '1e999', 'number'],
    ['a lone high surrogate', '"\\ud800"', 'lone-surrogate'],
    ['a lone low surrogate as a name', '{"\\udc00":1}', 'lone-surrogate'],
    ['text after the value', '1 2', 'trailing-text'],
    ['a leading zero', '01', 'trailing-text'],
    ['a plus sign', '+1', 'syntax'],
    ['a trailing comma in a list', '[1,]', 'syntax'],
    ['a trailing comma in an object', '{"a":1,}', 'syntax'],
    ['single quotes', "{'a':1}", 'syntax'],
    ['a raw line feed in a string', '"a\nb"', 'syntax'],
    ['an unknown escape', '"\\x41"', 'syntax'],
    ['a comment', '/* a */1', 'syntax'],
    ['NaN', 'NaN', 'syntax'],
    ['nothing at all', '', 'syntax'],
    ['a byte order mark', '\ufeff1', 'syntax'],
    ['an unfinished string', '"abc', 'syntax'],
    ['an unfinished object', '{"a":1', 'syntax'],
  ])('refuses %s', (_what, text, what) => {
    expect(refusal(text)).toBe(what);
  });

  it('refuses nesting over 64 instead of running out of stack', () => {
    expect(refusal('['.repeat(100_000))).toBe('too-deep');
    expect(refusal('['.repeat(65) + ']'.repeat(65))).toBe('accepted');
  });

  it('reads a string of millions of characters', () => {
    const long = '\\n"é'.repeat(500_000);
    expect(parseStrictJson(JSON.stringify(long))).toBe(long);
  });

  it('refuses bytes that are no UTF-8', () => {
    expect(() => parseStrictJson(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(
      expect.objectContaining({ code: 'format.malformed' }) as Error,
    );
  });

  it('keeps a member named __proto__ as a member', () => {
    const value = parseStrictJson('{"__proto__":{"a":1}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(JSON.stringify(value)).toBe('{"__proto__":{"a":1}}');
  });
});

describe('canonical JSON', () => {
  it('is undone by the strict parser, and comes out the same again', () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        const text = encodeCanonicalJson(value);
        expect(parseStrictJson(text)).toEqual(value);
        expect(encodeCanonicalJson(parseStrictJson(text))).toBe(text);
      }),
    );
  });

  it('does not depend on the order of members', () => {
    expect(encodeCanonicalJson({ b: 1, a: { d: 2, c: 3 } })).toBe(
      encodeCanonicalJson({ a: { c: 3, d: 2 }, b: 1 }),
    );
  });

  it('does not depend on the order of members, whichever way it is written', () => {
    const name = fc.oneof(fc.nat(12).map(String), fc.constantFrom('a', '', '__proto__', '\u20ac'));
    fc.assert(
      fc.property(fc.dictionary(name, jsonValue, { noNullPrototype: true }), (value) => {
        const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
        const written = members.map((member) => member.map(encodeCanonicalJson).join(':'));
        const reversed = Object.fromEntries(members.toReversed());
        expect(encodeCanonicalJson(value)).toBe(`{${written.join(',')}}`);
        expect(encodeCanonicalJson([reversed])).toBe(`[${encodeCanonicalJson(value)}]`);
      }),
    );
  });

  // The example of RFC 8785 section 3.2.3, which sorts by UTF-16 code units.
  it("sorts names as RFC 8785's example does", () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const order = [...encodeCanonicalJson(value).matchAll(/:"([^"]*)"/g)].map(([, text]) => text);
    expect(order).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  // RFC 8785 section 3.2.2 and appendix B.
  it.each([
    [0, '0'],
    [-0, '0'],
    [5e-324, '5e-324'],
    [1.7976931348623157e308, 'integer-range'],
    [333333333.3333333, '333333333.3333333'],
    [4.5, '4.5'],
    [0.002, '0.002'],
    [1e-27, '1e-27'],
    [Number.NaN, 'number'],
    [Number.POSITIVE_INFINITY, 'number'],
    [2 ** 53, 'integer-range'],
  ])('writes the number %d as RFC 8785 says, or refuses it', (value, expected) => {
    try {
      expect(encodeCanonicalJson(value)).toBe(expected);
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      expect(error.details.what).toBe(expected);
    }
  });

  it('refuses a lone surrogate in a value and in a name', () => {
    expect(() => encodeCanonicalJson('\ud800')).toThrow(VaultError);
    expect(() => encodeCanonicalJson({ '\udfff': 1 })).toThrow(VaultError);
  });
});

describe('a value made plain JSON', () => {
  it('loses members that are undefined, at any depth, and nothing else', () => {
    expect(asJson({ a: undefined, b: [1, undefined, { c: undefined }], d: null })).toEqual({
      b: [1, null, {}],
      d: null,
    });
    expect(asJson(undefined)).toBeUndefined();
  });

  it('is refused if JSON cannot hold it', () => {
    for (const value of [() => 1, Symbol('a'), 1n]) {
      expect(() => asJson({ value })).toThrow(
        expect.objectContaining({ code: 'input.record-invalid' }) as Error,
      );
    }
  });
});
