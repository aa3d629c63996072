import { Eye } from 'lucide-react';
import type { ReactNode } from 'react';

import { errorMeanings } from '../../../src/base/error-codes.ts';
import { cancelTask, startTask, useLatestTask, type TaskOf } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { words } from './dates-words.ts';

/** Shows the history to every witness now; a way to stop, and what each said. */
export function AskWitnesses(): ReactNode {
  const say = useWords(words).witnesses;
  const task = useLatestTask('ask-witnesses');
  const { busy, error, run } = useAction();
  if (task?.state === 'running')
    return (
      <div className="settings-part">
        <Progress label={say.asking} done={0} onCancel={() => run(() => cancelTask(task.id))} />
      </div>
    );
  return (
    <div className="settings-part">
      {task !== undefined && <WitnessesTold task={task} />}
      {error !== undefined && <ErrorNote error={error} />}
      <div>
        <Button icon={Eye} busy={busy} onPress={() => run(() => startTask('witnesses.ask', {}))}>
          {say.askNow}
        </Button>
      </div>
    </div>
  );
}

function WitnessesTold({ task }: { readonly task: TaskOf<'witnesses.ask'> }): ReactNode {
  const say = useWords(words).witnesses;
  if (task.state === 'cancelled') return <Notice live tone="info" title={say.stopped} />;
  if (task.state === 'failed' && task.error !== undefined)
    return <ErrorNote title={say.failed} error={task.error} />;
  if (task.result === undefined) return null;
  const { size, cosigned, failed } = task.result;
  const names = cosigned.map(({ witness }) => witness).join(', ');
  return (
    <Notice
      live
      tone={failed.length === 0 ? 'safe' : 'attention'}
      title={failed.length === 0 ? say.signed : cosigned.length === 0 ? say.notSigned : say.some}
      text={
        <>
          {cosigned.length > 0 && <p>{fill(say.signedText, { names, size })}</p>}
          {failed.map(({ witness, error }) => (
            <p key={witness}>
              {witness}: {errorMeanings[error.code].sentence}
            </p>
          ))}
        </>
      }
    />
  );
}
