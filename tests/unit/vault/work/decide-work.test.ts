import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { workKinds } from '../../../../src/base/work-words.ts';
import {
  decideWork,
  workRules,
  type Conditions,
  type Job,
  type Lane,
} from '../../../../src/vault/work/decide-work.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.UTC(2026, 10, 22, 9);
const settings = {
  syncEveryMinutes: 180,
  pauseOnBattery: false,
  pauseOnMetered: true,
  copyWhileCovered: true,
};
const calm: Conditions = {
  now,
  settings,
  onBattery: false,
  metered: false,
  covered: false,
  personAtWork: false,
  idleFor: hour,
  busy: new Set(),
};

function job(kind: Job['kind'], more: Partial<Job> = {}): Job {
  return { kind, dueAt: now - minute, notBefore: 0, needs: 'nothing', urgent: false, ...more };
}
const kindsOf = (jobs: readonly Job[]): string[] => jobs.map(({ kind }) => kind);

const time = fc.oneof(
  fc.constant(Infinity),
  fc.constant(0),
  fc.integer({ min: now - 400 * day, max: now + 400 * day }),
);
const jobs = fc.array(
  fc.record({
    kind: fc.constantFrom(...workKinds),
    about: fc.constantFrom('one', 'two', 'three'),
    dueAt: time,
    notBefore: fc.oneof(fc.constant(0), fc.integer({ min: now - day, max: now + day })),
    needs: fc.constantFrom('nothing', 'data', 'absent'),
    urgent: fc.boolean(),
  }),
  { maxLength: 12 },
);
const conditions = fc.record({
  now: fc.constant(now),
  settings: fc.record({
    syncEveryMinutes: fc.constant(180),
    pauseOnBattery: fc.boolean(),
    pauseOnMetered: fc.boolean(),
    copyWhileCovered: fc.boolean(),
  }),
  onBattery: fc.boolean(),
  metered: fc.boolean(),
  covered: fc.boolean(),
  personAtWork: fc.boolean(),
  idleFor: fc.integer({ min: 0, max: hour }),
  busy: fc
    .uniqueArray(fc.constantFrom<Lane>('copying', 'copies', 'outside', 'whole'))
    .map((lanes): ReadonlySet<Lane> => new Set(lanes)),
});

describe('what runs next', () => {
  it('is due, is not held back, and never beside what it may not go on beside', () => {
    fc.assert(
      fc.property(jobs, conditions, (all, how) => {
        const { start } = decideWork(all, how);
        const filled = new Set(how.busy);
        for (const one of start) {
          const { lane, notBeside, heavy } = workRules[one.kind];
          expect(one.urgent || Math.max(one.dueAt, one.notBefore) <= now).toBe(true);
          expect(one.needs).not.toBe('absent');
          expect([lane, ...notBeside].some((each) => filled.has(each))).toBe(false);
          filled.add(lane);
          if (how.onBattery) expect(heavy || how.settings.pauseOnBattery).toBe(false);
          if (how.metered && how.settings.pauseOnMetered) expect(one.needs).not.toBe('data');
          if (how.covered) expect(how.settings.copyWhileCovered).toBe(true);
          if (heavy) expect(how.personAtWork).toBe(false);
        }
      }),
    );
  });

  it('is never looked for again at once where nothing begins', () => {
    fc.assert(
      fc.property(jobs, conditions, (all, how) => {
        const { start, wakeAt } = decideWork(all, how);
        if (start.length === 0) expect(wakeAt).toBeGreaterThan(now);
      }),
    );
  });

  it('begins something whenever something may begin and nothing goes on', () => {
    fc.assert(
      fc.property(jobs, (all) => {
        const free = all.map((one): Job => ({ ...one, needs: 'nothing' }));
        const some = free.some((one) => one.urgent || Math.max(one.dueAt, one.notBefore) <= now);
        expect(decideWork(free, calm).start.length > 0).toBe(some);
      }),
    );
  });

  it('says of everything that is due and held back why that is', () => {
    fc.assert(
      fc.property(jobs, conditions, (all, how) => {
        const { start, waiting } = decideWork(all, { ...how, busy: new Set() });
        for (const one of all) {
          if (!(one.urgent || one.dueAt <= now) || start.includes(one)) continue;
          const told = waiting.some((each) => each.job === one);
          // What only waits for its turn behind another is not held back by anything.
          if (!told) expect(start.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('is new work before dates, and dates only once copying is done', () => {
    const all = [job('ask'), job('sync', { about: 'one' }), job('copy', { about: 'stick' })];
    expect(kindsOf(decideWork(all, calm).start)).toEqual(['sync', 'copy']);
    const meanwhile = { ...calm, busy: new Set<Lane>(['copying']) };
    expect(kindsOf(decideWork([job('ask')], meanwhile).start)).toEqual([]);
    expect(kindsOf(decideWork([job('ask')], calm).start)).toEqual(['ask']);
  });

  it('is a stick that was just plugged in, before all else', () => {
    const all = [job('copy', { about: 'old', dueAt: 0 }), job('copy', { about: 'stick', urgent: true })];
    expect(decideWork(all, calm).start[0]).toMatchObject({ about: 'stick' });
  });

  it('is no check and no rehearsal while somebody works, or just did, or on the battery', () => {
    const heavy = [job('check'), job('rehearse', { about: 'stick' })];
    for (const how of [{ personAtWork: true }, { idleFor: minute }, { onBattery: true }])
      expect(decideWork(heavy, { ...calm, ...how }).start).toEqual([]);
    expect(decideWork(heavy, { ...calm, onBattery: true }).waiting.map(({ why }) => why)).toEqual([
      'battery',
      'battery',
    ]);
    expect(kindsOf(decideWork(heavy, calm).start)).toEqual(['rehearse']);
  });
});

interface Scripted {
  readonly kind: Job['kind'];
  readonly about: string;
  readonly every: number;
  readonly takes: number;
  /** When it ended well last, by the wall clock. */
  last: number | undefined;
  runs: number[];
}

/** A world in which time passes, and the wall clock may jump: what ran when, on a clock that does not. */
function play(
  scripted: readonly Scripted[],
  { until, jumps = new Map() }: { readonly until: number; readonly jumps?: ReadonlyMap<number, number> },
): void {
  const running = new Map<Scripted, number>();
  let ahead = 0;
  for (let passed = 0; passed <= until; passed += minute) {
    ahead += jumps.get(passed) ?? 0;
    const wall = now + passed + ahead;
    for (const [one, ends] of running)
      if (ends <= passed) {
        running.delete(one);
        one.last = wall;
      }
    const all = scripted
      .filter((one) => !running.has(one))
      .map((one): Job => {
        const last = one.last !== undefined && one.last <= wall ? one.last : undefined;
        return job(one.kind, { about: one.about, dueAt: last === undefined ? 0 : last + one.every });
      });
    const busy = new Set([...running.keys()].map(({ kind }) => workRules[kind].lane));
    for (const begun of decideWork(all, { ...calm, now: wall, busy }).start) {
      const one = scripted.find(({ kind, about }) => kind === begun.kind && about === begun.about);
      if (one === undefined) throw new Error('begun from nowhere');
      one.runs.push(passed);
      running.set(one, passed + one.takes);
    }
  }
}

const script = fc.array(
  fc.record({
    kind: fc.constantFrom(...workKinds),
    every: fc.integer({ min: 10, max: 24 * 60 }).map((minutes) => minutes * minute),
    takes: fc.integer({ min: 1, max: 90 }).map((minutes) => minutes * minute),
  }),
  { minLength: 1, maxLength: 6 },
);
function scriptOf(all: readonly Pick<Scripted, 'kind' | 'every' | 'takes'>[]): Scripted[] {
  return all.map((one, at) => ({ ...one, about: String(at), last: undefined, runs: [] }));
}

describe('over days', () => {
  it('nothing starves, however much else is always due', () => {
    fc.assert(
      fc.property(script, (all) => {
        const scripted = scriptOf(all);
        play(scripted, { until: 8 * day });
        for (const { every, runs } of scripted) {
          const gaps = [...runs, 8 * day].map((at, i) => at - (runs[i - 1] ?? 0));
          // Its own rhythm, and the longest that the worst may wait behind the others.
          expect(Math.max(...gaps)).toBeLessThan(every + 3 * day);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('a clock that jumps back or forth stops nothing, and repeats nothing without end', () => {
    const jumpsOf = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 3 * 24 * 60 }), fc.integer({ min: -800, max: 800 })),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(script, jumpsOf, (all, told) => {
        const scripted = scriptOf(all);
        const jumps = new Map(told.map(([at, days]) => [at * minute, days * day]));
        play(scripted, { until: 6 * day, jumps });
        for (const { every, takes, runs } of scripted) {
          expect(runs.at(-1) ?? -1).toBeGreaterThan(6 * day - every - 3 * day);
          // Each jump may bring one round more than time did.
          expect(runs.length).toBeLessThanOrEqual(1 + jumps.size + (6 * day) / (every + takes) + 1);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('after a long sleep each kind runs once, the most pressing first', () => {
    const scripted = scriptOf(workKinds.map((kind) => ({ kind, every: day, takes: minute })));
    play(scripted, { until: 2 * hour });
    for (const one of scripted) one.runs = [];
    const jumps = new Map([[minute, 40 * day]]);
    play(scripted, { until: 20 * hour, jumps });
    for (const { runs } of scripted) expect(runs).toHaveLength(1);
    const order = [...scripted].sort((a, b) => (a.runs[0] ?? 0) - (b.runs[0] ?? 0)).map(({ kind }) => kind);
    expect(order[0]).toBe('sync');
    expect(order.at(-1)).toBe('check');
  });
});
