import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { EntryView } from '../../../src/bundle/entry-view.ts';
import { contradicting, type Closing } from '../../../src/verify/closing-counts.ts';

function closingOf(log: string, index: number, counts: Readonly<Record<string, number>>): Closing {
  const view: EntryView = {
    entry: { log, index },
    kind: 'history-closed',
    fields: {},
    record: {},
    notShown: [],
  };
  return {
    view,
    chains: new Map(Object.entries(counts).map(([chain, count]) => [chain, { chain, count, ends: [] }])),
  };
}

/** Rule C3, word for word: each closing against each other. */
function oneByOne(closings: readonly Closing[]): EntryView[] {
  return closings.flatMap((later) => {
    const wrong = closings.some(
      (earlier) =>
        earlier !== later &&
        [...earlier.chains].some(([name, before]) => {
          const after = later.chains.get(name);
          if (after === undefined) return false;
          return earlier.view.entry.log === later.view.entry.log
            ? earlier.view.entry.index < later.view.entry.index && after.count < before.count
            : after.count !== before.count;
        }),
    );
    return wrong ? [later.view] : [];
  });
}

describe('closings', () => {
  it('contradict each other exactly where one by one they do', () => {
    const closings = fc
      .uniqueArray(fc.tuple(fc.constantFrom('x', 'y', 'z'), fc.nat({ max: 9 })), {
        selector: ([log, index]) => `${log} ${String(index)}`,
        maxLength: 8,
      })
      .chain((places) =>
        fc.tuple(
          ...places.map(([log, index]) =>
            fc
              .dictionary(fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 3 }))
              .map((counts) => closingOf(log, index, counts)),
          ),
        ),
      );
    fc.assert(
      fc.property(closings, (given) => {
        expect(contradicting(given)).toEqual(oneByOne(given));
      }),
      { numRuns: 1000 },
    );
  });

  it('of one log may count more as time goes on, and never less', () => {
    const [first, second, third] = [1, 3, 2].map((count, index) => closingOf('x', index, { a: count }));
    if (first === undefined || second === undefined || third === undefined) throw new Error('three closings');
    expect(contradicting([second, first])).toEqual([]);
    expect(contradicting([third, second, first])).toEqual([third.view]);
  });
});
