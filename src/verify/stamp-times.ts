import type { EntryRef } from '../bundle/entry-view.ts';

/** What an outside clock said of a log: that it had `size` entries at `time`, told by an entry of some log. */
interface Stamp {
  readonly entry: EntryRef;
  readonly log: string;
  readonly size: number;
  /** ISO 8601. */
  readonly time: string;
  readonly accuracyMs: number;
}

interface Lookup<Found> {
  /** Rising. */
  readonly places: readonly number[];
  readonly found: readonly Found[];
}

/**
 * Answers in a few steps which of many stamps is the earliest that saw an entry, and which the latest that stood before it: a bundle may hold
 * a hundred thousand entries, and whoever made it may have put tens of thousands of stamps there.
 */
export class StampTimes<Each extends Stamp> {
  /** By log: for a size, the earliest of the stamps of that size or more. */
  readonly #covering = new Map<string, Lookup<Each>>();
  /** The same by the latest moment that each allows for. */
  readonly #surelyCovering = new Map<string, Lookup<number>>();
  /** By the log that they lie in: for an index, the latest of the stamps up to there. */
  readonly #before = new Map<string, Lookup<Each>>();

  constructor(stamps: readonly Each[]) {
    for (const [log, group] of Map.groupBy(stamps, (stamp) => stamp.log)) {
      const largestFirst = [...group].sort((a, b) => b.size - a.size);
      const places = largestFirst.map(({ size }) => size).reverse();
      const best = running(largestFirst, (found, one) => (millis(one) < millis(found) ? one : found));
      const surest = running(
        largestFirst.map((one) => millis(one) + one.accuracyMs),
        Math.min,
      );
      this.#covering.set(log, { places, found: best.reverse() });
      this.#surelyCovering.set(log, { places, found: surest.reverse() });
    }
    for (const [log, group] of Map.groupBy(stamps, (stamp) => stamp.entry.log)) {
      const inOrder = [...group].sort((a, b) => a.entry.index - b.entry.index);
      this.#before.set(log, {
        places: inOrder.map(({ entry }) => entry.index),
        found: running(inOrder, (found, one) => (millis(one) > millis(found) ? one : found)),
      });
    }
  }

  /** The earliest stamp of a state that has the entry in it. */
  earliestCovering({ log, index }: EntryRef): Each | undefined {
    return atOrAfter(this.#covering.get(log), index + 1);
  }

  /** Milliseconds since 1970 at which the entry was there for certain, by the stated accuracies too. */
  surelyThereAt({ log, index }: EntryRef): number | undefined {
    return atOrAfter(this.#surelyCovering.get(log), index + 1);
  }

  /** The latest stamp that stands in the entry's log at this index or before. */
  latestUpTo({ log, index }: EntryRef): Each | undefined {
    const lookup = this.#before.get(log);
    return lookup?.found[countBelow(lookup.places, index + 1) - 1];
  }
}

function millis({ time }: Stamp): number {
  return Date.parse(time);
}

/** Each element joined with all before it. */
function running<Value>(values: readonly Value[], join: (found: Value, one: Value) => Value): Value[] {
  const out: Value[] = [];
  for (const value of values) {
    const last = out.at(-1);
    out.push(last === undefined ? value : join(last, value));
  }
  return out;
}

function atOrAfter<Found>(lookup: Lookup<Found> | undefined, place: number): Found | undefined {
  return lookup?.found[countBelow(lookup.places, place)];
}

/** How many of the rising numbers are below a limit. */
function countBelow(rising: readonly number[], limit: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? limit) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
