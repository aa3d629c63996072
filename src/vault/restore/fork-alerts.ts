import { isoTime } from '../../base/clock.ts';
import type { LogFork } from '../../store/replica/reading/assemble-log.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';

/** The code of the alert, and of the finding that `check` tells of. */
export const forkCode = 'integrity.fork' as const;

/** Raises an alert for each log that went on in two ways; once for each place where it parts. */
export async function raiseForks(vault: WritableVault, forks: readonly LogFork[]): Promise<void> {
  const open = new Set(vault.index.statements.allAlertIds());
  const fresh = new Map(
    forks.map((fork) => [alertOf(fork), fork] as const).filter(([alert]) => !open.has(alert)),
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

/** Those that the learner has not seen to yet. */
export function unsettledForks(vault: OpenVault, forks: readonly LogFork[]): LogFork[] {
  const open = new Set(vault.index.statements.openAlerts().map(({ id }) => id));
  return forks.filter((fork) => open.has(alertOf(fork)));
}

/** A fork that this vault knows of and that the learner has not seen to. */
export interface OpenFork {
  readonly alert: string;
  readonly log: string;
  /** The first entry that is not the same in both. */
  readonly index: number;
  readonly at: string;
}

export function openForks(vault: OpenVault): OpenFork[] {
  return vault.index.statements
    .openAlerts()
    .flatMap(({ id, code, at, details: { log, index } }) =>
      code === forkCode && typeof log === 'string' && typeof index === 'number'
        ? [{ alert: id, log, index, at }]
        : [],
    );
}

/** Every log that was ever seen to have gone on in two ways. */
export function forkedLogs(vault: OpenVault): Set<string> {
  const ids = vault.index.statements.allAlertIds();
  return new Set(ids.flatMap((id) => /^fork-([0-9a-f]{32})-/.exec(id)?.[1] ?? []));
}

function alertOf({ log, index }: Pick<LogFork, 'log' | 'index'>): string {
  return `fork-${log}-${String(index)}`;
}
