import type { ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { cancelTask, startTask, useLatestTask } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { saySize } from '../../language/size-words.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Switch } from '../../ui/switch.tsx';
import type { About } from './space-card.tsx';
import { words } from './spare-words.ts';

/** Bytes of spare data for each byte of what is kept, about. */
const share = 0.07;

/** One switch: spare parts from which small damage heals, what they cost, and how much of them there is. */
export function SpareCard({ about }: { readonly about: About }): ReactNode {
  const say = useWords(words);
  const state = useEngine('parity.state', {}, { keep: true });
  const task = useLatestTask('switch-parity');
  const { busy, error, run } = useAction();
  if (state.state === 'error') return <ErrorNote error={state.error} onRetry={state.reload} />;
  if (state.state === 'loading') return null;
  const { on, files, bytes } = state.value;
  const isRunning = task?.state === 'running';
  const skipped = task?.state === 'done' && on ? (task.result?.skipped ?? 0) : 0;
  return (
    <Card title={say.title}>
      <p className="health-soft">{say.text}</p>
      <Switch
        value={on}
        isDisabled={busy || isRunning}
        onChange={(wanted) => run(() => startTask('parity.set', { on: wanted }))}
        help={fill(say.cost, { size: saySize((about.bytes - bytes) * share) })}
      >
        {say.keep}
      </Switch>
      {isRunning ? (
        <Progress
          label={on ? say.on : say.off}
          done={task.progress?.done ?? 0}
          total={task.progress?.total}
          onCancel={() => run(() => cancelTask(task.id))}
        />
      ) : (
        (on || files > 0) && (
          <p className="health-soft">
            {files === 0 ? say.none : fill(say.there, { count: files, size: saySize(bytes) })}
          </p>
        )
      )}
      {task?.state === 'cancelled' && on && <Notice live tone="info" title={say.stopped} />}
      {skipped > 0 && (
        <Notice live tone="attention" title={plural(skipped, say.skipped.one, say.skipped.many)} />
      )}
      {task?.state === 'failed' && task.error !== undefined && (
        <ErrorNote title={say.failed} error={task.error} />
      )}
      {error !== undefined && <ErrorNote error={error} />}
    </Card>
  );
}
