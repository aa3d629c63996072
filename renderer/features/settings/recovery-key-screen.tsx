import { useState } from 'react';

import { renewRecoveryKey } from '../../doors/ask-for-key.ts';
import { DoorForm } from '../../doors/door-form.tsx';
import { KeepRecoveryKey } from '../../doors/keep-recovery-key.tsx';
import { leaveFor } from '../../doors/leave-for.ts';
import { useDoor } from '../../doors/use-door.ts';
import { usePassphrase } from '../../doors/use-passphrase.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { PassphraseField } from '../../ui/passphrase-field.tsx';
import { words } from './words.ts';

/** Makes a new recovery key: the one there is cannot be shown, since nobody keeps it. */
export function RecoveryKeyScreen() {
  const say = useWords(words).recoveryKey;
  const door = useDoor();
  const typed = usePassphrase();
  const [recoveryKey, setRecoveryKey] = useState<readonly string[]>();

  if (recoveryKey !== undefined)
    return (
      <KeepRecoveryKey
        recoveryKey={recoveryKey}
        title={say.keyTitle}
        onDone={() => leaveFor('#/settings?done=recovery-key')}
      />
    );

  const make = (): void => {
    if (!typed.check()) {
      door.refuse();
      return;
    }
    door.attempt(async () => setRecoveryKey(await renewRecoveryKey(typed.passphrase)), typed.refuse);
  };
  return (
    <Page title={say.title} lead={say.lead} back={{ to: '/settings', label: say.back }} narrow>
      <Notice tone="attention" title={say.effect} text={say.copies} />
      <DoorForm door={door} onSubmit={make}>
        <PassphraseField
          label={say.passphrase}
          error={typed.error}
          value={typed.passphrase}
          onChange={typed.type}
        />
        {door.error !== undefined && <ErrorNote error={door.error} onRetry={make} />}
        <div className="door-actions">
          <Button type="submit" variant="primary" busy={door.busy}>
            {say.make}
          </Button>
        </div>
      </DoorForm>
    </Page>
  );
}
