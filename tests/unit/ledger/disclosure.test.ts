import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodeHex } from '../../../src/base/bytes.ts';
import { encodeCanonicalJson } from '../../../src/base/canonical-json.ts';
import { parseStrictJson } from '../../../src/base/parse-json.ts';
import {
  discloseEntry,
  disclosedValues,
  encodeDisclosed,
  leafHashOfDisclosed,
} from '../../../src/ledger/disclosure.ts';
import { decodeEntry, encodeEntry } from '../../../src/ledger/entry.ts';
import { nodeHashes as hashes } from '../../../src/platform/node-hashes.ts';
import { readDisclosedFields } from '../../support/read-disclosed.ts';
import { entryFields } from './arbitraries.ts';

const malformed = expect.objectContaining({ code: 'format.malformed' });

describe('a disclosed entry', () => {
  it('has the leaf hash of the whole one, whatever is withheld, and after a trip through JSON', () => {
    fc.assert(
      fc.property(entryFields, fc.func(fc.boolean()), (fields, isOpen) => {
        const { bytes, leafHash } = encodeEntry(hashes, fields);
        const disclosed = discloseEntry(decodeEntry(hashes, bytes).fields, isOpen);
        expect(leafHashOfDisclosed(hashes, disclosed)).toEqual(leafHash);
        const text = encodeCanonicalJson(encodeDisclosed(disclosed));
        const parsed = readDisclosedFields((parseStrictJson(text) as { fields: unknown }).fields);
        expect(parsed).toEqual(disclosed);
        const open = Object.fromEntries(Object.entries(fields).filter(([name]) => isOpen(name)));
        expect(encodeCanonicalJson(disclosedValues(parsed))).toBe(encodeCanonicalJson(open));
      }),
    );
  });

  it('shows nothing of a withheld value or its salt', () => {
    const { bytes, fields } = encodeEntry(hashes, { kind: 'grade', 'record.mark': 'distinction' });
    const disclosed = discloseEntry(decodeEntry(hashes, bytes).fields, (name) => name === 'kind');
    expect(disclosed.fields[1]).toEqual({ name: 'record.mark', commitment: expect.any(Uint8Array) });
    const text = JSON.stringify(encodeDisclosed(disclosed));
    expect(text).not.toContain('distinction');
    expect(text).not.toContain(Buffer.from(fields[1]?.salt ?? []).toString('base64'));
  });

  it('has another leaf hash if a value, a salt, a name or a commitment is changed', () => {
    const { bytes, leafHash } = encodeEntry(hashes, { a: 'one', b: 'two' });
    const { fields } = encodeDisclosed(
      discloseEntry(decodeEntry(hashes, bytes).fields, (name) => name === 'a'),
    ) as {
      fields: Record<string, string>[];
    };
    const [a, b] = fields;
    const other = Buffer.alloc(32, 1).toString('base64');
    for (const changed of [
      [{ ...a, value: '"One"' }, b],
      [{ ...a, salt: other }, b],
      [{ ...a, name: 'aa' }, b],
      [a, { ...b, commitment: other }],
      [a, { ...b, name: 'c' }],
      [a],
      [b],
      [a, b, { ...b, name: 'c' }],
    ])
      expect(encodeHex(leafHashOfDisclosed(hashes, readDisclosedFields(changed)))).not.toBe(
        encodeHex(leafHash),
      );
  });

  it.each([
    ['a field twice', [0, 0].map(() => ({ name: 'a', commitment: Buffer.alloc(32).toString('base64') }))],
    ['a commitment of a wrong length', [{ name: 'a', commitment: 'AA==' }]],
    ['a salt of a wrong length', [{ name: 'a', salt: 'AA==', value: '1' }]],
    ['both a value and a commitment', [{ name: 'a', salt: '', value: '1', commitment: '' }]],
    ['a name that is none', [{ name: 'a b', commitment: Buffer.alloc(32).toString('base64') }]],
    ['base64 without padding', [{ name: 'a', commitment: 'A'.repeat(43) }]],
    ['a lone surrogate', [{ name: 'a', salt: Buffer.alloc(32).toString('base64'), value: '"\ud800"' }]],
    ['something more', [{ name: 'a', salt: '', value: '1', more: 1 }]],
    ['no list', {}],
    ['no object', [null]],
  ])('is refused with %s', (_, fields) => {
    expect(() => readDisclosedFields(fields)).toThrow(malformed);
  });
});
