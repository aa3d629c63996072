import { FileX } from 'lucide-react';
import type { ReactNode } from 'react';

import { sentenceOf } from '../../../src/base/error-codes.ts';
import type { TaskResult } from '../../../src/contract/tasks.ts';
import { dismissEnded } from '../../app/tasks.ts';
import { useAction } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { saySize } from '../../language/size-words.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { whatToDo } from './what-to-do.ts';
import { words } from './words.ts';

type Result = TaskResult<'check'>;
const atOnce = 10;

/** What a check found: that all is well, or each damage with what it touches and what to do. */
export function CheckResult({ result }: { readonly result: Result }): ReactNode {
  const say = useWords(words);
  const { run } = useAction();
  const { ok, full, entries, blobs, bytes, damaged } = result;
  const looked = fill(full ? say.result.readText : say.result.okText, {
    entries,
    blobs,
    size: saySize(bytes),
  });
  const hide = (
    <Button variant="plain" onPress={() => run(() => dismissEnded('check'))}>
      {say.result.hide}
    </Button>
  );
  return (
    <>
      <Notice
        live
        tone={ok ? 'safe' : 'risk'}
        title={ok ? say.result.ok : say.result.bad}
        text={
          <>
            <p>{looked}</p>
            {!ok && <p>{plural(damaged.length, say.result.badText.one, say.result.badText.many)}</p>}
          </>
        }
        action={hide}
      />
      {damaged.length > 0 && (
        <Card flush title={say.result.list}>
          <Rows label={say.result.list}>
            {damaged.map((damage, place) => (
              <DamageRow key={`${damage.code} ${damage.file ?? ''} ${place}`} damage={damage} />
            ))}
          </Rows>
        </Card>
      )}
    </>
  );
}

function DamageRow({
  damage: { code, file, items, mended },
}: {
  readonly damage: Result['damaged'][number];
}): ReactNode {
  const say = useWords(words);
  return (
    <Row
      icon={FileX}
      title={<strong>{sentenceOf(code)}</strong>}
      text={
        <>
          <p>{say.todo[whatToDo(code, mended)]}</p>
          {items.length === 0 ? (
            <p>{say.result.noItems}</p>
          ) : (
            <p>
              {say.result.items}:{' '}
              {items.slice(0, atOnce).map(({ id, name }, place) => (
                <span key={id}>
                  {place > 0 && ', '}
                  <Link to={`/item/${id}`}>
                    <bdi>{name}</bdi>
                  </Link>
                </span>
              ))}
              {items.length > atOnce && ` ${fill(say.result.moreItems, { count: items.length - atOnce })}`}
            </p>
          )}
          {file !== undefined && <p className="health-file">{fill(say.result.file, { file })}</p>}
        </>
      }
    />
  );
}
