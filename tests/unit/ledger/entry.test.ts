import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { concatBytes, encodeHex, utf8 } from '../../../src/base/bytes.ts';
import { encodeCanonicalJson } from '../../../src/base/canonical-json.ts';
import { randomBytes } from '../../../src/crypto/random.ts';
import { decodeEntry, encodeEntry, encodeFields } from '../../../src/ledger/entry.ts';
import {
  isDestroyedKey,
  keyRecordLength,
  unwrapEntryKey,
  wrapEntryKey,
} from '../../../src/ledger/keys-codec.ts';
import { logContext } from '../../../src/ledger/log-context.ts';
import { openEntry, sealEntry } from '../../../src/ledger/sealed-entry.ts';
import { nodeHashes as hashes } from '../../../src/platform/node-hashes.ts';
import { entryFields, flipBit } from './arbitraries.ts';

const malformed = expect.objectContaining({ code: 'format.malformed' });
const damaged = expect.objectContaining({ code: 'integrity.entry-damaged' });

const field = (name: string, json: string): Uint8Array => {
  const [nameBytes, value] = [utf8(name), utf8(json)];
  return concatBytes(
    Uint8Array.of(nameBytes.length),
    nameBytes,
    new Uint8Array(32),
    Uint8Array.of(0, 0, 0, value.length),
    value,
  );
};
const entryOf = (...fields: Uint8Array[]): Uint8Array =>
  concatBytes(Uint8Array.of(0, fields.length), ...fields);

describe('an entry', () => {
  it('gives back whatever fields it was made of, with the same leaf hash', () => {
    fc.assert(
      fc.property(entryFields, (fields) => {
        const encoded = encodeEntry(hashes, fields);
        const decoded = decodeEntry(hashes, encoded.bytes);
        expect(decoded.leafHash).toEqual(encoded.leafHash);
        const bare = decoded.fields.map(({ name, salt, value }) => ({ name, salt, value }));
        expect(bare).toEqual(encoded.fields);
        // Compared as canonical text, in which -0 is 0.
        expect(encodeCanonicalJson(decoded.values)).toBe(encodeCanonicalJson(fields));
        expect(encodeFields(hashes, bare)).toEqual(encoded);
      }),
    );
  });

  it('is refused or has another leaf hash with any bit flipped', () => {
    fc.assert(
      fc.property(entryFields, (fields) => {
        const { bytes, leafHash } = encodeEntry(hashes, fields);
        for (let bit = 0; bit < bytes.length * 8; bit += 1) {
          const decoded = (() => {
            try {
              return decodeEntry(hashes, flipBit(bytes, bit));
            } catch (error) {
              expect(error).toEqual(malformed);
              return undefined;
            }
          })();
          if (decoded !== undefined) expect(encodeHex(decoded.leafHash)).not.toBe(encodeHex(leafHash));
        }
      }),
      { numRuns: 5 },
    );
  });

  it('is refused when cut or when anything follows', () => {
    const { bytes } = encodeEntry(hashes, { at: 'now', kind: 'note' });
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => decodeEntry(hashes, bytes.subarray(0, length))).toThrow(malformed);
    expect(() => decodeEntry(hashes, concatBytes(bytes, new Uint8Array(1)))).toThrow(malformed);
  });

  it('has another leaf hash each time, so that a value cannot be guessed from it', () => {
    const leaf = (): string => encodeHex(encodeEntry(hashes, { mark: 71 }).leafHash);
    expect(new Set([leaf(), leaf(), leaf()]).size).toBe(3);
  });

  it.each([
    ['twice the same name', entryOf(field('a', '1'), field('a', '2'))],
    ['names out of order', entryOf(field('b', '1'), field('a', '2'))],
    ['an empty name', entryOf(field('', '1'))],
    ['a name that begins with a digit', entryOf(field('1a', '1'))],
    ['a name beyond ASCII', entryOf(field('é', '1'))],
    ['a name of 65 letters', entryOf(field('a'.repeat(65), '1'))],
    ['a value that is no JSON', entryOf(field('a', '{'))],
    ['a value with blanks', entryOf(field('a', '[1, 2]'))],
    ['a number written in another way', entryOf(field('a', '1.0'))],
    ['minus zero', entryOf(field('a', '-0'))],
    ['names of an object out of order', entryOf(field('a', '{"b":1,"a":2}'))],
    ['a name twice in an object', entryOf(field('a', '{"a":1,"a":1}'))],
    ['an integer that parsers read in different ways', entryOf(field('a', '9007199254740993'))],
    ['an escape that is not needed', entryOf(field('a', '"\\u0061"'))],
    ['an empty value', entryOf(field('a', ''))],
  ])('is refused with %s', (_, bytes) => {
    expect(() => decodeEntry(hashes, bytes)).toThrow(malformed);
  });

  it('is read with the same made well', () => {
    expect(decodeEntry(hashes, entryOf(field('a', '{"a":2,"b":1}'), field('b', '0'))).values).toEqual({
      a: { a: 2, b: 1 },
      b: 0,
    });
  });

  it('is not made with a name or a value that has no encoding', () => {
    expect(() => encodeEntry(hashes, { 'no blanks': 1 })).toThrow(malformed);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '\ud800', { a: [-(2 ** 60)] }])
      expect(() => encodeEntry(hashes, { value })).toThrow(
        expect.objectContaining({ code: 'input.json-invalid' }),
      );
    expect(() => encodeFields(hashes, [{ name: 'a', salt: new Uint8Array(31), value: utf8('1') }])).toThrow(
      malformed,
    );
  });

  it('keeps apart names that differ in case alone, in byte order', () => {
    const { fields } = encodeEntry(hashes, { a: 1, B: 2, A: 3, b: 4, 'a.b': 5, a_b: 6, 'a-b': 7 });
    expect(fields.map(({ name }) => name)).toEqual(['A', 'B', 'a', 'a-b', 'a.b', 'a_b', 'b']);
  });
});

describe('a sealed entry', () => {
  const context = logContext('ab'.repeat(32), 'cd'.repeat(16));
  const entryKey = randomBytes(32);
  const publicPart = utf8('public');
  const encoded = encodeEntry(hashes, { at: '2026-11-21T09:30:00.000Z', kind: 'note', text: 'hello' });
  const sealed = sealEntry(context, 5, encoded, publicPart, entryKey);
  const frame = { leafHash: encoded.leafHash, publicPart, sealed };

  it('opens to what was sealed', () => {
    const opened = openEntry(hashes, context, 5, frame, entryKey);
    expect(opened.values).toEqual({ at: '2026-11-21T09:30:00.000Z', kind: 'note', text: 'hello' });
    expect(opened.bytes).toEqual(encoded.bytes);
  });

  it('is refused with any bit of its frame flipped', () => {
    for (const part of ['leafHash', 'publicPart', 'sealed'] as const)
      for (let bit = 0; bit < frame[part].length * 8; bit += 1)
        expect(() =>
          openEntry(hashes, context, 5, { ...frame, [part]: flipBit(frame[part], bit) }, entryKey),
        ).toThrow(damaged);
  });

  it('is refused in another place, log or vault, and under another key', () => {
    expect(() => openEntry(hashes, context, 6, frame, entryKey)).toThrow(damaged);
    const elsewhere = logContext('ab'.repeat(32), 'ce'.repeat(16));
    expect(() => openEntry(hashes, elsewhere, 5, frame, entryKey)).toThrow(damaged);
    const stranger = logContext('aa'.repeat(32), 'cd'.repeat(16));
    expect(() => openEntry(hashes, stranger, 5, frame, entryKey)).toThrow(damaged);
    expect(() => openEntry(hashes, context, 5, frame, randomBytes(32))).toThrow(damaged);
  });

  it('is refused if what was sealed is another entry than its leaf hash says, or none', () => {
    const other = encodeEntry(hashes, { kind: 'note' });
    const swapped = sealEntry(
      context,
      5,
      { leafHash: encoded.leafHash, bytes: other.bytes },
      publicPart,
      entryKey,
    );
    expect(() => openEntry(hashes, context, 5, { ...frame, sealed: swapped }, entryKey)).toThrow(damaged);
    const nothing = sealEntry(
      context,
      5,
      { leafHash: encoded.leafHash, bytes: utf8('nothing') },
      publicPart,
      entryKey,
    );
    expect(() => openEntry(hashes, context, 5, { ...frame, sealed: nothing }, entryKey)).toThrow(damaged);
  });
});

describe('a wrapped entry key', () => {
  const context = logContext('ab'.repeat(32), 'cd'.repeat(16));
  const [wrapKey, entryKey] = [randomBytes(32), randomBytes(32)];
  const record = wrapEntryKey(wrapKey, context, 9, 2, entryKey);

  it('has 72 bytes and opens in its place alone', () => {
    expect(record).toHaveLength(keyRecordLength);
    expect(unwrapEntryKey(wrapKey, context, 9, 2, record)).toEqual(entryKey);
    expect(() => unwrapEntryKey(wrapKey, context, 8, 2, record)).toThrow(damaged);
    expect(() => unwrapEntryKey(wrapKey, context, 9, 3, record)).toThrow(damaged);
    expect(() => unwrapEntryKey(randomBytes(32), context, 9, 2, record)).toThrow(damaged);
    const elsewhere = logContext('ab'.repeat(32), '00'.repeat(16));
    expect(() => unwrapEntryKey(wrapKey, elsewhere, 9, 2, record)).toThrow(damaged);
  });

  it('is refused with any bit flipped', () => {
    for (let bit = 0; bit < record.length * 8; bit += 1)
      expect(() => unwrapEntryKey(wrapKey, context, 9, 2, flipBit(record, bit))).toThrow(damaged);
  });

  it('says that it was destroyed, which is not damage', () => {
    const zeros = new Uint8Array(keyRecordLength);
    expect(isDestroyedKey(zeros)).toBe(true);
    expect(isDestroyedKey(record)).toBe(false);
    expect(isDestroyedKey(zeros.subarray(1))).toBe(false);
    expect(() => unwrapEntryKey(wrapKey, context, 9, 2, zeros)).toThrow(
      expect.objectContaining({ code: 'integrity.entry-erased' }),
    );
  });
});
