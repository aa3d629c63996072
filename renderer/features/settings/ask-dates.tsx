import { CalendarClock } from 'lucide-react';
import type { ReactNode } from 'react';

import { startTask, useLatestTask, type TaskOf } from '../../app/tasks.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Notice } from '../../ui/notice.tsx';
import { words } from './dates-words.ts';
import { Failures, OutsideWork } from './outside-work.tsx';

/** Asks every authority now. */
export function AskDates(): ReactNode {
  const say = useWords(words).dates;
  const task = useLatestTask('ask-dates');
  return (
    <OutsideWork
      task={task}
      say={{ act: say.askNow, running: say.asking, stopped: say.stopped, failed: say.failed }}
      icon={CalendarClock}
      begin={() => startTask('dates.ask', {})}
    >
      {task?.state === 'done' && <DatesTold task={task} />}
    </OutsideWork>
  );
}

function DatesTold({ task: { result } }: { readonly task: TaskOf<'dates.ask'> }): ReactNode {
  const say = useWords(words).dates;
  if (result === undefined) return null;
  const { stamped, failed } = result;
  const names = stamped.map(({ name }) => name).join(', ');
  return (
    <Notice
      live
      tone={failed.length === 0 ? 'safe' : 'attention'}
      title={failed.length === 0 ? say.dated : stamped.length === 0 ? say.noDate : say.some}
      text={
        <>
          {stamped.length > 0 && <p>{fill(say.datedText, { names })}</p>}
          <Failures of={failed} />
          {failed.length > 0 && stamped.length === 0 && <p>{say.noDateText}</p>}
        </>
      }
    />
  );
}
