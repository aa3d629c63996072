import type { ReactNode } from 'react';

import { cancelTask } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Progress } from '../../ui/progress.tsx';
import type { CopyTask } from './source-run.ts';
import { words } from './words.ts';

/** What is being copied just now, with the name of each file as it comes. */
export function CopyProgress({
  task,
  label,
}: {
  readonly task: CopyTask;
  readonly label?: string;
}): ReactNode {
  const say = useWords(words);
  const { busy, error, run } = useAction();
  const { progress } = task;
  return (
    <Card>
      <Progress
        label={
          label ??
          (task.kind !== 'sync' ? say.run.adding : task.source === undefined ? say.run.all : say.run.copying)
        }
        name={progress?.name}
        done={progress?.done ?? 0}
        total={progress?.total}
        onCancel={() => {
          if (!busy) run(() => cancelTask(task.id));
        }}
      />
      {error !== undefined && <ErrorNote error={error} />}
    </Card>
  );
}
