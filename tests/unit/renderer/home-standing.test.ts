import { describe, expect, it } from 'vitest';

import {
  countLevels,
  mostUrgent,
  reasonOrder,
  type Status,
  type StatusRow,
  type StatusSource,
} from '../../../renderer/features/home/standing.ts';
import { words } from '../../../renderer/features/home/words.ts';
import { protectionReasons } from '../../../src/vault/protection.ts';

const row = (change: Partial<StatusRow>): StatusRow => ({
  about: 'unit',
  ref: '1',
  title: 'Risk assessment',
  items: 3,
  level: 'attention',
  reasons: ['no-second-copy', 'no-independent-date'],
  has: { work: true, feedback: true, grade: true, dated: false, secondCopy: false },
  files: 2,
  attempts: 1,
  source: 's1',
  ...change,
});
const source = (change: Partial<StatusSource>): StatusSource => ({
  id: 's1',
  type: 'moodle',
  name: 'Northfield',
  state: 'ok',
  paused: false,
  items: 3,
  failed: 0,
  ...change,
});
const status = (units: StatusRow[], sources: StatusSource[] = [source({})]): Status => ({
  practice: false,
  units,
  sources,
  alerts: [],
  work: {
    code: 'well',
    running: [],
    waiting: [],
    copies: { count: 0, late: [], soonLate: [] },
    parity: false,
  },
});

describe('Home', () => {
  it('has words for every reason of the rules, in their order', () => {
    expect([...reasonOrder]).toEqual(Object.keys(protectionReasons));
    expect(Object.keys(words.en.reason)).toEqual(Object.keys(protectionReasons));
  });

  it('counts the levels', () => {
    const rows = [row({ level: 'safe' }), row({}), row({}), row({ level: 'risk' })];
    expect(countLevels(rows)).toEqual({ total: 4, safe: 1, attention: 2, risk: 1 });
  });

  it('names the worst reason first', () => {
    const urgent = mostUrgent(
      status([
        row({ title: 'A', reasons: ['not-marked', 'no-second-copy'] }),
        row({ title: 'B', level: 'risk', reasons: ['not-kept'] }),
        row({ title: 'C', reasons: ['login-expired'] }),
      ]),
      true,
    );
    expect(urgent).toMatchObject({ reason: 'not-kept', title: 'B', level: 'risk' });
  });

  it('names the source, not one of its units, where the source is what wants something', () => {
    const urgent = mostUrgent(
      status([row({ title: 'A', reasons: ['login-expired'] })], [source({ state: 'login-expired' })]),
      false,
    );
    expect(urgent).toMatchObject({ reason: 'login-expired', title: 'Northfield' });
  });

  it('urges nobody to do what cannot be done yet', () => {
    expect(mostUrgent(status([row({ reasons: ['no-second-copy'] })]), true)).toBeUndefined();
  });

  it('urges for a date that is missing only where dates are wanted', () => {
    expect(mostUrgent(status([row({})]), false)).toBeUndefined();
    expect(mostUrgent(status([row({})]), true)).toMatchObject({ reason: 'no-independent-date' });
  });

  it('does not stumble over a reason that it does not know', () => {
    expect(mostUrgent(status([row({ reasons: ['from-the-future'] })]), true)).toBeUndefined();
  });
});
