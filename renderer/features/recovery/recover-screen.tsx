import { useState } from 'react';

import { useAppState } from '../../app/app-state.ts';
import { engine, sealSecretFor } from '../../app/engine.ts';
import { DoorForm } from '../../doors/door-form.tsx';
import { leaveFor } from '../../doors/leave-for.ts';
import { NewPassphraseFields } from '../../doors/new-passphrase-fields.tsx';
import { useDoor } from '../../doors/use-door.ts';
import { useNewPassphrase } from '../../doors/use-new-passphrase.ts';
import { useRecoveryWords } from '../../doors/use-recovery-words.ts';
import { useVaultPlace } from '../../doors/use-vault-place.ts';
import { VaultPlaceCard } from '../../doors/vault-place-card.tsx';
import { VaultTrouble } from '../../doors/vault-trouble.tsx';
import { WordFields } from '../../doors/word-fields.tsx';
import { words as doorWords } from '../../doors/words.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { Page } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from './words.ts';

/** For who forgot the passphrase: the recovery key opens the vault and sets a new one. */
export function RecoverScreen() {
  const say = useWords(words).recover;
  const doors = useWords(doorWords);
  const { vault } = useAppState();
  const place = useVaultPlace();
  const door = useDoor();
  const recovery = useRecoveryWords();
  const chosen = useNewPassphrase();
  const [placeError, setPlaceError] = useState<string>();

  const recover = (allowUnsafePlace: boolean): void => {
    setPlaceError(place.known ? undefined : doors.place.chooseFirst);
    const wordsThere = recovery.check();
    if (!wordsThere || !place.known) {
      door.refuse();
      return;
    }
    door.attempt(async () => {
      if (!(await chosen.check())) {
        door.refuse();
        return;
      }
      await engine.call('passphrase.recover', {
        ...place.asked,
        recoveryKey: await sealSecretFor('passphrase.recover/recoveryKey', recovery.phrase),
        new: await sealSecretFor('passphrase.recover/new', chosen.passphrase),
        ...(allowUnsafePlace ? { allowUnsafePlace } : {}),
      });
      await leaveFor('#/home');
    }, recovery.refuse);
  };
  const choose = (): void => {
    setPlaceError(undefined);
    door.attempt(place.choose);
  };

  return (
    <Page
      title={say.title}
      lead={say.lead}
      back={{ to: vault === 'none' ? '/welcome' : '/unlock', label: say.back }}
      narrow
    >
      <DoorForm door={door} onSubmit={() => recover(false)}>
        <VaultPlaceCard place={place} busy={door.busy} error={placeError} onChoose={choose} />
        <Section title={say.keyTitle}>
          <WordFields recovery={recovery} />
          <Details summary={say.noKey}>
            <p>{say.noKeyText}</p>
          </Details>
        </Section>
        <Section title={say.newTitle}>
          <div className="door-fields">
            <NewPassphraseFields chosen={chosen} />
          </div>
        </Section>
        {door.error !== undefined && (
          <VaultTrouble
            error={door.error}
            onRetry={() => recover(false)}
            onChoose={choose}
            onAnyway={() => recover(true)}
          />
        )}
        <div className="door-actions">
          <Button type="submit" variant="primary" busy={door.busy}>
            {say.save}
          </Button>
        </div>
      </DoorForm>
    </Page>
  );
}
