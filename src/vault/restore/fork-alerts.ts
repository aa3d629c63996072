import { isoTime } from '../../base/clock.ts';
import type { LogFork } from '../../store/replica/reading/assemble-log.ts';
import type { WritableVault } from '../vault-context.ts';

/** The code of the alert, and of the finding that `check` tells of. */
export const forkCode = 'integrity.fork' as const;

/** Raises an alert for each log that went on in two ways; once for each place where it parts. */
export async function raiseForks(vault: WritableVault, forks: readonly LogFork[]): Promise<void> {
  const open = new Set(vault.index.statements.allAlertIds());
  const fresh = new Map(
    forks
      .map((fork) => [`fork-${fork.log}-${String(fork.index)}`, fork] as const)
      .filter(([alert]) => !open.has(alert)),
  );
  if (fresh.size === 0) return;
  await vault.recorder.record(
    Array.from(fresh, ([alert, { log, index }]) => ({
      kind: 'alert-raised' as const,
      at: isoTime(vault.clock),
      alert,
      code: forkCode,
      details: { log, index },
    })),
  );
}
