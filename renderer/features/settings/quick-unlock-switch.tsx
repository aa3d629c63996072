import { useState } from 'react';

import { engine, sealSecretFor } from '../../app/engine.ts';
import { useShellState } from '../../app/app-state.ts';
import { DoorForm } from '../../doors/door-form.tsx';
import { leaveFor } from '../../doors/leave-for.ts';
import { useDoor } from '../../doors/use-door.ts';
import { usePassphrase } from '../../doors/use-passphrase.ts';
import { words as doorWords } from '../../doors/words.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { PassphraseField } from '../../ui/passphrase-field.tsx';
import { Switch } from '../../ui/switch.tsx';
import { words } from './words.ts';

/** Whether this computer's own key store may open the vault; asks for the passphrase before it may. */
export function QuickUnlockSwitch() {
  const say = useWords(words).safety;
  const { quickUnlock } = useShellState();
  const door = useDoor();
  const [asking, setAsking] = useState(false);

  const turnOff = (): void =>
    door.attempt(async () => {
      await engine.call('quickUnlock.disable', {});
    });

  return (
    <>
      <Switch
        value={quickUnlock === 'on'}
        isDisabled={quickUnlock === 'unavailable' || door.busy}
        help={quickUnlock === 'unavailable' ? say.quickUnavailable : say.quickText}
        onChange={(on) => {
          if (on) setAsking(true);
          else turnOff();
        }}
      >
        {say.quick}
      </Switch>
      {door.error !== undefined && <ErrorNote error={door.error} onRetry={turnOff} />}
      {asking && <AskPassphrase onClose={() => setAsking(false)} />}
    </>
  );
}

function AskPassphrase({ onClose }: { readonly onClose: () => void }) {
  const say = useWords(words).safety;
  const doors = useWords(doorWords);
  const door = useDoor();
  const typed = usePassphrase();

  const turnOn = (): void => {
    if (!typed.check()) {
      door.refuse();
      return;
    }
    door.attempt(async () => {
      const passphrase = await sealSecretFor('quickUnlock.enable/passphrase', typed.passphrase);
      await engine.call('quickUnlock.enable', { passphrase });
      await leaveFor('#/settings?done=quick-unlock');
    }, typed.refuse);
  };
  return (
    <Dialog
      title={say.quickAskTitle}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button isDisabled={door.busy} onPress={onClose}>
            {say.cancel}
          </Button>
          <Button variant="primary" busy={door.busy} onPress={turnOn}>
            {say.quickTurnOn}
          </Button>
        </>
      }
    >
      <DoorForm door={door} onSubmit={turnOn}>
        <p>{say.quickAsk}</p>
        <PassphraseField
          label={doors.passphrase}
          error={typed.error}
          value={typed.passphrase}
          onChange={typed.type}
          autoFocus
        />
        {door.error !== undefined && <ErrorNote error={door.error} />}
      </DoorForm>
    </Dialog>
  );
}
