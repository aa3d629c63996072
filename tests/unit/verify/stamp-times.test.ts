import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { StampTimes } from '../../../src/verify/stamp-times.ts';

const logs = ['a', 'b'];
const place = fc.integer({ min: 0, max: 12 });
const stamp = fc.record({
  entry: fc.record({ log: fc.constantFrom(...logs), index: place }),
  log: fc.constantFrom(...logs),
  size: fc.integer({ min: 1, max: 12 }),
  time: fc.integer({ min: 0, max: 20 }).map((hour) => new Date(hour * 3_600_000).toISOString()),
  accuracyMs: fc.integer({ min: 0, max: 9_000_000 }),
});

describe('the times of many stamps', () => {
  it('are what looking at each of them gives', () => {
    fc.assert(
      fc.property(
        fc.array(stamp, { maxLength: 8 }),
        fc.constantFrom(...logs),
        place,
        (stamps, log, index) => {
          const times = new StampTimes(stamps);
          const covering = stamps.filter((one) => one.log === log && index < one.size);
          const before = stamps.filter(({ entry }) => entry.log === log && entry.index <= index);
          const hours = (found: readonly { readonly time: string }[]) => found.map(({ time }) => time).sort();
          expect(times.earliestCovering({ log, index })?.time).toBe(hours(covering).at(0));
          expect(times.latestUpTo({ log, index })?.time).toBe(hours(before).at(-1));
          const sure = covering.map(({ time, accuracyMs }) => Date.parse(time) + accuracyMs);
          expect(times.surelyThereAt({ log, index })).toBe(sure.length === 0 ? undefined : Math.min(...sure));
        },
      ),
    );
  });

  it('prefer the stamp that came first of two with one time', () => {
    const entry = { log: 'a', index: 0 };
    const one = { entry, log: 'a', size: 3, time: '2026-11-20T10:00:00.000Z', accuracyMs: 0 };
    const times = new StampTimes([
      { ...one, name: 'first' },
      { ...one, name: 'second', entry: { log: 'a', index: 1 } },
    ]);
    expect(times.earliestCovering(entry)?.name).toBe('first');
    expect(times.latestUpTo({ log: 'a', index: 5 })?.name).toBe('first');
  });
});
