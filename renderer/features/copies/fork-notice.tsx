import type { ReactNode } from 'react';

import { useAppState } from '../../app/app-state.ts';
import { useEngine } from '../../app/engine.ts';
import { cancelTask, dismissEnded, startTask, useLatestTask, type TaskOfKind } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { words } from './words.ts';

/** A history that went on in two ways: what that is, and a way to bring in the other half, until the learner has seen to it. */
export function ForkNotice(): ReactNode {
  const say = useWords(words).fork;
  const status = useEngine('vault.status', {}, { keep: true });
  const task = useLatestTask('take-in-forks');
  const { busy, error, run } = useAction();
  // The vault still writes the half that is here; it begins a history of its own when it is opened again.
  const hasToReopen = useAppState().reopen !== undefined;
  const isForked =
    status.state === 'ready' && status.value.alerts.some(({ code }) => code === 'integrity.fork');
  if (task?.state === 'running')
    return (
      <Card>
        <Progress
          label={say.running}
          done={task.progress?.done ?? 0}
          total={task.progress?.total}
          counts="nothing"
          onCancel={() => {
            if (!busy) run(() => cancelTask(task.id));
          }}
        />
      </Card>
    );
  return (
    <>
      {task !== undefined && <ForkEnd task={task} />}
      {isForked && (
        <Notice
          tone="attention"
          title={say.title}
          text={
            <>
              <p>{say.text}</p>
              <ol className="copies-steps">
                {hasToReopen && <li>{say.reopen}</li>}
                <li>{say.first}</li>
                <li>{say.second}</li>
                <li>{say.third}</li>
              </ol>
            </>
          }
          action={
            hasToReopen ? undefined : (
              <Button
                busy={busy}
                onPress={() =>
                  run(async () => {
                    await dismissEnded('take-in-forks');
                    await startTask('replicas.takeInForks', {});
                  })
                }
              >
                {say.takeIn}
              </Button>
            )
          }
        />
      )}
      {error !== undefined && <ErrorNote error={error} />}
    </>
  );
}

/** How bringing in the other half ended. */
function ForkEnd({ task }: { readonly task: TaskOfKind<'take-in-forks'> }): ReactNode {
  const all = useWords(words);
  const say = all.fork;
  const { run } = useAction();
  if (task.state === 'cancelled') return null;
  if (task.error !== undefined) return <ErrorNote title={say.failed} error={task.error} />;
  if (task.result === undefined) return null;
  const isGood = task.result.open === 0;
  return (
    <Notice
      live
      tone={isGood ? 'safe' : 'attention'}
      title={isGood ? say.good : say.notYet}
      text={isGood ? say.goodText : say.notYetText}
      action={
        <Button variant="plain" onPress={() => run(() => dismissEnded('take-in-forks'))}>
          {all.done.hide}
        </Button>
      }
    />
  );
}
