import type { ReactNode } from 'react';

import { cancelTask, type TaskOfKind } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Progress } from '../../ui/progress.tsx';
import { words } from './words.ts';

/** A round or a check under way. @param name of the copy that it is about, if of one */
export function Running({
  task,
  name,
}: {
  readonly task: TaskOfKind<'copy-vault' | 'check-copy' | 'rehearse'>;
  readonly name: string | undefined;
}): ReactNode {
  const say = useWords(words).run;
  const { busy, error, run } = useAction();
  const { kind, progress } = task;
  const label = name === undefined ? say['copy-vault'].all : fill(say[kind].one, { name });
  return (
    <Card>
      <Progress
        label={label}
        name={progress?.name}
        done={progress?.done ?? 0}
        total={progress?.total}
        counts={kind === 'rehearse' ? 'items' : 'bytes'}
        onCancel={() => {
          if (!busy) run(() => cancelTask(task.id));
        }}
      />
      {error !== undefined && <ErrorNote error={error} />}
    </Card>
  );
}
