import { Clock, Hourglass } from 'lucide-react';
import type { ReactNode } from 'react';

import { standingMeanings, waitMeanings, workMeanings } from '../../../src/base/work-words.ts';
import { sayDate } from '../../language/date-words.ts';
import { fill } from '../../language/fill.ts';
import { useLanguage } from '../../language/language.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import type { Status } from './standing.ts';
import { words } from './words.ts';

type Work = Status['work'];
/** Rows about what waits, at the most. */
const most = 3;

/** What goes on without anybody asking: how things stand, what comes next, and what waits and why. The tray and `status` say the same. */
export function ByItself({ work }: { readonly work: Work }): ReactNode {
  const say = useWords(words).byItself;
  const language = useLanguage();
  const when = (at: string): string => sayDate(at, new Date(), language);
  const [running] = work.running;
  const sentence =
    work.code === 'working' && running !== undefined
      ? workMeanings[running.kind].now
      : fill(standingMeanings[work.code], { date: work.lastSync === undefined ? '' : when(work.lastSync) });
  const { next } = work;
  return (
    <Card flush title={say.title}>
      <Rows label={say.title}>
        <Row
          icon={Clock}
          title={sentence}
          text={next === undefined ? say.noNext : fill(say.next, { what: nameOf(next), date: when(next.at) })}
        />
        {work.waiting.slice(0, most).map((waits) => (
          <Row
            key={`${waits.kind} ${waits.about ?? ''}`}
            icon={Hourglass}
            title={nameOf(waits)}
            text={waitMeanings[waits.why]}
          />
        ))}
      </Rows>
    </Card>
  );
}

function nameOf({ kind, name }: Work['waiting'][number] | NonNullable<Work['next']>): string {
  return name === undefined ? workMeanings[kind].name : `${workMeanings[kind].name}: ${name}`;
}
