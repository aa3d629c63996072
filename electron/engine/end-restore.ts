import { concludeRestore } from '../../src/vault/restore/conclude-restore.ts';
import type { WritableVault } from '../../src/vault/vault-context.ts';
import type { EngineContext } from './engine-context.ts';
import { restoredForPage } from './restored-for-page.ts';

/** A restore that was stopped at its very end, whose vault was opened now: what it knows is opened, so that it can be said what came back. */
export function endRestore({ tasks, lanes, changes }: EngineContext, vault: WritableVault): void {
  tasks.start({ kind: 'restore' }, ({ signal, progress }) =>
    lanes.hold('everything', signal, async () => {
      const known = await concludeRestore(vault, {
        replicas: [],
        quick: false,
        signal,
        onProgress: progress,
      });
      changes.note('items', 'status', 'alerts');
      return restoredForPage(vault, { ...known, whole: known.ok, files: 0, bytes: 0, forks: [] }, []);
    }),
  );
}
