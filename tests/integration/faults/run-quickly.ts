import { afterAll, beforeAll, expect, it } from 'vitest';

import { useMemoryFolder } from '../../support/memory-folder.ts';
import { makeSchedule } from '../../faults/schedule/make-schedule.ts';
import { runSchedule } from '../../faults/schedule/run-schedule.ts';
import type { Family } from '../../faults/schedule/schedule.ts';
import { makeTemplate } from '../../faults/world.ts';
import type { VaultWorld } from '../../support/vault/vault-world.ts';

/** The same schedules each time, so that a test that failed fails again; `npm run faults` takes new ones. */
const seed = process.env.EVIDENCE_VAULT_TEST_SEED ?? 'every test';

/** Makes one vault for the file that schedules begin with a copy of. */
export function useTemplate(): () => VaultWorld {
  let template: VaultWorld | undefined;
  beforeAll(async () => {
    useMemoryFolder(512 * 1024 * 1024);
    template = await makeTemplate();
  });
  afterAll(async () => {
    await template?.remove();
  });
  return () => {
    if (template === undefined) throw new Error('there is no template yet');
    return template;
  };
}

/** One test of so many schedules of a family. */
export function keepsEveryPromise(template: () => VaultWorld, family: Family, count: number): void {
  it(
    `keeps every promise through ${String(count)} schedules of the family ${family}`,
    { timeout: 600_000 },
    async () => {
      let struck = 0;
      for (let number = 1; number <= count; number += 1) {
        const schedule = makeSchedule(`${seed}-${family}-${String(number)}`, family);
        const outcome = await runSchedule(schedule, template());
        const again = `npm run faults -- --repeat '${schedule.seed}' --only ${family}`;
        expect(outcome.failure, again).toBeUndefined();
        struck += outcome.struck.length;
      }
      // Faults that never strike would prove nothing.
      expect(struck).toBeGreaterThan(count / 5);
    },
  );
}
