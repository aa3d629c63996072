import { useState } from 'react';

import type { Grant } from '../../../src/contract/shell-contract.ts';
import { House, Folder } from 'lucide-react';

import { useAppState } from '../../app/app-state.ts';
import { chooseFiles } from '../../app/shell.ts';
import { navigate } from '../../app/router.ts';
import { createVault } from '../../doors/ask-for-key.ts';
import { DoorForm } from '../../doors/door-form.tsx';
import { DoorStep } from '../../doors/door-step.tsx';
import { KeepRecoveryKey } from '../../doors/keep-recovery-key.tsx';
import { leaveFor } from '../../doors/leave-for.ts';
import { NewPassphraseFields } from '../../doors/new-passphrase-fields.tsx';
import { PlaceCard } from '../../doors/place-card.tsx';
import { useDoor } from '../../doors/use-door.ts';
import { useNewPassphrase } from '../../doors/use-new-passphrase.ts';
import { VaultTrouble } from '../../doors/vault-trouble.tsx';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { words } from './words.ts';

/** Makes a vault in three steps: a passphrase, the recovery key, and three of its words asked back. */
export function NewVaultScreen() {
  const say = useWords(words).make;
  const [recoveryKey, setRecoveryKey] = useState<readonly string[]>();
  if (recoveryKey === undefined) return <ChoosePassphrase onMade={setRecoveryKey} />;
  return (
    <KeepRecoveryKey
      recoveryKey={recoveryKey}
      title={say.keyTitle}
      stepsBefore={1}
      onDone={() => leaveFor('#/home')}
    />
  );
}

function ChoosePassphrase({ onMade }: { readonly onMade: (recoveryKey: readonly string[]) => void }) {
  const all = useWords(words);
  const say = all.make;
  const { vault } = useAppState();
  const door = useDoor();
  const chosen = useNewPassphrase();
  const [place, setPlace] = useState<Grant>();

  const make = (allowUnsafePlace: boolean): void =>
    door.attempt(async () => {
      if (!(await chosen.check())) {
        door.refuse();
        return;
      }
      onMade(
        await createVault({
          passphrase: chosen.passphrase,
          ...(place === undefined ? {} : { place: place.id }),
          ...(allowUnsafePlace ? { allowUnsafePlace } : {}),
        }),
      );
    });
  const choose = (): void =>
    door.attempt(async () => {
      const [grant] = await chooseFiles('new-vault-folder');
      if (grant !== undefined) setPlace(grant);
    });

  return (
    <Page
      title={say.passphraseTitle}
      lead={say.passphraseLead}
      actions={<DoorStep step={1} />}
      back={{ to: vault === 'there' ? '/unlock' : '/welcome', label: say.toWelcome }}
      narrow
    >
      <DoorForm door={door} onSubmit={() => make(false)}>
        <NewPassphraseFields chosen={chosen} />
        <PlaceCard
          label={say.place}
          icon={place === undefined ? House : Folder}
          title={place === undefined ? say.usualPlace : fill(say.chosenPlace, { name: place.label })}
          text={place === undefined ? say.usualPlaceHint : undefined}
          actions={
            <>
              {place !== undefined && (
                <Button
                  variant="plain"
                  isDisabled={door.busy}
                  onPress={() => {
                    setPlace(undefined);
                    door.forget();
                  }}
                >
                  {say.useUsual}
                </Button>
              )}
              <Button isDisabled={door.busy} onPress={choose}>
                {say.choose}
              </Button>
            </>
          }
        />
        {door.error?.code === 'access.vault-exists' ? (
          <Notice
            live
            tone="attention"
            title={say.exists}
            text={say.existsHint}
            action={<Button onPress={() => navigate('/open')}>{say.openIt}</Button>}
          />
        ) : door.error?.code === 'input.exists' ? (
          <Notice
            live
            tone="attention"
            title={say.notEmpty}
            text={say.notEmptyHint}
            action={<Button onPress={choose}>{say.choose}</Button>}
          />
        ) : (
          door.error !== undefined && (
            <VaultTrouble
              error={door.error}
              onRetry={() => make(false)}
              onChoose={choose}
              onAnyway={() => make(true)}
            />
          )
        )}
        <div className="door-actions">
          <Button type="submit" variant="primary" busy={door.busy}>
            {say.make}
          </Button>
        </div>
      </DoorForm>
    </Page>
  );
}
