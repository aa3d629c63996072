import { describe, expect, it } from 'vitest';

import { failingAt, type SweptFamily } from '../../faults/schedule/every-step.ts';
import { runSchedule } from '../../faults/schedule/run-schedule.ts';
import { useTemplate } from './run-quickly.ts';

/** `npm run faults -- --every-step` takes every step of every family. */
const swept = [
  ['copies', 'syncFolder'],
  ['restore', 'syncFolder'],
  ['restore', 'sync'],
  ['repair', 'syncFolder'],
] as const satisfies (readonly [SweptFamily, string])[];

describe('work that is killed just before something is certain, and done again by whoever comes after', () => {
  const template = useTemplate();

  it.each(swept)('keeps every promise: %s at every %s', { timeout: 600_000 }, async (family, among) => {
    for (let step = 1; ; step += 1) {
      const { failure, struck, schedule } = await runSchedule(
        failingAt(family, step, 'kill', among),
        template(),
      );
      expect(failure, `${schedule.seed}: ${struck.join(', ')}`).toBeUndefined();
      if (struck.length > 0) continue;
      expect(step).toBeGreaterThan(10);
      return;
    }
  });
});
