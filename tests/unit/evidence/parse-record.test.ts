import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { encodeCanonicalJson } from '../../../src/base/canonical-json.ts';
import { VaultError } from '../../../src/base/errors.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import { hasUnsafeName, isJsonRecord } from '../../../src/evidence/json-record.ts';
import { parseKnownRecord, parseRecord } from '../../../src/evidence/parse-record.ts';
import {
  isRecordKind,
  recordKinds,
  recordKindTable,
  titleOfKind,
} from '../../../src/evidence/record-kinds.ts';
import { sampleRecords } from './sample-records.ts';

/** Any JSON value that a known record may hold; a member named `__proto__` makes it unknown, which has a test of its own. */
const jsonArbitrary = fc
  .jsonValue({ maxDepth: 3 })
  .filter((value) => isJsonRecord({ value }) && !hasUnsafeName(value));
/** Names that no schema of ours uses. */
const newerNameArbitrary = fc.stringMatching(/^[a-z]{1,8}Newer$/);

function thrownBy(act: () => unknown): VaultError {
  try {
    act();
  } catch (error) {
    if (error instanceof VaultError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('the table of record kinds', () => {
  it('lists exactly the kinds that the vault knows', () => {
    expect([...recordKinds].sort()).toEqual([
      'assignment',
      'attempt',
      'credential',
      'criterion',
      'decision',
      'declaration',
      'document',
      'enrolment',
      'feedback',
      'flag',
      'grade',
      'mapping',
      'message',
      'note',
      'outcome',
      'page',
      'profile',
      'statement',
      'submission',
      'unit',
    ]);
  });

  it('takes no inherited name for a kind', () => {
    for (const name of ['toString', 'constructor', '__proto__', 'hasOwnProperty', ''])
      expect(isRecordKind(name)).toBe(false);
  });

  it('names a kind in plain words, and an unknown one as unknown', () => {
    expect(titleOfKind('criterion')).toBe('Criterion');
    expect(titleOfKind('hologram')).toBe('Unknown (hologram)');
  });

  it.each(recordKinds)('has a JSON Schema for %s that lets later properties through', (kind) => {
    const published = z.toJSONSchema(recordKindTable[kind].schema);
    expect(published.type).toBe('object');
    expect(published.additionalProperties).not.toBe(false);
  });
});

describe.each(recordKinds)('a record of kind %s', (kind) => {
  const sample: JsonObject = sampleRecords[kind];

  it('comes through both doors as it went in', () => {
    expect(parseKnownRecord(kind, sample)).toEqual(sample);
    expect(parseRecord(kind, sample)).toEqual({ known: true, kind, record: sample, unknownProperties: [] });
  });

  it('survives a trip through canonical JSON', () => {
    expect(parseKnownRecord(kind, JSON.parse(encodeCanonicalJson(sample)))).toEqual(sample);
  });

  it('keeps properties of a later version, and names them', () => {
    fc.assert(
      fc.property(
        fc.dictionary(newerNameArbitrary, jsonArbitrary, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
        (newer) => {
          const extended = { ...sample, ...newer };
          expect(parseKnownRecord(kind, extended)).toEqual(extended);
          const parsed = parseRecord(kind, extended);
          expect(parsed.record).toEqual(extended);
          expect(parsed).toMatchObject({ known: true, unknownProperties: Object.keys(newer) });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is kept as unknown, whole, when one of its properties has an unexpected shape', () => {
    for (const name of Object.keys(sample)) {
      const strange: JsonObject = { ...sample, [name]: [[{ deeper: true }]] };
      const parsed = parseRecord(kind, strange);
      expect(parsed.known).toBe(false);
      expect(parsed.record).toEqual(strange);
      const paths = parsed.known ? [] : (parsed.problems ?? []).map(({ path }) => path.split('.')[0]);
      expect(paths).toContain(name);
    }
  });
});

describe('the reading door', () => {
  it('names newer properties at any depth', () => {
    const parsed = parseRecord('mapping', {
      ...sampleRecords.mapping,
      at: { kind: 'page', page: 3, line: 12 },
    });
    expect(parsed).toMatchObject({ known: true, unknownProperties: ['at.line'] });
    const feedback = { ...sampleRecords.feedback, comments: [{ said: 'Good.', tone: { warm: true } }] };
    expect(parseRecord('feedback', feedback)).toMatchObject({
      known: true,
      unknownProperties: ['comments.0.tone'],
      record: feedback,
    });
  });

  it("takes a portal's own numbers for no newer property", () => {
    expect(parseRecord('assignment', { title: 'A', ids: { anythingAtAll: 1 } })).toMatchObject({
      known: true,
      unknownProperties: [],
    });
  });

  it('keeps any record of an unknown kind', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), jsonArbitrary), (name, record) => {
        const kind = `newer-${name}`;
        fc.pre(isJsonRecord(record));
        expect(parseRecord(kind, record)).toEqual({ known: false, kind, record });
      }),
    );
  });

  it('drops nothing of any JSON object, whatever kind it claims to be', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...recordKinds),
        fc.dictionary(fc.string(), jsonArbitrary, { noNullPrototype: true }),
        (kind, record) => {
          fc.pre(isJsonRecord(record));
          expect(parseRecord(kind, record).record).toEqual(record);
        },
      ),
    );
  });

  it('keeps a record with a property named __proto__ as unknown instead of losing the property', () => {
    const hostile: unknown = JSON.parse('{"title":"A","course":{"__proto__":{"title":"B"}}}');
    const parsed = parseRecord('assignment', hostile);
    expect(parsed).toMatchObject({ known: false, problems: [{ path: '', problem: 'unsafe-name' }] });
    expect(JSON.stringify(parsed.record)).toBe('{"title":"A","course":{"__proto__":{"title":"B"}}}');
  });

  it('names problems by field and never by value', () => {
    const parsed = parseRecord('profile', { name: 42, email: ['secret@example.org'] });
    expect(parsed).toMatchObject({
      problems: [
        { path: 'name', problem: 'invalid_type' },
        { path: 'email', problem: 'invalid_type' },
      ],
    });
    const ids = parseRecord('assignment', { title: 'A', ids: { 'amelie@example.org': ['x'] } });
    expect(JSON.stringify('problems' in ids ? ids.problems : [])).not.toContain('amelie');
  });

  it.each([['text'], [1], [null], [undefined], [[]], [new Date(0)], [new Map()]])(
    'refuses %s, which no ledger entry holds',
    (value) => {
      expect(thrownBy(() => parseRecord('grade', value)).code).toBe('input.record-invalid');
    },
  );
});

describe('the writing door', () => {
  it('refuses what has no place in plain JSON, and says where', () => {
    const cases: [unknown, string, string][] = [
      [{ title: 'A', due: new Date(0) }, 'due', 'not-plain'],
      [{ title: 'A', due: undefined }, 'due', 'undefined'],
      [{ title: 'A', gradedBy: Number.NaN }, 'gradedBy', 'number'],
      [{ title: 'A', gradedBy: 2 ** 53 }, 'gradedBy', 'number'],
      [{ title: 'A\ud800' }, 'title', 'lone-surrogate'],
      [{ title: 'A', later: [1n] }, 'later.0', 'bigint'],
      [JSON.parse('{"title":"A","__proto__":1}'), '', 'unsafe-name'],
      [['title'], '', 'not-an-object'],
    ];
    for (const [value, field, problem] of cases) {
      const error = thrownBy(() => parseKnownRecord('assignment', value));
      expect(error.code).toBe('input.record-invalid');
      expect(error.details).toEqual({ kind: 'assignment', field, problem });
    }
  });

  it('refuses a broken shape with the field and not the value', () => {
    const error = thrownBy(() => parseKnownRecord('profile', { email: { secret: 'sam@example.org' } }));
    expect(error.details).toEqual({ kind: 'profile', field: 'email', problem: 'invalid_type' });
  });

  it('refuses nesting beyond what the JSON parser reads', () => {
    let deep: JsonObject = {};
    for (let level = 0; level < 70; level += 1) deep = { deep };
    expect(thrownBy(() => parseKnownRecord('profile', deep)).details).toMatchObject({ problem: 'too-deep' });
  });

  it('refuses a grade called released for a reason that says otherwise', () => {
    const blind = { value: { said: null }, raw: { said: '61.00000' }, releasedBecause: 'blind-marking' };
    expect(parseKnownRecord('grade', { ...blind, released: false })).toMatchObject({ released: false });
    expect(thrownBy(() => parseKnownRecord('grade', { ...blind, released: true })).details).toMatchObject({
      field: 'releasedBecause',
    });
    expect(
      thrownBy(() => parseKnownRecord('feedback', { released: false, releasedBecause: 'posted' })).details,
    ).toMatchObject({
      field: 'releasedBecause',
    });
  });

  it('refuses a name for a person whom the source did not name', () => {
    const by = { standing: 'hidden', id: -1, name: 'P. Ivanova' };
    expect(thrownBy(() => parseKnownRecord('decision', { role: { said: 'IQA' }, by })).details).toMatchObject(
      { field: 'by.name' },
    );
  });
});
