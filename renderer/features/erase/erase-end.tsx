import type { ReactNode } from 'react';

import { sentenceOf } from '../../../src/base/error-codes.ts';
import type { TaskResult } from '../../../src/contract/tasks.ts';
import { dismissEnded } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words } from './erase-words.ts';

/** Where something that was just erased is gone from, and where it still is. */
export function EraseEnd({
  result: { done, pending, bundles },
}: {
  readonly result: TaskResult<'erase'>;
}): ReactNode {
  const say = useWords(words).end;
  const { run } = useAction();
  return (
    <Notice
      live
      tone={pending.length === 0 ? 'safe' : 'attention'}
      title={say.title}
      text={
        <>
          <p>{say.here}</p>
          {done.length > 0 && <p>{fill(say.done, { names: done.map(({ name }) => name).join(', ') })}</p>}
          {pending.map(({ id, name, code }) => (
            <p key={id}>
              {fill(say.pending, { name })} {code !== undefined && sentenceOf(code)}
            </p>
          ))}
          {bundles > 0 && <p>{plural(bundles, say.bundles.one, say.bundles.many)}</p>}
        </>
      }
      action={
        <Button variant="plain" onPress={() => run(() => dismissEnded('erase'))}>
          {say.hide}
        </Button>
      }
    />
  );
}
