import { BadgeCheck, Download, FileInput } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { CardState } from '../../../src/contract/methods/card-methods.ts';
import { engine, useEngine } from '../../app/engine.ts';
import { navigate } from '../../app/router.ts';
import { chooseFiles } from '../../app/shell.ts';
import { toast } from '../../app/toasts.ts';
import { useAction } from '../../app/use-action.ts';
import { sayDate } from '../../language/date-words.ts';
import { fill } from '../../language/fill.ts';
import { useLanguage } from '../../language/language.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { words } from './card-words.ts';
import { SettingSelect } from './setting-select.tsx';

/** Who says whose vault this is: make a card, have it signed elsewhere, bring it back. */
export function VaultCard(): ReactNode {
  const say = useWords(words);
  const asked = useEngine('cards.state', {}, { keep: true });
  return (
    <Card title={say.title} flush={asked.state === 'ready'}>
      {asked.state === 'loading' && <Loading />}
      {asked.state === 'error' && <ErrorNote error={asked.error} onRetry={asked.reload} />}
      {asked.state === 'ready' && <KnownCards state={asked.value} onChanged={asked.reload} />}
    </Card>
  );
}

interface KnownCardsProps {
  readonly state: CardState;
  readonly onChanged: () => void;
}

function KnownCards({ state, onChanged }: KnownCardsProps): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const signed = state.kept.flatMap(({ signers, ...card }) => signers.map((signer) => ({ signer, card })));
  return (
    <div className="settings-list">
      <div className="settings-part">
        <p>{say.text}</p>
        {signed.length === 0 && <p className="about-quiet">{say.none}</p>}
      </div>
      {signed.length > 0 && (
        <div className="settings-rows">
          <Rows label={say.list}>
            {signed.map(({ signer, card }) => (
              <Row
                key={`${signer.name} ${signer.signedAt}`}
                icon={BadgeCheck}
                title={<bdi>{signer.name}</bdi>}
                text={fill(say.signed, {
                  when: sayDate(signer.signedAt, new Date(), language),
                  said: [card.name, card.registration, card.organisation]
                    .filter((part) => part !== undefined)
                    .join(', '),
                })}
              />
            ))}
          </Rows>
        </div>
      )}
      {state.name === undefined ? (
        <Notice
          tone="info"
          title={say.nameMissing}
          text={say.nameMissingText}
          action={<Button onPress={() => navigate('/course')}>{say.toCourse}</Button>}
        />
      ) : (
        <NewCard state={state} onChanged={onChanged} />
      )}
    </div>
  );
}

/** What the choice of a number stands for where there is none. */
const nameOnly = '';

function NewCard({ state: { name = '', numbers, keyPhrase }, onChanged }: KnownCardsProps): ReactNode {
  const say = useWords(words);
  const [number, setNumber] = useState(numbers[0]?.registration ?? nameOnly);
  const saving = useAction();
  const adding = useAction();
  const save = (): void =>
    saving.run(async () => {
      const [place] = await chooseFiles('save-data', say.fileName);
      if (place === undefined) return;
      const chosen = numbers.find(({ registration }) => registration === number);
      await engine.call('cards.save', {
        to: place.id,
        registration: chosen !== undefined,
        ...(chosen?.enrolment === undefined ? {} : { enrolment: chosen.enrolment }),
      });
      toast({ tone: 'safe', text: say.saved });
    });
  const add = (): void =>
    adding.run(async () => {
      const [file] = await chooseFiles('card');
      if (file === undefined) return;
      await engine.call('cards.add', { file: file.id });
      toast({ tone: 'safe', text: say.added });
      onChanged();
    });
  const error = saving.error ?? adding.error;
  return (
    <>
      <SettingSelect
        label={say.says}
        help={say.saysHelp}
        value={number}
        options={[
          ...numbers.map(
            ({ registration, organisation }) =>
              [
                registration,
                [name, registration, organisation].filter((part) => part !== undefined).join(', '),
              ] as const,
          ),
          [nameOnly, say.nameOnly],
        ]}
        onChange={setNumber}
      />
      <div className="settings-part">
        {error !== undefined && <ErrorNote error={error} />}
        <p>
          {say.phrase} <em>{keyPhrase}</em>
        </p>
        <div className="settings-buttons">
          <Button icon={Download} busy={saving.busy} onPress={save}>
            {say.step1}
          </Button>
          <Button icon={FileInput} busy={adding.busy} onPress={add}>
            {say.step2}
          </Button>
        </div>
      </div>
    </>
  );
}
