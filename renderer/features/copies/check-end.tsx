import type { ReactNode } from 'react';

import { dismissEnded, type TaskOfKind } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { saySize } from '../../language/size-words.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words } from './words.ts';

/** What a look through a second copy found. */
export function CheckEnd({ task }: { readonly task: TaskOfKind<'check-copy'> }): ReactNode {
  const say = useWords(words);
  const { run } = useAction();
  const hide = (
    <Button variant="plain" onPress={() => run(() => dismissEnded('check-copy'))}>
      {say.done.hide}
    </Button>
  );
  if (task.state === 'cancelled') return null;
  if (task.error !== undefined) return <ErrorNote title={say.checked.failed} error={task.error} />;
  if (task.result === undefined) return null;
  const { name, full, ok, files, bytes, behind, damaged } = task.result;
  const said = fill(full ? say.checked.goodRead : say.checked.goodText, { files, size: saySize(bytes) });
  return (
    <Notice
      live
      tone={ok ? 'safe' : 'risk'}
      title={fill(ok ? say.checked.good : say.checked.bad, { name })}
      text={
        <>
          <p>{ok ? said : plural(damaged, say.checked.badText.one, say.checked.badText.many)}</p>
          {behind > 0 && <p>{plural(behind, say.checked.behind.one, say.checked.behind.many)}</p>}
        </>
      }
      action={hide}
    />
  );
}
