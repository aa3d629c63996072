import { CalendarCheck, Eye } from 'lucide-react';
import type { ReactNode } from 'react';

import { sentenceOf } from '../../../src/base/error-codes.ts';
import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import type { Authority, DatesState, WitnessesState } from '../../../src/contract/methods/date-methods.ts';
import { useEngine } from '../../app/engine.ts';
import { navigate } from '../../app/router.ts';
import { sayDate } from '../../language/date-words.ts';
import { fill } from '../../language/fill.ts';
import { useLanguage } from '../../language/language.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { words } from './words.ts';

type Coverage = EngineOutput<'dates.coverage'>;

/** What others have dated and seen, what waits for them, and what went wrong last. */
export function DatesCard(): ReactNode {
  const say = useWords(words);
  const coverage = useEngine('dates.coverage', {}, { keep: true });
  const dates = useEngine('dates.state', {}, { keep: true });
  const witnesses = useEngine('witnesses.list', {}, { keep: true });
  const broken = [coverage, dates, witnesses].find((asked) => asked.state === 'error');
  if (broken?.state === 'error')
    return (
      <Card title={say.dates.title}>
        <ErrorNote error={broken.error} onRetry={broken.reload} />
      </Card>
    );
  if (coverage.state !== 'ready' || dates.state !== 'ready' || witnesses.state !== 'ready') return null;
  return (
    <Card title={say.dates.title} flush>
      <Standing coverage={coverage.value} consent={dates.value.consent} />
      <Rows label={say.dates.title}>
        <DatesRow coverage={coverage.value} dates={dates.value} />
        <WitnessesRow state={witnesses.value} />
      </Rows>
    </Card>
  );
}

function Standing({
  coverage: { items, datedItems, versions, datedVersions },
  consent,
}: {
  readonly coverage: Coverage;
  readonly consent: DatesState['consent'];
}): ReactNode {
  const say = useWords(words).dates;
  const off = consent !== 'on' && datedVersions === 0;
  const how = items === 0 ? 'nothing' : datedItems === items ? 'all' : off ? 'off' : 'some';
  const level = { nothing: 'none', all: 'safe', off: 'none', some: 'attention' } as const;
  const { word, text } = say[how];
  return (
    <div className="health-standing">
      <StateMark level={level[how]} word={word} />
      <p>
        {fill(text, { dated: datedItems, items })}{' '}
        {how === 'some' && plural(versions - datedVersions, say.wait.one, say.wait.many)}
      </p>
    </div>
  );
}

function DatesRow({
  coverage: { first, last },
  dates: { consent, authorities },
}: {
  readonly coverage: Coverage;
  readonly dates: DatesState;
}): ReactNode {
  const say = useWords(words).dates;
  const asked = authorities.filter(({ listed }) => listed);
  return (
    <Row
      icon={CalendarCheck}
      title={
        consent !== 'on'
          ? say.askedNobody
          : asked.length === 0
            ? say.listEmpty
            : fill(say.asked, { names: asked.map(({ name }) => name).join(', ') })
      }
      text={
        <>
          {first !== undefined && last !== undefined && (
            <p>
              {say.since} <DateText at={first} />. {say.latest} <DateText at={last} />.
            </p>
          )}
          <Troubles of={asked} />
        </>
      }
      aside={
        <Button variant="plain" label={say.toDates} onPress={() => navigate('/settings?show=dates')}>
          {say.change}
        </Button>
      }
    />
  );
}

function WitnessesRow({ state: { witnesses } }: { readonly state: WitnessesState }): ReactNode {
  const say = useWords(words).dates;
  const language = useLanguage();
  return (
    <Row
      icon={Eye}
      title={
        witnesses.length === 0
          ? say.noWitness
          : fill(say.witnesses, { names: witnesses.map(({ name }) => name).join(', ') })
      }
      text={
        <>
          {witnesses.map(({ key, name, last, due }) => (
            <p key={key}>
              {last === undefined
                ? fill(say.unseen, { name })
                : fill(due ? say.seen : say.seenAll, {
                    name,
                    size: last.size,
                    when: sayDate(last.at, new Date(), language),
                  })}
            </p>
          ))}
          <Troubles of={witnesses} />
        </>
      }
      aside={
        <Button variant="plain" label={say.toWitnesses} onPress={() => navigate('/settings?show=witnesses')}>
          {say.change}
        </Button>
      }
    />
  );
}

type Troubled = Pick<Authority, 'name' | 'failure'>;

/** What went wrong last, with whom. */
function Troubles({ of }: { readonly of: readonly Troubled[] }): ReactNode {
  const say = useWords(words).dates;
  const language = useLanguage();
  return of.map(({ name, failure }) => {
    if (failure === undefined) return null;
    const reason = sentenceOf(failure.code);
    const when = sayDate(failure.at, new Date(), language);
    return <p key={name}>{fill(say.trouble, { name, when, reason })}</p>;
  });
}
