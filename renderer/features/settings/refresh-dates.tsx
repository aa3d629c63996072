import { CalendarSync } from 'lucide-react';
import type { ReactNode } from 'react';

import { errorMeanings } from '../../../src/base/error-codes.ts';
import { cancelTask, startTask, useLatestTask, type TaskOf } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { words } from './dates-words.ts';

/** Keeps what is needed to check old dates in years to come; one level down, since it is done once a year. */
export function RefreshDates(): ReactNode {
  const say = useWords(words).dates.refresh;
  const task = useLatestTask('refresh-dates');
  const { busy, error, run } = useAction();
  return (
    <div className="settings-part">
      <Details summary={say.title} open={task !== undefined}>
        <div className="settings-part">
          <p className="about-quiet">{say.text}</p>
          {task?.state === 'running' ? (
            <Progress label={say.running} done={0} onCancel={() => run(() => cancelTask(task.id))} />
          ) : (
            <>
              {task !== undefined && <RefreshTold task={task} />}
              {error !== undefined && <ErrorNote error={error} />}
              <div>
                <Button
                  icon={CalendarSync}
                  busy={busy}
                  onPress={() => run(() => startTask('dates.refresh', {}))}
                >
                  {say.act}
                </Button>
              </div>
            </>
          )}
        </div>
      </Details>
    </div>
  );
}

function RefreshTold({ task }: { readonly task: TaskOf<'dates.refresh'> }): ReactNode {
  const dates = useWords(words).dates;
  const say = dates.refresh;
  if (task.state === 'cancelled') return <Notice live tone="info" title={dates.stopped} />;
  if (task.state === 'failed' && task.error !== undefined)
    return <ErrorNote title={say.some} error={task.error} />;
  if (task.result === undefined) return null;
  const { good, revoked, unknown, stamped, failed } = task.result;
  const whole = revoked + unknown + failed.length === 0;
  const names = [...new Set(stamped.map(({ name }) => name))].join(', ');
  return (
    <Notice
      live
      tone={whole ? 'safe' : 'attention'}
      title={whole ? say.done : say.some}
      text={
        <>
          {good > 0 && <p>{plural(good, say.good.one, say.good.many)}</p>}
          {revoked > 0 && <p>{plural(revoked, say.revoked.one, say.revoked.many)}</p>}
          {unknown > 0 && <p>{plural(unknown, say.unknown.one, say.unknown.many)}</p>}
          {names !== '' && <p>{fill(say.again, { names })}</p>}
          {failed.map(({ authority, name, error }, place) => (
            <p key={`${authority} ${place}`}>
              {name}: {errorMeanings[error.code].sentence}
            </p>
          ))}
        </>
      }
    />
  );
}
