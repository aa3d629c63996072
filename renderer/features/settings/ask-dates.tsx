import { CalendarClock } from 'lucide-react';
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

/** Asks every authority now; a way to stop, and what each said. */
export function AskDates(): ReactNode {
  const say = useWords(words).dates;
  const task = useLatestTask('ask-dates');
  const { busy, error, run } = useAction();
  if (task?.state === 'running')
    return (
      <div className="settings-part">
        <Progress label={say.asking} done={0} onCancel={() => run(() => cancelTask(task.id))} />
      </div>
    );
  return (
    <div className="settings-part">
      {task !== undefined && <DatesTold task={task} />}
      {error !== undefined && <ErrorNote error={error} />}
      <div>
        <Button icon={CalendarClock} busy={busy} onPress={() => run(() => startTask('dates.ask', {}))}>
          {say.askNow}
        </Button>
      </div>
    </div>
  );
}

function DatesTold({ task }: { readonly task: TaskOf<'dates.ask'> }): ReactNode {
  const say = useWords(words).dates;
  if (task.state === 'cancelled') return <Notice live tone="info" title={say.stopped} />;
  if (task.state === 'failed' && task.error !== undefined)
    return <ErrorNote title={say.failed} error={task.error} />;
  if (task.result === undefined) return null;
  const { stamped, failed } = task.result;
  const names = stamped.map(({ name }) => name).join(', ');
  return (
    <Notice
      live
      tone={failed.length === 0 ? 'safe' : 'attention'}
      title={failed.length === 0 ? say.dated : stamped.length === 0 ? say.noDate : say.some}
      text={
        <>
          {stamped.length > 0 && <p>{fill(say.datedText, { names })}</p>}
          {failed.map(({ authority, name, error }) => (
            <p key={authority}>
              {name}: {errorMeanings[error.code].sentence}
            </p>
          ))}
          {failed.length > 0 && stamped.length === 0 && <p>{say.noDateText}</p>}
        </>
      }
    />
  );
}
