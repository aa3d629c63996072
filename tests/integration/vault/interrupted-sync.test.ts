import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { listItems, showItem } from '../../../src/vault/items.ts';
import { syncSources } from '../../../src/vault/sync-sources.ts';
import { PracticeLearner } from '../../support/vault/practice-learner.ts';

let learner: PracticeLearner;

beforeEach(async () => {
  learner = await PracticeLearner.connect();
});
afterEach(() => learner.end());

describe('a sync that is cut short', () => {
  it.each([1, 5, 20, 60])(
    'after %i items is gone on with by the next one: nothing is captured twice, and every record names items that are there',
    async (count) => {
      const stop = new AbortController();
      let kept = 0;
      const cut = syncSources(learner.vault, {
        signal: stop.signal,
        onItem: () => {
          kept += 1;
          if (kept === count) stop.abort();
        },
      });
      await expect(cut).rejects.toMatchObject({ code: 'internal.cancelled' });
      const before = listItems(learner.vault);
      expect(before.length).toBeGreaterThanOrEqual(1);
      expect(before.length).toBeLessThan(186);

      expect(await learner.sync()).toMatchObject({ state: 'ok', changed: 0, gone: 0, failed: 0 });
      const items = listItems(learner.vault);
      expect(items).toHaveLength(186);
      expect(items.filter(({ versions }) => versions !== 1)).toEqual([]);
      const ids = new Set(items.map(({ id }) => id));
      const named = items.flatMap(({ id }): unknown[] => {
        const record = showItem(learner.vault, id).latest?.record ?? {};
        const parts: readonly unknown[] = Array.isArray(record.items) ? record.items : [];
        return [record.assignment, record.attempt, record.partOf, ...parts].filter(
          (name) => name !== undefined,
        );
      });
      expect(named.length).toBeGreaterThan(100);
      expect(named.filter((name) => typeof name !== 'string' || !ids.has(name))).toEqual([]);
    },
  );
});
