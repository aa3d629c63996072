import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SourcePatience } from '../../../src/vault/source-patience.ts';

const minute = 60_000;

/** Milliseconds from `now` after which a source may be asked. */
function waitOf(patience: SourcePatience, id: string, now: number): number {
  let low = 0;
  let high = 48 * 60 * minute;
  if (patience.mayAsk(id, now)) return 0;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (patience.mayAsk(id, now + middle)) high = middle;
    else low = middle;
  }
  return high;
}

describe('patience with a source', () => {
  it('lets a source be asked that was never asked, or was copied', () => {
    const patience = new SourcePatience(() => 0.5);
    expect(patience.mayAsk('s-1', 0)).toBe(true);
    patience.settle({ id: 's-1', state: 'partial' }, 5, undefined);
    expect(patience.mayAsk('s-1', 5)).toBe(true);
  });

  it('waits twice as long after each failure, an hour at most, and forgets it after a copy', () => {
    const patience = new SourcePatience(() => 0);
    const waits = Array.from({ length: 9 }, () => {
      patience.settle({ id: 's-1', state: 'unreachable' }, 0, undefined);
      return waitOf(patience, 's-1', 0) / minute;
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    patience.settle({ id: 's-1', state: 'ok' }, 0, undefined);
    patience.settle({ id: 's-1', state: 'maintenance' }, 0, undefined);
    expect(waitOf(patience, 's-1', 0)).toBe(minute);
  });

  it('holds nobody else back', () => {
    const patience = new SourcePatience(() => 0.5);
    patience.settle({ id: 's-1', state: 'login-expired' }, 0, undefined);
    expect([patience.mayAsk('s-1', 1), patience.mayAsk('s-2', 1)]).toEqual([false, true]);
  });

  it('never asks sooner than the server asked for, whatever chance says', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 24 * 60 * minute }),
        fc.constantFrom('ok', 'unreachable', 'maintenance'),
        (chance, asked, state) => {
          const patience = new SourcePatience(() => chance);
          patience.settle({ id: 's-1', state }, 1_000, 1_000 + asked);
          expect(asked > 0 && patience.mayAsk('s-1', 1_000 + asked - 1)).toBe(false);
        },
      ),
    );
  });
});
