import type { ReactNode } from 'react';

import { sentenceOf } from '../../../src/base/error-codes.ts';
import type { TaskResult } from '../../../src/contract/tasks.ts';
import { dismissEnded, type TaskOfKind } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ItemLinks } from './item-links.tsx';
import { words } from './mend-words.ts';
import { whatToDo } from './what-to-do.ts';
import { words as health } from './words.ts';

type Result = TaskResult<'repair'>;
const shown = 8;

/** How a repair ended: what is whole again, what is still hurt, and what to do next. */
export function MendEnd({ task }: { readonly task: TaskOfKind<'repair'> }): ReactNode {
  const say = useWords(words);
  const { run } = useAction();
  const hide = (
    <Button variant="plain" onPress={() => run(() => dismissEnded('repair'))}>
      {say.hide}
    </Button>
  );
  if (task.state === 'cancelled') return <Notice live tone="info" title={say.stopped} action={hide} />;
  if (task.error !== undefined) return <ErrorNote title={say.failed} error={task.error} />;
  if (task.result === undefined) return null;
  const { ok, mended, others, unused } = task.result;
  const title = ok
    ? mended === 0
      ? say.end.nothing
      : say.end.whole
    : mended > 0
      ? say.end.part
      : say.end.not;
  return (
    <Notice
      live
      tone={ok ? 'safe' : 'risk'}
      title={title}
      text={
        <div className="mend-end">
          {ok && mended === 0 && <p>{say.end.nothingText}</p>}
          <Whole result={task.result} isAll={ok} />
          <Left result={task.result} />
          <Others others={others} />
          {unused.map((name) => (
            <p key={name}>{fill(say.end.unused, { name })}</p>
          ))}
        </div>
      }
      action={hide}
    />
  );
}

function Whole({
  result: { repaired, mended },
  isAll,
}: {
  readonly result: Result;
  readonly isAll: boolean;
}): ReactNode {
  const say = useWords(words);
  const how = new Map<string, string>();
  const items = new Map<string, string>();
  let nameless = Math.max(0, mended - repaired.length);
  for (const { from, place = '', items: of, what } of repaired) {
    if (of.length === 0 && what !== 'settings') nameless += 1;
    for (const { id, name } of of) {
      items.set(id, name);
      how.set(id, fill(say.from[from], { place }));
    }
  }
  const named = [...items].map(([id, name]) => ({ id, name }));
  const more = fill(say.more, { count: named.length - shown });
  return (
    <>
      {named.length > 0 && (
        <>
          {!isAll && <p>{say.end.mended}</p>}
          <ItemLinks items={named} most={shown} more={more} say={(id) => how.get(id)} />
        </>
      )}
      {nameless > 0 && named.length > 0 && <p>{plural(nameless, say.end.others.one, say.end.others.many)}</p>}
      {repaired.some(({ what }) => what === 'settings') && <p>{say.end.settings}</p>}
    </>
  );
}

function Left({ result: { left, places } }: { readonly result: Result }): ReactNode {
  const say = useWords(words);
  if (left.length === 0) return null;
  const items = new Map(left.flatMap(({ items: of }) => of.map(({ id, name }) => [id, name] as const)));
  const names = [...items.values()];
  const told = names.slice(0, shown).join(', ');
  const away = places.filter(({ error }) => error !== undefined).map(({ name }) => name);
  const sources = [...new Set(left.flatMap((one) => one.sources))];
  return (
    <>
      {names.length === 0 ? (
        <p>{say.end.noName}</p>
      ) : (
        <p>
          {fill(say.end.left, {
            names: names.length > shown ? `${told} ${fill(say.more, { count: names.length - shown })}` : told,
          })}
        </p>
      )}
      {away.length > 0 && <p>{fill(say.next.plug, { names: away.join(', ') })}</p>}
      {sources.length > 0 && <p>{fill(say.next.ask, { names: sources.join(', ') })}</p>}
      <p>{say.next.look}</p>
      <p>{say.next.wait}</p>
    </>
  );
}

/** What is wrong beside kept files, such as with the history. */
function Others({ others }: { readonly others: Result['others'] }): ReactNode {
  const say = useWords(words);
  const { todo } = useWords(health);
  const codes = [...new Set(others.map(({ code }) => code))];
  if (codes.length === 0) return null;
  return (
    <>
      <p>{say.end.other}</p>
      <ul className="mend-items">
        {codes.map((code) => (
          <li key={code}>
            {sentenceOf(code)} {todo[whatToDo(code)]}
          </li>
        ))}
      </ul>
    </>
  );
}
