import { useState } from 'react';

import { useAppState } from '../../app/app-state.ts';
import { engine, sealSecretFor } from '../../app/engine.ts';
import { useRoute } from '../../app/router.ts';
import { leaveFor } from '../../doors/leave-for.ts';
import { useDoor } from '../../doors/use-door.ts';
import { usePassphrase } from '../../doors/use-passphrase.ts';
import { useRecoveryWords } from '../../doors/use-recovery-words.ts';
import { useVaultPlace } from '../../doors/use-vault-place.ts';
import { VaultDoorForm } from '../../doors/vault-door-form.tsx';
import { WordFields } from '../../doors/word-fields.tsx';
import { words as doorWords } from '../../doors/words.ts';
import { useWords } from '../../language/use-words.ts';
import { Link } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { PassphraseField } from '../../ui/passphrase-field.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { words } from './words.ts';

/** Opens a vault in a folder that the learner shows, or the one that this computer remembers. */
export function OpenVaultScreen() {
  const say = useWords(words).open;
  const doors = useWords(doorWords);
  const { vault } = useAppState();
  const copied = useRoute().query.has('copy');
  const place = useVaultPlace(copied);
  const door = useDoor();
  const typed = usePassphrase();
  const recovery = useRecoveryWords();
  const [how, setHow] = useState<'passphrase' | 'key'>('passphrase');

  const open = (allowUnsafePlace: boolean): void => {
    const ready = how === 'passphrase' ? typed.check() : recovery.check();
    if (!ready || !place.known) {
      door.refuse();
      return;
    }
    door.attempt(
      async () => {
        const unlock =
          how === 'passphrase'
            ? { passphrase: await sealSecretFor('vault.open/passphrase', typed.passphrase) }
            : { recoveryKey: await sealSecretFor('vault.open/recoveryKey', recovery.phrase) };
        await engine.call('vault.open', {
          ...place.asked,
          unlock,
          ...(allowUnsafePlace ? { allowUnsafePlace } : {}),
        });
        await leaveFor('#/home');
      },
      (error) => typed.refuse(error) || recovery.refuse(error),
    );
  };

  return (
    <Page
      title={say.title}
      lead={copied ? say.copyLead : say.lead}
      back={{ to: vault === 'none' ? '/welcome' : '/unlock', label: say.back }}
      narrow
    >
      <VaultDoorForm door={door} place={place} onTry={open} submit={say.open}>
        <RadioCards
          label={say.how}
          value={how}
          onChange={setHow}
          options={[
            { id: 'passphrase', title: say.withPassphrase, text: say.passphraseText },
            { id: 'key', title: say.withKey, text: say.keyText },
          ]}
        />
        {how === 'passphrase' ? (
          <PassphraseField
            label={doors.passphrase}
            error={typed.error}
            value={typed.passphrase}
            onChange={typed.type}
          />
        ) : (
          <WordFields recovery={recovery} />
        )}
      </VaultDoorForm>
      <div className="door-aside">
        <Link to="/recover">{say.newPassphrase}</Link>
      </div>
    </Page>
  );
}
