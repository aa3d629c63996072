import type { ReactNode } from 'react';

import { chooseFiles } from '../../app/shell.ts';
import { dismissTask, startTask, type TaskOfKind } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ExportDone } from './export-done.tsx';
import { lastAttempt, rememberAttempt } from './last-attempt.ts';
import { today } from './today.ts';
import { words } from './words.ts';

/** How the making of a bundle ended. */
export function ExportEnd({ task }: { readonly task: TaskOfKind<'export'> }): ReactNode {
  const say = useWords(words);
  const { error, run } = useAction();
  const again = (): void => run(() => dismissTask(task.id));
  if (task.state === 'done' && task.result !== undefined)
    return <ExportDone result={task.result} onAnother={again} />;
  if (task.state === 'cancelled') return <Notice live tone="info" title={say.stopped} />;
  if (task.error?.code === 'input.exists') return <InTheWay task={task.id} />;
  return (
    <>
      {task.error !== undefined && <ErrorNote title={say.failed} error={task.error} />}
      {error !== undefined && <ErrorNote error={error} />}
    </>
  );
}

/** A file of that name is there already. */
function InTheWay({ task }: { readonly task: string }): ReactNode {
  const say = useWords(words);
  const { busy, error, run } = useAction();
  const attempt = lastAttempt();
  return (
    <>
      <Notice
        live
        tone="attention"
        title={say.exists.title}
        text={attempt === undefined ? undefined : say.exists.text}
        action={
          attempt !== undefined && (
            <>
              <Button
                busy={busy}
                onPress={() =>
                  run(async () => {
                    await startTask('bundle.export', { ...attempt, replace: true });
                    await dismissTask(task);
                  })
                }
              >
                {say.exists.replace}
              </Button>
              <Button
                isDisabled={busy}
                onPress={() =>
                  run(async () => {
                    const [to] = await chooseFiles('save-bundle', fill(say.fileName, { day: today() }));
                    if (to === undefined) return;
                    rememberAttempt({ ...attempt, to: to.id });
                    await startTask('bundle.export', { choice: attempt.choice, to: to.id });
                    await dismissTask(task);
                  })
                }
              >
                {say.exists.other}
              </Button>
            </>
          )
        }
      />
      {error !== undefined && <ErrorNote error={error} />}
    </>
  );
}
