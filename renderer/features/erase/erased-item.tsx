import { Eraser } from 'lucide-react';
import type { ReactNode } from 'react';

import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import { navigate } from '../../app/router.ts';
import { useLatestTask } from '../../app/tasks.ts';
import { sayDate } from '../../language/date-words.ts';
import { fill } from '../../language/fill.ts';
import { useLanguage } from '../../language/language.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { EraseEnd } from './erase-end.tsx';
import { words } from './erase-words.ts';

type Erasure = EngineOutput<'erase.list'>['erased'][number];

/** What is said in the place of an item that was erased: when, why, and where it still is. */
export function ErasedItem({
  id,
  erasure: { at, reason },
}: {
  readonly id: string;
  readonly erasure: Erasure;
}): ReactNode {
  const say = useWords(words).erased;
  const language = useLanguage();
  const task = useLatestTask('erase');
  return (
    <>
      {task?.result?.items.includes(id) === true && <EraseEnd result={task.result} />}
      <Empty
        icon={Eraser}
        title={fill(say.when, { when: sayDate(at, new Date(), language) })}
        text={
          <>
            {reason !== '' && <p>{fill(say.reason, { reason })}</p>}
            <p>{say.text}</p>
          </>
        }
        action={<Button onPress={() => navigate('/evidence')}>{say.toEvidence}</Button>}
      />
    </>
  );
}
