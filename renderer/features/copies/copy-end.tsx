import type { ReactNode } from 'react';

import { sentenceOf } from '../../../src/base/error-codes.ts';
import type { TaskResult } from '../../../src/contract/tasks.ts';
import { dismissEnded, type TaskOfKind } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { plural } from '../../language/plural.ts';
import { saySize } from '../../language/size-words.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words } from './words.ts';

/** How a round over second copies ended. */
export function CopyEnd({ task }: { readonly task: TaskOfKind<'copy-vault'> }): ReactNode {
  const say = useWords(words).done;
  const { run } = useAction();
  const hide = (
    <Button variant="plain" onPress={() => run(() => dismissEnded('copy-vault'))}>
      {say.hide}
    </Button>
  );
  if (task.state === 'cancelled') return <Notice live tone="info" title={say.stopped} action={hide} />;
  if (task.error !== undefined) return <ErrorNote title={say.failed} error={task.error} />;
  if (task.result === undefined) return null;
  return <Rounds result={task.result} hide={hide} />;
}

function Rounds({
  result: { synced, failed },
  hide,
}: {
  readonly result: TaskResult<'copy-vault'>;
  readonly hide: ReactNode;
}): ReactNode {
  const say = useWords(words).done;
  const sum = (of: 'files' | 'bytes' | 'lacking' | 'taken' | 'mended'): number =>
    synced.reduce((total, one) => total + one[of], 0);
  const [files, lacking, taken] = [sum('files'), sum('lacking'), sum('taken')];
  const mended = sum('mended');
  const isGood = failed.length === 0 && lacking === 0;
  const title = isGood
    ? synced.length > 1
      ? say.many
      : say.title
    : synced.length === 0
      ? say.failed
      : say.partly;
  return (
    <Notice
      live
      tone={isGood ? 'safe' : 'attention'}
      title={title}
      text={
        <>
          {synced.length > 0 && (
            <p>
              {files === 0
                ? say.nothing
                : fill(files === 1 ? say.some.one : say.some.many, {
                    count: files,
                    size: saySize(sum('bytes')),
                  })}
            </p>
          )}
          {taken > 0 && <p>{plural(taken, say.taken.one, say.taken.many)}</p>}
          {mended > 0 && <p>{plural(mended, say.mended.one, say.mended.many)}</p>}
          {lacking > 0 && <p>{plural(lacking, say.lacking.one, say.lacking.many)}</p>}
          {failed.map(({ id, name, error }) => (
            <p key={id}>
              <bdi>{name}</bdi>: {sentenceOf(error.code)}
            </p>
          ))}
        </>
      }
      action={hide}
    />
  );
}
