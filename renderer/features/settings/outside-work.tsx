import type { ReactNode } from 'react';

import { sentenceOf } from '../../../src/base/error-codes.ts';
import type { Task } from '../../../src/contract/tasks.ts';
import { cancelTask } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import type { Icon } from '../../ui/icon.ts';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';

interface OutsideWorkProps {
  /** The newest of its kind. */
  readonly task: Task | undefined;
  readonly say: {
    readonly act: string;
    readonly running: string;
    readonly stopped: string;
    readonly failed: string;
  };
  readonly icon: Icon;
  readonly begin: () => Promise<unknown>;
  /** What those who were asked said, once they did. */
  readonly children: ReactNode;
}

/** Asks others outside now; a way to stop, and what came of it. */
export function OutsideWork({ task, say, icon, begin, children }: OutsideWorkProps): ReactNode {
  const { busy, error, run } = useAction();
  if (task?.state === 'running')
    return (
      <div className="settings-part">
        <Progress label={say.running} done={0} onCancel={() => run(() => cancelTask(task.id))} />
      </div>
    );
  return (
    <div className="settings-part">
      {task?.state === 'cancelled' && <Notice live tone="info" title={say.stopped} />}
      {task?.state === 'failed' && task.error !== undefined && (
        <ErrorNote title={say.failed} error={task.error} />
      )}
      {children}
      {error !== undefined && <ErrorNote error={error} />}
      <div>
        <Button icon={icon} busy={busy} onPress={() => run(begin)}>
          {say.act}
        </Button>
      </div>
    </div>
  );
}

/** Why each of those who gave nothing did not. */
export function Failures({
  of,
}: {
  readonly of: readonly { readonly name: string; readonly error: { readonly code: string } }[];
}): ReactNode {
  return of.map(({ name, error }, place) => (
    <p key={`${name} ${place}`}>
      {name}: {sentenceOf(error.code)}
    </p>
  ));
}
