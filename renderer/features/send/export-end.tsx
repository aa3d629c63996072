import type { ReactNode } from 'react';

import { dismissEnded, type TaskOfKind } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ExportDone } from './export-done.tsx';
import { words } from './words.ts';

/** How the making of a bundle ended. */
export function ExportEnd({ task }: { readonly task: TaskOfKind<'export'> }): ReactNode {
  const say = useWords(words);
  const { error, run } = useAction();
  const again = (): void => run(() => dismissEnded('export'));
  if (task.state === 'done' && task.result !== undefined)
    return <ExportDone result={task.result} onAnother={again} />;
  if (task.state === 'cancelled') return <Notice live tone="info" title={say.stopped} />;
  return (
    <>
      {task.error !== undefined && <ErrorNote title={say.failed} error={task.error} />}
      {error !== undefined && <ErrorNote error={error} />}
    </>
  );
}
