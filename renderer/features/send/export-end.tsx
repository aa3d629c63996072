import type { ReactNode } from 'react';

import { dismissEnded, type TaskOfKind } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Choosing } from './export-choice.ts';
import { ExportDone } from './export-done.tsx';
import { words } from './words.ts';

/** How the making of a bundle ended. */
export function ExportEnd({
  task,
  choosing,
  onAnother,
}: {
  readonly task: TaskOfKind<'export'>;
  /** Knows the names of those whom it was locked for. */
  readonly choosing: Choosing;
  readonly onAnother: () => void;
}): ReactNode {
  const say = useWords(words);
  const { error, run } = useAction();
  const again = (): void =>
    run(async () => {
      await dismissEnded('export');
      onAnother();
    });
  if (task.state === 'done' && task.result !== undefined)
    return <ExportDone result={task.result} known={choosing.recipients} onAnother={again} />;
  if (task.state === 'cancelled') return <Notice live tone="info" title={say.stopped} />;
  return (
    <>
      {task.error !== undefined && <ErrorNote title={say.failed} error={task.error} />}
      {error !== undefined && <ErrorNote error={error} />}
    </>
  );
}
