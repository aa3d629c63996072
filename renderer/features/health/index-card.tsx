import { RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';

import { startTask, useLatestTask } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { words } from './words.ts';

/** The index can be made anew from the history at any time. */
export function IndexCard(): ReactNode {
  const say = useWords(words);
  const task = useLatestTask('rebuild-index');
  const { busy, error, run } = useAction();
  const running = task?.state === 'running';
  return (
    <Card title={say.index.title}>
      <p className="health-soft">{say.index.text}</p>
      {running && (
        <Progress label={say.index.running} done={task.progress?.done ?? 0} total={task.progress?.total} />
      )}
      {task?.state === 'done' && <Notice live tone="safe" title={say.index.done} />}
      {task?.state === 'failed' && task.error !== undefined && (
        <ErrorNote title={say.index.failed} error={task.error} />
      )}
      {error !== undefined && <ErrorNote error={error} />}
      <div>
        <Button
          icon={RefreshCw}
          isDisabled={running || busy}
          onPress={() => run(() => startTask('index.rebuild', {}))}
        >
          {say.index.rebuild}
        </Button>
      </div>
    </Card>
  );
}
