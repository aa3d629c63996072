import { CalendarCheck, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';

import type { Authority, DatesState } from '../../../src/contract/methods/date-methods.ts';
import { DatesFacts } from '../../app/dates-question.tsx';
import { engine, useEngine } from '../../app/engine.ts';
import { toast } from '../../app/toasts.ts';
import { useAction } from '../../app/use-action.ts';
import { sayDate } from '../../language/date-words.ts';
import { fill } from '../../language/fill.ts';
import { useLanguage } from '../../language/language.ts';
import { plural } from '../../language/plural.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { Details } from '../../ui/details.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { Switch } from '../../ui/switch.tsx';
import { AddAuthority } from './add-authority.tsx';
import { AskDates } from './ask-dates.tsx';
import { words } from './dates-words.ts';
import { RefreshDates } from './refresh-dates.tsx';
import { TroubleOf } from './trouble-of.tsx';
import { useShown } from './use-shown.ts';

/** Whether others date what is kept, who they are, and what each said last. */
export function DatesCard(): ReactNode {
  const say = useWords(words).dates;
  const dates = useEngine('dates.state', {}, { keep: true });
  const place = useShown('dates', dates.state === 'ready');
  return (
    <div ref={place}>
      <Card title={say.title} flush={dates.state === 'ready'}>
        {dates.state === 'loading' && <Loading label={say.loading} />}
        {dates.state === 'error' && <ErrorNote error={dates.error} onRetry={dates.reload} />}
        {dates.state === 'ready' && <KnownDates state={dates.value} onChanged={dates.reload} />}
      </Card>
    </div>
  );
}

function KnownDates({
  state,
  onChanged,
}: {
  readonly state: DatesState;
  readonly onChanged: () => void;
}): ReactNode {
  const say = useWords(words).dates;
  const { busy, error, run } = useAction();
  const { consent, authorities } = state;
  const listed = authorities.filter((one) => one.listed);
  return (
    <div className="settings-list">
      <div className="settings-part">
        <Switch
          value={consent === 'on'}
          isDisabled={busy}
          help={say.onHelp}
          onChange={(on) =>
            run(async () => {
              await engine.call('dates.answer', { consent: on ? 'on' : 'off' });
              onChanged();
            })
          }
        >
          {say.on}
        </Switch>
        {error !== undefined && <ErrorNote error={error} />}
        <Details summary={say.what}>
          <div className="settings-part">
            <DatesFacts authorities={authorities} />
          </div>
        </Details>
      </div>
      <div className="settings-rows">
        <h3 className="settings-sub">{say.who}</h3>
        {listed.length === 0 && <p className="settings-none">{say.none}</p>}
        <Rows label={say.who}>
          {authorities.map((authority) => (
            <AuthorityRow key={authority.url} authority={authority} onChanged={onChanged} />
          ))}
        </Rows>
      </div>
      {listed.length > 0 && <AskDates />}
      {authorities.some(({ dates }) => dates > 0) && <RefreshDates />}
      <AddAuthority known={state.others} onChanged={onChanged} />
    </div>
  );
}

function AuthorityRow({
  authority: { url, name, listed, due, dates, last, failure },
  onChanged,
}: {
  readonly authority: Authority;
  readonly onChanged: () => void;
}): ReactNode {
  const say = useWords(words).dates;
  const language = useLanguage();
  const { busy, error, run } = useAction();
  const given =
    last === undefined
      ? say.never
      : `${fill(say.last, { when: sayDate(last, new Date(), language) })} · ${plural(dates, say.counted.one, say.counted.many)}`;
  return (
    <Row
      icon={CalendarCheck}
      title={name}
      text={
        <>
          <p>
            {given}
            {due && last !== undefined && ` · ${say.waits}`}
          </p>
          {!listed && <p>{say.unlisted}</p>}
          {failure !== undefined && <TroubleOf failure={failure} />}
          {error !== undefined && <ErrorNote error={error} />}
          <p className="settings-address">{url}</p>
        </>
      }
      aside={
        listed && (
          <IconButton
            icon={Trash2}
            label={fill(say.remove, { name })}
            isDisabled={busy}
            onPress={() =>
              run(async () => {
                await engine.call('dates.removeAuthority', { url });
                toast({ tone: 'info', text: fill(say.removed, { name }) });
                onChanged();
              })
            }
          />
        )
      }
    />
  );
}
