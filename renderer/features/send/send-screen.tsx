import { FileSearch } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useRoute, navigate } from '../../app/router.ts';
import { cancelTask, useLatestTask } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { Progress } from '../../ui/progress.tsx';
import { ChooseWhat } from './choose-what.tsx';
import { choiceOf, choosingFrom } from './export-choice.ts';
import { ExportEnd } from './export-end.tsx';
import { MakeBundle } from './make-bundle.tsx';
import { words } from './words.ts';
import './send.css';

/** Makes a bundle: what to send, what it will hold and lack, its making, and what to tell those who get it. */
export function SendScreen(): ReactNode {
  const say = useWords(words);
  const { query } = useRoute();
  const [choosing, setChoosing] = useState(() => choosingFrom(query));
  const task = useLatestTask('export');
  const { busy, run } = useAction();
  const choice = choiceOf(choosing);
  return (
    <Page
      title={say.title}
      lead={say.lead}
      actions={
        <Button icon={FileSearch} onPress={() => navigate('/verify')}>
          {say.verifyLink}
        </Button>
      }
    >
      {task?.state === 'running' ? (
        <Card>
          <Progress
            label={say.making}
            name={task.progress?.name}
            done={task.progress?.done ?? 0}
            total={task.progress?.total}
            onCancel={() => {
              if (!busy) run(() => cancelTask(task.id));
            }}
          />
        </Card>
      ) : (
        task !== undefined && <ExportEnd key={task.id} task={task} />
      )}
      {(task === undefined || (task.state !== 'running' && task.state !== 'done')) && (
        <>
          <ChooseWhat choosing={choosing} onChange={setChoosing} />
          <MakeBundle choice={choice} />
        </>
      )}
    </Page>
  );
}
