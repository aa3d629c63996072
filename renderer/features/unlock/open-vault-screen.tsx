import { useAppState } from '../../app/app-state.ts';
import { engine } from '../../app/engine.ts';
import { useRoute } from '../../app/router.ts';
import { leaveFor } from '../../doors/leave-for.ts';
import { useDoor } from '../../doors/use-door.ts';
import { UnlockFields } from '../../doors/unlock-fields.tsx';
import { useUnlock } from '../../doors/use-unlock.ts';
import { useVaultPlace } from '../../doors/use-vault-place.ts';
import { VaultDoorForm } from '../../doors/vault-door-form.tsx';
import { useWords } from '../../language/use-words.ts';
import { Link } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { words } from './words.ts';

/** Opens a vault in a folder that the learner shows, or the one that this computer remembers. */
export function OpenVaultScreen() {
  const say = useWords(words).open;
  const { vault } = useAppState();
  const copied = useRoute().query.has('copy');
  const place = useVaultPlace(copied);
  const door = useDoor();
  const unlock = useUnlock();

  const open = (allowUnsafePlace: boolean): void => {
    const ready = unlock.check();
    if (!ready || !place.known) {
      door.refuse();
      return;
    }
    door.attempt(async () => {
      await engine.call('vault.open', {
        ...place.asked,
        unlock: await unlock.sealFor('vault.open'),
        ...(allowUnsafePlace ? { allowUnsafePlace } : {}),
      });
      await leaveFor('#/home');
    }, unlock.refuse);
  };

  return (
    <Page
      title={say.title}
      lead={copied ? say.copyLead : say.lead}
      back={{ to: vault === 'none' || vault === 'half' ? '/welcome' : '/unlock', label: say.back }}
      narrow
    >
      <VaultDoorForm door={door} place={place} onTry={open} submit={say.open}>
        <UnlockFields
          unlock={unlock}
          label={say.how}
          passphrase={{ title: say.withPassphrase, text: say.passphraseText }}
          recoveryKey={{ title: say.withKey, text: say.keyText }}
        />
      </VaultDoorForm>
      <div className="door-aside">
        <Link to="/recover">{say.newPassphrase}</Link>
      </div>
    </Page>
  );
}
