import type { FromEngine } from '../../src/contract/control-frames.ts';
import type { WritableVault } from '../../src/vault/vault-context.ts';
import type { EngineContext } from './engine-context.ts';

/** States of a source in which only the learner can help, as notifications name them. */
const needingStates: ReadonlySet<string> = new Set(['login-expired', 'shows-less', 'held']);

/** When something was last copied to the end, whatever it came from. */
export function lastCopied(vault: WritableVault | undefined): string | undefined {
  const times = vault?.index.sources.list().flatMap(({ lastSuccess }) => lastSuccess ?? []) ?? [];
  return times.reduce<string | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined);
}

/** For tray and notifications: states and codes, no names. */
export function outlookOf({
  session,
  tasks,
}: Pick<EngineContext, 'session' | 'tasks'>): Extract<FromEngine, { type: 'outlook' }> {
  const vault = session.held;
  const copied = lastCopied(vault);
  const states =
    vault?.index.sources
      .list()
      .flatMap(({ removedAt, lastSync }) =>
        removedAt === undefined && lastSync !== undefined && needingStates.has(lastSync.state)
          ? [lastSync.state]
          : [],
      ) ?? [];
  const alerts = vault?.index.statements.openAlerts().map(({ code }) => code) ?? [];
  return {
    type: 'outlook',
    engine: session.state,
    copying: tasks.isRunning('sync', 'add-files'),
    practice: session.practice,
    ...(copied === undefined ? {} : { lastCopied: copied }),
    needs: [...states, ...alerts],
  };
}
