import { Eraser } from 'lucide-react';
import type { ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { DateText } from '../../ui/date-text.tsx';
import { Details } from '../../ui/details.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { words } from './erase-words.ts';

/** What the learner erased: how much, when and why, and not what it was; nothing where nothing was. */
export function ErasedList(): ReactNode {
  const say = useWords(words).list;
  const asked = useEngine('erase.list', {}, { keep: true });
  if (asked.state !== 'ready' || asked.value.erased.length === 0) return null;
  return (
    <Details summary={say.title}>
      <Rows label={say.title}>
        {asked.value.erased.map(({ at, reason, items }) => (
          <Row
            key={`${at} ${items[0] ?? ''}`}
            icon={Eraser}
            title={plural(items.length, say.items.one, say.items.many)}
            text={reason === '' ? say.noReason : reason}
            aside={<DateText at={at} />}
          />
        ))}
      </Rows>
    </Details>
  );
}
