import { useShellState } from '../../app/app-state.ts';
import { engine, sealSecretFor } from '../../app/engine.ts';
import { lockNow } from '../../app/lock-now.ts';
import { useLatestTask } from '../../app/tasks.ts';
import { DoorForm } from '../../doors/door-form.tsx';
import { leaveFor } from '../../doors/leave-for.ts';
import { useDoor } from '../../doors/use-door.ts';
import { usePassphrase } from '../../doors/use-passphrase.ts';
import { words as doorWords } from '../../doors/words.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Page } from '../../ui/page.tsx';
import { PassphraseField } from '../../ui/passphrase-field.tsx';
import { words } from './words.ts';

/** The vault is open behind this screen, and shows nothing until the passphrase is typed. */
export function CoveredScreen() {
  const say = useWords(words).covered;
  const doors = useWords(doorWords);
  const { settings } = useShellState();
  const door = useDoor();
  const typed = usePassphrase();
  const restored = useLatestTask('restore');

  const show = (): void => {
    if (!typed.check()) {
      door.refuse();
      return;
    }
    door.attempt(async () => {
      await engine.call('vault.uncover', {
        passphrase: await sealSecretFor('vault.uncover/passphrase', typed.passphrase),
      });
      // A vault that came back while nobody was there has something to tell.
      await leaveFor(restored === undefined ? '#/home' : '#/restore');
    }, typed.refuse);
  };

  return (
    <Page title={say.title} lead={say.lead} narrow>
      <DoorForm door={door} onSubmit={show}>
        <PassphraseField
          label={doors.passphrase}
          error={typed.error}
          value={typed.passphrase}
          onChange={typed.type}
          autoFocus
        />
        {door.error !== undefined && <ErrorNote error={door.error} onRetry={show} />}
        <div className="door-actions">
          <Button type="submit" variant="primary" busy={door.busy}>
            {say.show}
          </Button>
          <Button isDisabled={door.busy} onPress={lockNow}>
            {say.lock}
          </Button>
        </div>
      </DoorForm>
      <p className="door-quiet">{settings.copyWhileCovered ? say.copying : say.waiting}</p>
    </Page>
  );
}
