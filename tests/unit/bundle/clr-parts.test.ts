import { describe, expect, it } from 'vitest';

import type { JsonObject } from '../../../src/base/json.ts';
import { renderClr } from '../../../src/bundle/clr.ts';
import type { EntryView } from '../../../src/bundle/entry-view.ts';
import { entryOf, inputOf, item, jsonOf, said } from '../../support/bundle/plain-views.ts';

describe('the learner record of grades', () => {
  const graded = (record: JsonObject, more: JsonObject = {}) => item('g-1', 'grade', record, more);
  const clr = (...views: EntryView[]) => {
    const bytes = renderClr(inputOf(views));
    return bytes === undefined ? undefined : jsonOf(bytes);
  };
  type Part = {
    name: string;
    validFrom: string;
    credentialSubject: { achievement: JsonObject; result: JsonObject[] };
  };
  const partOf = (...views: EntryView[]): Part => {
    const subject = clr(...views)?.credentialSubject as unknown as { verifiableCredential: Part[] };
    const [part] = subject.verifiableCredential;
    if (part === undefined) throw new Error('a part');
    return part;
  };

  it.each<[JsonObject, string | undefined]>([
    [{ value: 'Merit' }, 'Merit'],
    [{ value: { said: 'M' } }, 'M'],
    [{ value: { said: 'M', shown: 'Merit' } }, 'Merit'],
    [{ value: 'Merit', released: true }, 'Merit'],
    [{ value: 'Merit', released: false }, undefined],
    [{ value: '' }, undefined],
    [{ value: 5 }, undefined],
    [{}, undefined],
  ])('has a grade that is shown alone: %j', (record, expected) => {
    if (expected === undefined) expect(clr(graded(record))).toBeUndefined();
    else
      expect(partOf(graded(record)).credentialSubject.result).toEqual([
        { type: ['Result'], value: expected },
      ]);
    expect(clr(item('i', 'document', record))).toBeUndefined();
  });

  it('has the last version of a grade', () => {
    const views = [graded({ value: 'Pass' }), graded({ value: 'Merit' }, { version: 2 })];
    expect(partOf(...views).credentialSubject.result[0]?.value).toBe('Merit');
  });

  it('names a grade by its unit, assignment and attempt, as far as they are known', () => {
    const unit = said('u-1', 'unit', { reference: 'A/1', title: 'Food' });
    const mapping = said('m-1', 'mapping', { item: 'g-1', unit: 'u-1' });
    const assignment = item('a-1', 'assignment', { title: 'Essay' });
    const attempt = item('t-1', 'attempt', { number: 2, assignment: 'a-1' });
    const named = (...views: EntryView[]) => {
      const { name, credentialSubject } = partOf(...views);
      return [name, credentialSubject.achievement.id, credentialSubject.achievement.humanCode];
    };
    const urn = 'urn:evidence-vault:achievement:';
    expect(named(unit, mapping, assignment, attempt, graded({ value: 'M', attempt: 't-1' }))).toEqual([
      'A/1 Essay, attempt 2 (self-issued)',
      `${urn}a-1`,
      'A/1',
    ]);
    expect(named(unit, mapping, graded({ value: 'M', title: 'Own' }))).toEqual([
      'A/1 Own (self-issued)',
      `${urn}u-1`,
      'A/1',
    ]);
    expect(named(unit, mapping, graded({ value: 'M' }))).toEqual([
      'A/1 Food (self-issued)',
      `${urn}u-1`,
      'A/1',
    ]);
    expect(named(graded({ value: 'M' }))).toEqual(['g-1 (self-issued)', `${urn}g-1`, undefined]);
    const { name: _, ...nameless } = graded({ value: 'M' }).fields;
    expect(named(entryOf('item-captured', nameless, { value: 'M' }))[0]).toBe('A grade (self-issued)');
  });

  it.each([
    ['2026-11-20T10:00:00.000Z', '2026-11-20T10:00:00.000Z'],
    ['2026-11-20T10:00:00+01:00', '2026-11-20T10:00:00+01:00'],
    ['2026-11-20', '2026-11-22T10:00:00.000Z'],
    ['x2026-11-20T10:00:00Z', '2026-11-22T10:00:00.000Z'],
    ['2026-11-20T10:00:00Zx', '2026-11-22T10:00:00.000Z'],
    ['2026-11-20T10:00:00', '2026-11-22T10:00:00.000Z'],
  ])('is valid from when the vault kept it: %s', (when, expected) => {
    expect(partOf(graded({ value: 'M' }, { at: when })).validFrom).toBe(expected);
  });

  it('says who the learner is as far as the profile is open', () => {
    const subject = (profile: JsonObject) =>
      (clr(said('p', 'profile', profile), graded({ value: 'M' }))?.credentialSubject as JsonObject)
        .identifier;
    const identity = (identityType: string, identityHash: string) => ({
      type: 'IdentityObject',
      hashed: false,
      identityHash,
      identityType,
    });
    expect(subject({ name: 'Sam', registration: 'R-1', candidateNumber: '44' })).toEqual([
      identity('name', 'Sam'),
      identity('systemId', 'R-1'),
    ]);
    expect(subject({ candidateNumber: '44' })).toEqual([identity('systemId', '44')]);
    expect(subject({})).toBeUndefined();
    expect(clr(graded({ value: 'M' }))?.credentialSubject).not.toHaveProperty('identifier');
  });

  it('says where it is practice', () => {
    const input = inputOf([graded({ value: 'M' })]);
    const name = (practice: boolean) =>
      jsonOf(renderClr({ ...input, document: { ...input.document, practice } })).name;
    expect([name(true), name(false)]).toEqual([
      'Practice: Grades kept by the learner (self-issued)',
      'Grades kept by the learner (self-issued)',
    ]);
  });
});
