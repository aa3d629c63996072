import type { EntryView } from '../bundle/entry-view.ts';
import type { ClosedChain } from '../ledger/kinds/closing-entry.ts';

/** A closing entry that could be read. */
export interface Closing {
  readonly view: EntryView;
  /** The chains that it opens, by name. */
  readonly chains: ReadonlyMap<string, ClosedChain>;
}

/** One closing's count of one chain. */
interface Told {
  readonly closing: Closing;
  readonly log: string;
  readonly count: number;
}

/**
 * Closings that count less of a chain than an earlier one of their log, or not the same as one of another log (rule C3). Each count is
 * looked at a fixed number of times, however many closings a bundle holds.
 */
export function contradicting(closings: readonly Closing[]): EntryView[] {
  const told = new Map<string, Told[]>();
  for (const closing of closings) {
    for (const [chain, { count }] of closing.chains) {
      const one = { closing, log: closing.view.entry.log, count };
      const known = told.get(chain);
      if (known === undefined) told.set(chain, [one]);
      else known.push(one);
    }
  }
  const wrong = new Set([...told.values()].flatMap(contradictingOne));
  return closings.filter((closing) => wrong.has(closing)).map(({ view }) => view);
}

/** Of one chain. */
function contradictingOne(told: readonly Told[]): Closing[] {
  const wrong: Closing[] = [];
  const alike = tally(told, ({ count }) => `${count}`);
  const inLog = tally(told, ({ log }) => log);
  const alikeInLog = tally(told, ({ log, count }) => `${log} ${count}`);
  const highest = new Map<string, number>();
  for (const one of [...told].sort((a, b) => a.closing.view.entry.index - b.closing.view.entry.index)) {
    const { closing, log, count } = one;
    const before = highest.get(log) ?? 0;
    const elsewhere = told.length - (inLog.get(log) ?? 0);
    const alikeElsewhere = (alike.get(`${count}`) ?? 0) - (alikeInLog.get(`${log} ${count}`) ?? 0);
    if (count < before || alikeElsewhere < elsewhere) wrong.push(closing);
    highest.set(log, Math.max(before, count));
  }
  return wrong;
}

function tally(told: readonly Told[], by: (one: Told) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of told) counts.set(by(one), (counts.get(by(one)) ?? 0) + 1);
  return counts;
}
