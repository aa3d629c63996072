import type { ReactNode } from 'react';

import { useLatestTask } from '../../app/tasks.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { AsideCard } from './aside-card.tsx';
import { MendCard } from './mend-card.tsx';
import { MendEnd } from './mend-end.tsx';
import { MendRunning } from './mend-running.tsx';
import type { Hurt } from './use-hurt.ts';

/** What is hurt, mending it, how that ended, and what was kept aside; nothing where there is none of it. */
export function MendSection({
  hurt: { state, isBad, readAll, history },
}: {
  readonly hurt: Hurt;
}): ReactNode {
  const check = useLatestTask('check');
  const task = useLatestTask('repair');
  if (state.state === 'error') return <ErrorNote error={state.error} onRetry={state.reload} />;
  if (state.state === 'loading') return null;
  const { aside } = state.value;
  const isRunning = task?.state === 'running';
  return (
    <>
      {isRunning && <MendRunning task={task} />}
      {task !== undefined && !isRunning && <MendEnd task={task} />}
      {isBad && !isRunning && (
        <MendCard
          state={state.value}
          readAll={readAll}
          history={history}
          isBusy={check?.state === 'running'}
        />
      )}
      {aside.length > 0 && <AsideCard aside={aside} />}
    </>
  );
}
