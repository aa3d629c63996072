import { PackageOpen, PackageX } from 'lucide-react';
import type { ReactNode } from 'react';

import { navigate, useRoute } from '../../app/router.ts';
import { cancelTask, useTasks, type TaskOfKind } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { CopyResult } from './copy-result.tsx';
import { ImportFound } from './import-found.tsx';
import { Frame } from './import-frame.tsx';
import { importWords } from './import-words.ts';
import { RefusedImports } from './refused-imports.tsx';
import './sources.css';

type ImportTask = TaskOfKind<'preview-import'> | TaskOfKind<'import'>;

/** What somebody brought: looked at first, then taken in. The work is a task, so that the screen finds it again. */
export function ImportScreen(): ReactNode {
  const say = useWords(importWords);
  const id = useRoute().query.get('task') ?? '';
  const task = useTasks().find(
    (one): one is ImportTask => one.id === id && (one.kind === 'preview-import' || one.kind === 'import'),
  );
  if (task === undefined)
    return (
      <Frame title={say.gone.title}>
        <Empty icon={PackageX} title={say.gone.title} text={say.gone.text} />
      </Frame>
    );
  if (task.state === 'running') return <Running task={task} />;
  if (task.state === 'cancelled')
    return (
      <Frame title={say.looking}>
        <Notice live tone="info" title={say.stopped} action={<Back />} />
      </Frame>
    );
  if (task.state === 'failed')
    return (
      <Frame title={say.nothingTitle}>
        {task.error !== undefined && <ErrorNote error={task.error} />}
        <Back />
      </Frame>
    );
  if (task.kind === 'import') return <Taken task={task} />;
  return task.result === undefined ? null : <ImportFound key={task.id} result={task.result} />;
}

function Back(): ReactNode {
  const say = useWords(importWords);
  return (
    <div>
      <Button onPress={() => navigate('/sources')}>{say.done}</Button>
    </div>
  );
}

function Running({ task }: { readonly task: ImportTask }): ReactNode {
  const say = useWords(importWords);
  const { error, run } = useAction();
  const looking = task.kind === 'preview-import';
  const title = looking ? say.looking : say.taking;
  const { progress } = task;
  return (
    <Frame title={title} {...(looking ? { lead: say.lookingText } : {})}>
      <Card>
        <Progress
          label={title}
          name={progress?.name}
          done={progress?.done ?? 0}
          total={progress?.total}
          onCancel={() => run(() => cancelTask(task.id))}
        />
        {error !== undefined && <ErrorNote error={error} />}
      </Card>
    </Frame>
  );
}

/** What was taken in, with what could not be. */
function Taken({ task }: { readonly task: TaskOfKind<'import'> }): ReactNode {
  const say = useWords(importWords);
  const { result } = task;
  const sources = result?.reports ?? [];
  return (
    <Frame title={say.takenTitle}>
      {sources.map(({ id }) => (
        <CopyResult key={id} task={task} only={id} />
      ))}
      {result !== undefined && <RefusedImports refused={result.refused} />}
      <div className="sources-buttons">
        {sources.length > 0 && (
          <Button
            variant="primary"
            icon={PackageOpen}
            onPress={() =>
              navigate(sources.length === 1 ? `/evidence?source=${sources[0]?.id ?? ''}` : '/evidence')
            }
          >
            {say.see}
          </Button>
        )}
        <Button onPress={() => navigate('/sources')}>{say.done}</Button>
      </div>
    </Frame>
  );
}
