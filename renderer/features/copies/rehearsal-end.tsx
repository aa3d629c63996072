import type { ReactNode } from 'react';

import { dismissEnded, type TaskOfKind } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Link } from '../../ui/link.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words } from './words.ts';

const shown = 10;

/** Whether the work came back from a second copy when it was tried. */
export function RehearsalEnd({ task }: { readonly task: TaskOfKind<'rehearse'> }): ReactNode {
  const say = useWords(words);
  const { run } = useAction();
  if (task.state === 'cancelled') return null;
  if (task.error !== undefined) return <ErrorNote title={say.rehearsal.failed} error={task.error} />;
  if (task.result === undefined) return null;
  const { name, items, readable, of, missing, header } = task.result;
  const isGood = readable === items && header === 'current';
  return (
    <Notice
      live
      tone={isGood ? 'safe' : 'risk'}
      title={fill(isGood ? say.rehearsal.good : say.rehearsal.bad, { name })}
      text={
        <>
          <p>
            {readable === items
              ? fill(items === of ? say.rehearsal.all : say.rehearsal.some, { items, of })
              : fill(say.rehearsal.badText, { readable, items })}
          </p>
          {missing.length > 0 && (
            <ul>
              {missing.slice(0, shown).map(({ id, name: item }) => (
                <li key={id}>
                  <Link to={`/item/${encodeURIComponent(id)}`}>{item}</Link>
                </li>
              ))}
            </ul>
          )}
          {header !== 'current' && <p>{say.rehearsal[header]}</p>}
        </>
      }
      action={
        <Button variant="plain" onPress={() => run(() => dismissEnded('rehearse'))}>
          {say.done.hide}
        </Button>
      }
    />
  );
}
