import { useEffect, type ReactNode } from 'react';

import { useAppState } from '../../app/app-state.ts';
import { navigate } from '../../app/router.ts';
import { useLatestTask } from '../../app/tasks.ts';
import { CameBack } from './came-back.tsx';
import { ComingBack } from './coming-back.tsx';
import { FindCopy } from './find-copy.tsx';
import './restore.css';

/** A vault that comes back out of second copies: finding them, the way, and how it ended. */
export function RestoreScreen(): ReactNode {
  const { engine } = useAppState();
  const task = useLatestTask('restore');
  const isRunning = task?.state === 'running';
  const result = task?.state === 'done' ? task.result : undefined;
  const hasNothing = engine === 'open' && !isRunning && result === undefined;
  useEffect(() => {
    if (hasNothing) navigate('/home', { replace: true });
  }, [hasNothing]);
  if (hasNothing) return null;
  if (isRunning) return <ComingBack key="run" task={task} />;
  if (result !== undefined) return <CameBack key="done" result={result} />;
  return <FindCopy key="find" ended={task} />;
}
