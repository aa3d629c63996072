import { engine, sealSecretFor } from '../../app/engine.ts';
import { DoorForm } from '../../doors/door-form.tsx';
import { leaveFor } from '../../doors/leave-for.ts';
import { NewPassphraseFields } from '../../doors/new-passphrase-fields.tsx';
import { useDoor } from '../../doors/use-door.ts';
import { useNewPassphrase } from '../../doors/use-new-passphrase.ts';
import { usePassphrase } from '../../doors/use-passphrase.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Page } from '../../ui/page.tsx';
import { PassphraseField } from '../../ui/passphrase-field.tsx';
import { words } from './words.ts';

/** Gives the open vault another passphrase. */
export function ChangePassphraseScreen() {
  const say = useWords(words).passphrase;
  const door = useDoor();
  const old = usePassphrase({ empty: say.oldEmpty, wrong: say.oldWrong });
  const chosen = useNewPassphrase();

  const change = (): void => {
    if (!old.check()) {
      door.refuse();
      return;
    }
    door.attempt(async () => {
      if (!(await chosen.check())) {
        door.refuse();
        return;
      }
      await engine.call('passphrase.change', {
        old: await sealSecretFor('passphrase.change/old', old.passphrase),
        new: await sealSecretFor('passphrase.change/new', chosen.passphrase),
      });
      await leaveFor('#/settings?done=passphrase');
    }, old.refuse);
  };

  return (
    <Page title={say.title} lead={say.lead} back={{ to: '/settings', label: say.back }} narrow>
      <DoorForm door={door} onSubmit={change}>
        <PassphraseField label={say.old} error={old.error} value={old.passphrase} onChange={old.type} />
        <NewPassphraseFields chosen={chosen} />
        <p className="door-quiet">{say.copies}</p>
        {door.error !== undefined && <ErrorNote error={door.error} onRetry={change} />}
        <div className="door-actions">
          <Button type="submit" variant="primary" busy={door.busy}>
            {say.save}
          </Button>
        </div>
      </DoorForm>
    </Page>
  );
}
