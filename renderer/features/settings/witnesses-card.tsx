import { Eye, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { Witness, WitnessesState } from '../../../src/contract/methods/date-methods.ts';
import { engine, useEngine } from '../../app/engine.ts';
import { navigate } from '../../app/router.ts';
import { toast } from '../../app/toasts.ts';
import { useAction } from '../../app/use-action.ts';
import { sayDate } from '../../language/date-words.ts';
import { fill } from '../../language/fill.ts';
import { useLanguage } from '../../language/language.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Details } from '../../ui/details.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { AddWitness } from './add-witness.tsx';
import { AskWitnesses } from './ask-witnesses.tsx';
import { words } from './dates-words.ts';
import { TroubleOf } from './trouble-of.tsx';
import { useShown } from './use-shown.ts';

/** Who signs that the history only grows, what each saw last, and what one of them found wrong. */
export function WitnessesCard(): ReactNode {
  const say = useWords(words).witnesses;
  const asked = useEngine('witnesses.list', {}, { keep: true });
  const place = useShown('witnesses', asked.state === 'ready');
  return (
    <div ref={place}>
      <Card title={say.title} flush={asked.state === 'ready'}>
        {asked.state === 'loading' && <Loading />}
        {asked.state === 'error' && <ErrorNote error={asked.error} onRetry={asked.reload} />}
        {asked.state === 'ready' && <KnownWitnesses state={asked.value} onChanged={asked.reload} />}
      </Card>
    </div>
  );
}

function KnownWitnesses({
  state: { witnesses },
  onChanged,
}: {
  readonly state: WitnessesState;
  readonly onChanged: () => void;
}): ReactNode {
  const say = useWords(words).witnesses;
  return (
    <div className="settings-list">
      <div className="settings-part">
        <p>{say.text}</p>
        <WitnessAlerts />
        {witnesses.length === 0 && <p className="about-quiet">{say.none}</p>}
      </div>
      {witnesses.length > 0 && (
        <div className="settings-rows">
          <Rows label={say.list}>
            {witnesses.map((witness) => (
              <WitnessRow key={witness.key} witness={witness} onChanged={onChanged} />
            ))}
          </Rows>
        </div>
      )}
      {witnesses.length > 0 && <AskWitnesses />}
      <AddWitness onChanged={onChanged} />
    </div>
  );
}

/** What a witness found that cannot be: it stands until the learner says on Home that it was seen. */
function WitnessAlerts(): ReactNode {
  const say = useWords(words).witnesses;
  const status = useEngine('vault.status', {}, { keep: true });
  if (status.state !== 'ready') return null;
  const codes = new Set(status.value.alerts.map(({ code }) => code));
  const shown = (['witness-saw-more', 'witness-saw-other'] as const).filter((code) => codes.has(code));
  return shown.map((code) => (
    <Notice
      key={code}
      tone="risk"
      title={say.alert[code]}
      text={say.alertText}
      action={<Button onPress={() => navigate('/home')}>{say.toHome}</Button>}
    />
  ));
}

function WitnessRow({
  witness: { url, name, key, due, last, failure },
  onChanged,
}: {
  readonly witness: Witness;
  readonly onChanged: () => void;
}): ReactNode {
  const say = useWords(words).witnesses;
  const language = useLanguage();
  const { busy, error, run } = useAction();
  const [asking, setAsking] = useState(false);
  const signed =
    last === undefined
      ? say.never
      : fill(due ? say.last : say.all, { size: last.size, when: sayDate(last.at, new Date(), language) });
  const remove = (): void =>
    run(async () => {
      await engine.call('witnesses.remove', { key });
      setAsking(false);
      toast({ tone: 'info', text: fill(say.removed, { name }) });
      onChanged();
    });
  return (
    <>
      <Row
        icon={Eye}
        title={name}
        text={
          <>
            <p>
              {signed}
              {due && last !== undefined && ` · ${say.waits}`}
            </p>
            {failure !== undefined && <TroubleOf failure={failure} />}
            <p className="settings-address">{url}</p>
            <Details summary={say.details}>
              <code className="settings-address">{key}</code>
            </Details>
          </>
        }
        aside={
          <IconButton icon={Trash2} label={fill(say.remove, { name })} onPress={() => setAsking(true)} />
        }
      />
      <ConfirmDialog
        title={say.removeTitle}
        confirm={say.removeDo}
        isOpen={asking}
        busy={busy}
        onClose={() => setAsking(false)}
        onConfirm={remove}
      >
        <p>{say.removeText}</p>
        {error !== undefined && <ErrorNote error={error} />}
      </ConfirmDialog>
    </>
  );
}
