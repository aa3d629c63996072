import { describe, expect, it } from 'vitest';

import { giveAnswers, sayVerdict } from '../../../src/verify/answers.ts';
import { datesOf } from '../../../src/verify/date-words.ts';
import { countStandings } from '../../../src/verify/origin/say-origin.ts';
import {
  checkIds,
  type CheckId,
  type CheckResult,
  type ItemResult,
} from '../../../src/verify/verification-report.ts';

type Found = Partial<Record<CheckId, Partial<CheckResult>>>;

/** Every check passed, but for what was found. */
const checksWith = (found: Found = {}): CheckResult[] =>
  checkIds.map((id) => ({ id, result: 'pass', detail: `${id} holds.`, ...found[id] }));
const answersTo = (found: Found = {}) =>
  new Map(giveAnswers(checksWith(found)).map(({ title, ...answer }) => [title, answer]));
const failing = (detail: string) => ({ result: 'fail', detail }) as const;
const open = (detail: string) => ({ result: 'not-checked', detail }) as const;

const unchanged = 'Every file is the one that was signed; none was added, taken out or renamed.';
const oneHistory = 'Every record is part of one signed history, in which nothing can be replaced unnoticed.';

describe('the answers about a bundle', () => {
  it('are given one by one in their order, each from its checks', () => {
    expect(
      giveAnswers(checksWith()).map(({ title, telling }) => [title, telling.map(({ id }) => id)]),
    ).toEqual([
      ['Unchanged', ['zip', 'layout', 'integrity', 'tag-integrity', 'signature']],
      ['One history', ['checkpoint', 'history', 'witnesses']],
      ['Since when', ['time']],
      ['From whom', ['origin']],
      ['Anything missing', ['completeness']],
      ['Who sent it', ['identity']],
    ]);
  });

  it('are yes in fixed words, but for those that the checks themselves say', () => {
    const answers = answersTo();
    expect([...answers.values()].map(({ outcome }) => outcome)).toEqual(Array(6).fill('pass'));
    expect(answers.get('Unchanged')?.sentences).toEqual([unchanged]);
    expect(answers.get('One history')?.sentences).toEqual([oneHistory, 'witnesses holds.']);
    expect(answers.get('Who sent it')?.sentences).toEqual(['identity holds.']);
  });

  it('are open if one check is, with what that one says alone', () => {
    expect(answersTo({ signature: open('No key.') }).get('Unchanged')).toEqual({
      outcome: 'not-checked',
      sentences: ['No key.'],
      telling: [{ id: 'signature', result: 'not-checked', detail: 'No key.' }],
    });
  });

  it('are no if one check fails, whatever is open, with what that one says alone', () => {
    expect(answersTo({ zip: open('Locked.'), signature: failing('Wrong.') }).get('Unchanged')).toMatchObject({
      outcome: 'fail',
      sentences: ['Wrong.'],
    });
  });

  it('say nothing twice', () => {
    const answer = answersTo({ zip: failing('Cut.'), layout: failing('Cut.') }).get('Unchanged');
    expect(answer?.sentences).toEqual(['Cut.']);
    expect(answer?.telling).toHaveLength(2);
    expect(
      answersTo({ zip: { result: 'fail', detail: undefined } as never }).get('Unchanged')?.sentences,
    ).toEqual(['']);
  });

  it('are open where there is no check at all', () => {
    expect(giveAnswers([]).map(({ outcome, sentences }) => [outcome, sentences])).toEqual(
      Array(6).fill(['not-checked', []]),
    );
  });

  it('take further checks into account only when they fail', () => {
    for (const [id, title] of [
      ['integrity-sha512', 'Unchanged'],
      ['page', 'One history'],
    ] as const) {
      expect(answersTo({ [id]: open('Later.') }).get(title)?.outcome).toBe('pass');
      expect(answersTo({ [id]: failing('No.') }).get(title)).toMatchObject({
        outcome: 'fail',
        sentences: ['No.'],
      });
    }
  });

  it('tell what witnesses say, and let them take nothing away but by failing', () => {
    const historyWith = (witnesses: Partial<CheckResult>) => answersTo({ witnesses }).get('One history');
    expect(historyWith(open('Nobody trusted has seen it.'))).toMatchObject({
      outcome: 'pass',
      sentences: [oneHistory, 'Nobody trusted has seen it.'],
      telling: [{ id: 'checkpoint' }, { id: 'history' }],
    });
    for (const code of ['witness-none', 'not-reached'] as const)
      expect(historyWith({ ...open('None.'), code })?.sentences).toEqual([oneHistory]);
    expect(historyWith(failing('Two histories.'))).toMatchObject({
      outcome: 'fail',
      sentences: ['Two histories.'],
      telling: [{ id: 'witnesses' }],
    });
  });
});

describe('the verdict', () => {
  it('is said by itself, or with the one reason why nothing was checked', () => {
    const say = (verdict: 'pass' | 'incomplete' | 'fail', checks: CheckResult[]) =>
      sayVerdict({ verdict, checks });
    expect(say('pass', checksWith())).toBe('Every check passed.');
    expect(say('incomplete', checksWith({ time: open('No clock.') }))).toBe(
      'No check failed, and not everything could be checked.',
    );
    expect(say('fail', checksWith({ zip: failing('Cut.') }))).toMatch(/Do not rely on it/u);
    expect(say('incomplete', [])).toBe('No check failed, and not everything could be checked.');
    const locked = checkIds.map((id): CheckResult => ({ id, ...open(`${id} is locked.`) }));
    expect(say('incomplete', locked)).toBe('Nothing was checked. zip is locked.');
    expect(say('incomplete', [{ id: 'zip', result: 'not-checked' }])).toBe('Nothing was checked. ');
  });
});

const item = (id: string, more: Partial<ItemResult> = {}): ItemResult => ({
  id,
  version: 1,
  kind: 'document',
  entry: { log: 'log', index: 0 },
  result: 'pass',
  files: [],
  standing: 'kept',
  ...more,
});
const dated = (by: string, authority: string) => ({ dated: { by, authority } });

describe('since when items have existed', () => {
  it('is told by day and clock, the earliest first, with the latest moment of each day', () => {
    expect(
      datesOf([
        item('c', dated('2026-11-21T09:00:00.000Z', 'Clock')),
        item('a', dated('2026-11-20T10:00:00.000Z', 'Clock')),
        item('b', dated('2026-11-20T12:00:00.000Z', 'Clock')),
        item('d', dated('2026-11-20T11:00:00.000Z', 'Clock')),
        item('a', { ...dated('2026-11-20T09:00:00.000Z', 'Clock'), version: 2 }),
        item('e', dated('2026-11-20T08:00:00.000Z', 'Witness')),
      ]),
    ).toEqual([
      { by: '2026-11-20T08:00:00.000Z', authority: 'Witness', items: 1 },
      { by: '2026-11-20T12:00:00.000Z', authority: 'Clock', items: 3 },
      { by: '2026-11-21T09:00:00.000Z', authority: 'Clock', items: 1 },
    ]);
  });

  it('leaves out what nothing dates and what the learner only states', () => {
    const { version: _, ...stated } = item('b', {
      ...dated('2026-11-20T10:00:00.000Z', 'Clock'),
      standing: 'stated',
    });
    expect(datesOf([item('a'), stated])).toEqual([]);
  });
});

describe('what stands behind items', () => {
  it('is counted, the strongest first', () => {
    const by = (name: string) => ({
      standing: 'signed' as const,
      origin: [
        { proof: 'portal' as const, result: 'not-checked' as const, by: 'portal.example' },
        { proof: 'credential' as const, result: 'pass' as const, by: name },
      ],
    });
    expect(
      countStandings([
        item('a', { standing: 'none' }),
        item('b', { standing: 'stated' }),
        item('c'),
        item('d', by('College')),
        item('e'),
        item('f', { standing: 'from', origin: [{ proof: 'mail', result: 'pass', by: 'mail.example' }] }),
        item('g', by('College')),
        item('h', by('Awards')),
      ]),
    ).toEqual([
      { said: 'signed by the provider (College)', standing: 'signed', items: 2 },
      { said: 'signed by the provider (Awards)', standing: 'signed', items: 1 },
      { said: 'from the provider (mail.example)', standing: 'from', items: 1 },
      { said: 'kept by the vault', standing: 'kept', items: 2 },
      { said: 'stated by the learner', standing: 'stated', items: 1 },
      { said: 'not proven', standing: 'none', items: 1 },
    ]);
  });
});
