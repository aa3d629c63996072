import type { FromEngine } from '../../src/contract/control-frames.ts';
import { lastCopied, statesThatNeedYou } from '../../src/vault/work/sources-news.ts';
import type { EngineContext } from './engine-context.ts';

/** For tray and notifications: states and codes, no names. */
export function outlookOf({
  session,
  tasks,
  scheduler,
}: Pick<EngineContext, 'session' | 'tasks' | 'scheduler'>): Extract<FromEngine, { type: 'outlook' }> {
  const vault = session.held;
  const copied = vault === undefined ? undefined : lastCopied(vault);
  const states = vault === undefined ? [] : statesThatNeedYou(vault);
  const { code, running, copies } = scheduler.standing ?? {};
  const [first] = running ?? [];
  const alerts = vault?.index.statements.openAlerts().map(({ code }) => code) ?? [];
  return {
    type: 'outlook',
    engine: session.state,
    copying: tasks.isRunning('sync', 'add-files'),
    practice: session.practice,
    ...(copied === undefined ? {} : { lastCopied: copied }),
    needs: [...states, ...alerts],
    ...(code === undefined ? {} : { standing: code }),
    ...(first === undefined ? {} : { work: first.kind }),
    reminders: [
      ...((copies?.late.length ?? 0) > 0 ? (['copy-late'] as const) : []),
      ...((copies?.soonLate.length ?? 0) > 0 ? (['copy-soon-late'] as const) : []),
    ],
  };
}
