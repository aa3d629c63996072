import { reachPlaces } from '../../src/vault/repair/reach-places.ts';
import { openForks } from '../../src/vault/restore/fork-alerts.ts';
import { takeInForks } from '../../src/vault/restore/take-in-forks.ts';
import type { WritableVault } from '../../src/vault/vault-context.ts';
import type { EngineContext } from './engine-context.ts';

/** Brings in what the other computer has of a history that went on in two ways, from every second copy that can be reached. @returns the task's id */
export function takeInOtherHalves({ tasks, lanes, changes }: EngineContext, vault: WritableVault): string {
  return tasks.start({ kind: 'take-in-forks' }, ({ signal, progress }) =>
    lanes.hold('everything', signal, async () => {
      const reached = await reachPlaces(vault, { folders: [] }, signal);
      try {
        const taken =
          reached.catalogue === undefined
            ? []
            : await takeInForks(vault, reached.catalogue, { signal, onProgress: progress });
        return {
          found: taken.filter(({ found }) => found).length,
          carried: taken.reduce((sum, { carried }) => sum + carried, 0),
          open: openForks(vault).length,
        };
      } finally {
        await reached.close();
        changes.note('items', 'status', 'alerts', 'copies');
      }
    }),
  );
}
