import { CalendarSync } from 'lucide-react';
import type { ReactNode } from 'react';

import { startTask, useLatestTask, type TaskOf } from '../../app/tasks.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { Details } from '../../ui/details.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words } from './dates-words.ts';
import { Failures, OutsideWork } from './outside-work.tsx';

/** Keeps what is needed to check old dates in years to come; one level down, since it is done once a year. */
export function RefreshDates(): ReactNode {
  const { stopped, refresh: say } = useWords(words).dates;
  const task = useLatestTask('refresh-dates');
  return (
    <div className="settings-part">
      <Details summary={say.title} open={task !== undefined}>
        <div className="settings-part">
          <p className="about-quiet">{say.text}</p>
          <OutsideWork
            task={task}
            say={{ act: say.act, running: say.running, stopped, failed: say.some }}
            icon={CalendarSync}
            begin={() => startTask('dates.refresh', {})}
          >
            {task?.state === 'done' && <RefreshTold task={task} />}
          </OutsideWork>
        </div>
      </Details>
    </div>
  );
}

function RefreshTold({ task: { result } }: { readonly task: TaskOf<'dates.refresh'> }): ReactNode {
  const say = useWords(words).dates.refresh;
  if (result === undefined) return null;
  const { good, revoked, unknown, stamped, failed } = result;
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
          <Failures of={failed} />
        </>
      }
    />
  );
}
