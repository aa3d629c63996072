import type { ReactNode } from 'react';

import { cancelTask, type TaskOfKind } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Progress } from '../../ui/progress.tsx';
import { stageOf } from './check-stage.ts';
import { words } from './mend-words.ts';

/** A repair under way: first it looks, then it mends item by item. */
export function MendRunning({ task: { id, progress } }: { readonly task: TaskOfKind<'repair'> }): ReactNode {
  const say = useWords(words);
  const { busy, error, run } = useAction();
  const stage = progress === undefined ? undefined : stageOf(progress);
  const name = stage === undefined || stage.stage === 'other' ? progress?.name : say.stages[stage.stage];
  return (
    <Card>
      <Progress
        label={say.running}
        name={name}
        done={progress?.done ?? 0}
        total={progress?.total}
        counts={stage?.counts}
        onCancel={() => {
          if (!busy) run(() => cancelTask(id));
        }}
      />
      {error !== undefined && <ErrorNote error={error} />}
    </Card>
  );
}
