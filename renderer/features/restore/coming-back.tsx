import type { ReactNode } from 'react';

import { cancelTask, type TaskOfKind } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Page } from '../../ui/page.tsx';
import { Progress } from '../../ui/progress.tsx';
import { stageOf } from './restore-stage.ts';
import { words } from './words.ts';

/** A restore under way: what is being done just now, how far it is, and a way to stop it. */
export function ComingBack({ task }: { readonly task: TaskOfKind<'restore'> }): ReactNode {
  const say = useWords(words).run;
  const { busy, error, run } = useAction();
  const { progress } = task;
  const { stage, counts } = stageOf(progress?.name);
  return (
    <Page narrow title={say.title} lead={say.lead}>
      <Card>
        <Progress
          label={say.label}
          name={say.stage[stage]}
          done={progress?.done ?? 0}
          total={progress?.total}
          counts={counts}
          onCancel={() => {
            if (!busy) run(() => cancelTask(task.id));
          }}
        />
        {error !== undefined && <ErrorNote error={error} />}
      </Card>
    </Page>
  );
}
