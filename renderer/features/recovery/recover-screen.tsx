import { useAppState } from '../../app/app-state.ts';
import { engine, sealSecretFor } from '../../app/engine.ts';
import { leaveFor } from '../../doors/leave-for.ts';
import { NewPassphraseFields } from '../../doors/new-passphrase-fields.tsx';
import { useDoor } from '../../doors/use-door.ts';
import { useNewPassphrase } from '../../doors/use-new-passphrase.ts';
import { useRecoveryWords } from '../../doors/use-recovery-words.ts';
import { useVaultPlace } from '../../doors/use-vault-place.ts';
import { VaultDoorForm } from '../../doors/vault-door-form.tsx';
import { WordFields } from '../../doors/word-fields.tsx';
import { useWords } from '../../language/use-words.ts';
import { Details } from '../../ui/details.tsx';
import { Page } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from './words.ts';

/** For who forgot the passphrase: the recovery key opens the vault and sets a new one. */
export function RecoverScreen() {
  const say = useWords(words).recover;
  const { vault } = useAppState();
  const place = useVaultPlace();
  const door = useDoor();
  const recovery = useRecoveryWords();
  const chosen = useNewPassphrase();

  const recover = (allowUnsafePlace: boolean): void => {
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

  return (
    <Page
      title={say.title}
      lead={say.lead}
      back={{ to: vault === 'none' || vault === 'half' ? '/welcome' : '/unlock', label: say.back }}
      narrow
    >
      <VaultDoorForm door={door} place={place} onTry={recover} submit={say.save}>
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
      </VaultDoorForm>
    </Page>
  );
}
