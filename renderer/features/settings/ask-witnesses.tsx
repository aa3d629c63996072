import { Eye } from 'lucide-react';
import type { ReactNode } from 'react';

import { startTask, useLatestTask, type TaskOf } from '../../app/tasks.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Notice } from '../../ui/notice.tsx';
import { words } from './dates-words.ts';
import { Failures, OutsideWork } from './outside-work.tsx';

/** Shows the history to every witness now. */
export function AskWitnesses(): ReactNode {
  const say = useWords(words).witnesses;
  const task = useLatestTask('ask-witnesses');
  return (
    <OutsideWork
      task={task}
      say={{ act: say.askNow, running: say.asking, stopped: say.stopped, failed: say.failed }}
      icon={Eye}
      begin={() => startTask('witnesses.ask', {})}
    >
      {task?.state === 'done' && <WitnessesTold task={task} />}
    </OutsideWork>
  );
}

function WitnessesTold({ task: { result } }: { readonly task: TaskOf<'witnesses.ask'> }): ReactNode {
  const say = useWords(words).witnesses;
  if (result === undefined) return null;
  const { size, cosigned, failed } = result;
  const names = cosigned.map(({ witness }) => witness).join(', ');
  return (
    <Notice
      live
      tone={failed.length === 0 ? 'safe' : 'attention'}
      title={failed.length === 0 ? say.signed : cosigned.length === 0 ? say.notSigned : say.some}
      text={
        <>
          {cosigned.length > 0 && <p>{fill(say.signedText, { names, size })}</p>}
          <Failures of={failed.map(({ witness, error }) => ({ name: witness, error }))} />
        </>
      }
    />
  );
}
