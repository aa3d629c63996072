import { describe, expect, it } from 'vitest';

import type { JsonObject, JsonValue } from '../../../../src/base/json.ts';
import {
  describeCredential,
  mostPointsOf,
} from '../../../../src/verify/origin/credentials/describe-credential.ts';
import {
  idOf,
  listOf,
  objectsOf,
  textOf,
  textsOf,
} from '../../../../src/verify/origin/credentials/json-view.ts';
import { readInnerCredential } from '../../../../src/verify/origin/credentials/read-credential.ts';

const describing = (changes: JsonObject, type: JsonValue = ['VerifiableCredential']) =>
  describeCredential(readInnerCredential({ type, ...changes }));
const subjectWith = (subject: JsonObject) => describing({ credentialSubject: subject });

describe('values of JSON-LD', () => {
  it('are a list, whether one, several or none are given', () => {
    expect([undefined, null, 'a', ['a', 1], {}].map((value) => listOf(value))).toEqual([
      [],
      [],
      ['a'],
      ['a', 1],
      [{}],
    ]);
    expect(objectsOf(['a', { b: 1 }, null, [], { c: 2 }])).toEqual([{ b: 1 }, { c: 2 }]);
    expect(textsOf(['a', 1, 'b', {}])).toEqual(['a', 'b']);
  });

  it('are a text in itself or with its language', () => {
    expect(textOf([1, { '@value': 2 }, { '@value': 'a' }, 'b'])).toBe('a');
    expect(textOf({ '@language': 'en' })).toBeUndefined();
    expect(textOf(undefined)).toBeUndefined();
    expect(textOf([null])).toBeUndefined();
  });

  it('are known by the id of the first', () => {
    expect(
      [['a', 'b'], { id: 'c' }, [{ id: 'd' }], { id: 1 }, 5, undefined].map((value) => idOf(value)),
    ).toEqual(['a', 'c', 'd', undefined, undefined, undefined]);
  });
});

describe('what is read out of a credential', () => {
  it('is as little as it says', () => {
    expect(describing({})).toStrictEqual({
      form: 'json',
      standard: 'credential',
      types: ['VerifiableCredential'],
      issuer: {},
      subject: {},
      achievements: [],
      results: [],
      evidence: [],
    });
  });

  it('is who, what, when and for whom, word for word', () => {
    const said = describing(
      {
        id: 'urn:1',
        name: 'Unit 3',
        description: 'A unit.',
        issuer: {
          id: 'did:web:a.example',
          name: 'College',
          url: 'https://a.example',
          email: 'a@a.example',
          phone: '1',
        },
        validFrom: '2026-06-01T09:00:00Z',
        validUntil: 'soon',
        awardedDate: '2026-05-30T12:00:00Z',
        credentialSubject: {
          id: 'urn:learner',
          name: 'Sam',
          identifier: [
            { identityHash: 'sha256$aa', identityType: 'emailAddress', hashed: true, salt: 'x' },
            { identityHash: '4471', hashed: 'no' },
            { identityType: 'name' },
          ],
          achievement: {
            id: 'urn:a',
            name: 'Food safety',
            achievementType: 'Competency',
            humanCode: 'A/1',
            description: 'About it.',
            criteria: { id: 'https://a.example/criteria', narrative: 'All of it.' },
            alignment: [
              {
                targetName: 'Unit',
                targetCode: 'A/1',
                targetUrl: 'https://a.example/u',
                targetFramework: 'Diploma',
                targetType: 'CFItem',
                more: 'x',
              },
            ],
          },
        },
      },
      ['VerifiableCredential', 'OpenBadgeCredential'],
    );
    expect(said).toStrictEqual({
      form: 'json',
      standard: 'open-badge-3',
      id: 'urn:1',
      title: 'Unit 3',
      description: 'A unit.',
      types: ['VerifiableCredential', 'OpenBadgeCredential'],
      issuer: { id: 'did:web:a.example', name: 'College', url: 'https://a.example', email: 'a@a.example' },
      subject: {
        id: 'urn:learner',
        name: 'Sam',
        identifiers: [{ type: 'emailAddress', value: 'sha256$aa', hashed: true }, { value: '4471' }],
      },
      achievements: [
        {
          id: 'urn:a',
          name: 'Food safety',
          type: 'Competency',
          code: 'A/1',
          description: 'About it.',
          criteria: 'All of it.',
          alignments: [
            { name: 'Unit', code: 'A/1', url: 'https://a.example/u', framework: 'Diploma', type: 'CFItem' },
          ],
        },
      ],
      results: [],
      evidence: [],
      validFrom: { said: '2026-06-01T09:00:00Z', means: '2026-06-01T09:00:00.000Z' },
      validUntil: { said: 'soon' },
      awarded: { said: '2026-05-30T12:00:00Z', means: '2026-05-30T12:00:00.000Z' },
    });
  });

  it('has the times by the names of any version', () => {
    const at = (names: JsonObject) => {
      const { validFrom, validUntil } = describing(names);
      return [validFrom?.said, validUntil?.said];
    };
    expect(at({ issuanceDate: 'a', expirationDate: 'b' })).toEqual(['a', 'b']);
    expect(at({ issuedOn: 'a', expires: 'b' })).toEqual(['a', 'b']);
    expect(
      at({
        validFrom: 'c',
        issuanceDate: 'a',
        issuedOn: 'x',
        validUntil: 'd',
        expirationDate: 'b',
        expires: 'y',
      }),
    ).toEqual(['c', 'd']);
    expect(at({ validFrom: 5 })).toEqual([undefined, undefined]);
  });

  it('is called by itself, or else by the first achievement that has a name', () => {
    const achievement = [{ id: 'urn:a' }, { name: 'Second' }, { name: 'Third' }];
    expect(subjectWith({ achievement }).title).toBe('Second');
    expect(describing({ name: 'Own', credentialSubject: { achievement } }).title).toBe('Own');
    expect(subjectWith({})).not.toHaveProperty('title');
  });

  it.each<[JsonValue, string | undefined]>([
    [{ narrative: 'Words.', id: 'urn:c' }, 'Words.'],
    [{ id: 'urn:c' }, 'urn:c'],
    ['urn:c', 'urn:c'],
    [[{ narrative: 'First.' }, 'second'], 'First.'],
    [{}, undefined],
    [5, undefined],
  ])('names criteria %j', (criteria, expected) => {
    expect(subjectWith({ achievement: { criteria } }).achievements[0]?.criteria).toBe(expected);
  });

  it('has an issuer that is named by its id alone', () => {
    expect(describing({ issuer: 'did:web:a.example' }).issuer).toStrictEqual({ id: 'did:web:a.example' });
    expect(describing({ issuer: [{ name: 'A' }, { name: 'B' }] }).issuer).toStrictEqual({ name: 'A' });
  });

  it('has results in the words of their descriptions', () => {
    const resultDescription = [
      { id: 'urn:other', name: 'Other', resultType: 'Percent', valueMax: 'x' },
      { id: 'urn:grade', name: 'Grade', resultType: 'LetterGrade', valueMax: '100' },
      {
        id: 'urn:level',
        name: 'Report',
        resultType: 'RubricCriterionLevel',
        rubricCriterionLevel: [
          { id: 'urn:fair', name: 'Fair', level: '1' },
          { id: 'urn:good', name: 'Good', level: '2' },
          { id: 'urn:two', level: '2' },
          { id: 'urn:bare' },
          { name: 'Nameless' },
        ],
      },
      { id: 'urn:old', rubricLevel: [{ id: 'urn:good', name: 'Old' }] },
      { name: 'Without id' },
    ];
    const result = [
      { resultDescription: 'urn:grade', value: 'Merit', status: 'Completed' },
      { resultDescription: { id: 'urn:level' }, achievedLevel: 'urn:good' },
      { resultDescription: 'urn:level', achievedLevel: 'urn:two' },
      { resultDescription: 'urn:level', achievedLevel: 'urn:bare' },
      { resultDescription: 'urn:level', achievedLevel: 'urn:nowhere' },
      { resultDescription: 'urn:level' },
      { resultDescription: 'urn:old', achievedLevel: 'urn:good' },
      { value: 5 },
      { value: false },
      { value: { not: 'said' } },
      { resultDescription: 'urn:nowhere', value: ['A', 'B'] },
    ];
    const said = subjectWith({ achievement: { resultDescription }, result });
    const level = { of: 'Report', type: 'RubricCriterionLevel' };
    expect(said.results).toStrictEqual([
      { of: 'Grade', type: 'LetterGrade', status: 'Completed', value: 'Merit' },
      { ...level, level: 'Good' },
      { ...level, level: '2' },
      { ...level, level: 'urn:bare' },
      { ...level, level: 'urn:nowhere' },
      level,
      { level: 'Old' },
      { value: 5 },
      { value: false },
      {},
      { value: 'A' },
    ]);
    const points = (place: number) =>
      mostPointsOf({ credentialSubject: { achievement: { resultDescription }, result } }, place);
    expect([points(0), points(1), points(7), points(99)]).toEqual([100, undefined, undefined, undefined]);
    const none = [{ resultDescription: 'urn:other' }];
    expect(
      mostPointsOf({ credentialSubject: { achievement: { resultDescription }, result: none } }, 0),
    ).toBeUndefined();
    expect(mostPointsOf({}, 0)).toBeUndefined();
  });

  it('is no more than a record holds', () => {
    const many = <Value extends JsonValue>(value: Value) => Array.from({ length: 502 }, () => value);
    const said = describing(
      {
        name: `${'x'.repeat(9_999)}😀`,
        description: 'y'.repeat(10_000),
        credentialSubject: {
          identifier: many({ identityHash: 'z'.repeat(10_001) }),
          achievement: [{ alignment: many({ targetName: 'a' }) }, ...many({ name: 'b' })],
          result: many({ value: 'v'.repeat(10_001) }),
        },
        evidence: many({ id: 'urn:e' }),
      },
      ['VerifiableCredential', ...many('Some')],
    );
    expect(said.title).toBe(`${'x'.repeat(9_999)}\ufffd…`);
    expect(said.description).toHaveLength(10_000);
    expect(said.subject.identifiers?.[0]?.value).toHaveLength(10_001);
    expect(said.results[0]?.value).toHaveLength(10_001);
    const { types, achievements, results, evidence, subject } = said;
    for (const list of [
      types,
      achievements,
      results,
      evidence,
      subject.identifiers,
      achievements[0]?.alignments,
    ])
      expect(list).toHaveLength(500);
  });

  it('is what an older badge holds itself of its achievement and issuer', () => {
    const old = (badge: JsonValue) =>
      describing({ '@context': 'https://w3id.org/openbadges/v2', badge, name: 'Own' }, 'Assertion');
    expect(old({ id: 'urn:b', name: 'Badge', issuer: { name: 'College' } })).toMatchObject({
      standard: 'open-badge-2',
      title: 'Badge',
      issuer: { name: 'College' },
      achievements: [{ id: 'urn:b', name: 'Badge', alignments: [] }],
    });
    expect(old('https://a.example/badge')).toMatchObject({ title: 'Own', issuer: {}, achievements: [] });
    expect(old({ id: 'urn:b' })).toMatchObject({ title: 'Own', achievements: [{ id: 'urn:b' }] });
    expect(old({ name: 'Badge' })).toMatchObject({ achievements: [{ name: 'Badge' }] });
    expect(old({ description: 'x' }).achievements).toEqual([]);
  });
});
