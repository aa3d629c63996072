import { useAppState, useShellState } from '../../app/app-state.ts';
import { engine, sealSecretFor } from '../../app/engine.ts';
import { navigate } from '../../app/router.ts';
import { shell } from '../../app/shell.ts';
import { DoorForm } from '../../doors/door-form.tsx';
import { leaveFor } from '../../doors/leave-for.ts';
import { useDoor } from '../../doors/use-door.ts';
import { usePassphrase } from '../../doors/use-passphrase.ts';
import { VaultTrouble } from '../../doors/vault-trouble.tsx';
import { useWords } from '../../language/use-words.ts';
import { words as doorWords } from '../../doors/words.ts';
import { Button } from '../../ui/button.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { Link } from '../../ui/link.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { PassphraseField } from '../../ui/passphrase-field.tsx';
import { words } from './words.ts';

/** The vault that this computer remembers, locked. */
export function UnlockScreen() {
  const say = useWords(words).unlock;
  const { quickUnlock, engineFellOver, lastCopied } = useShellState();
  const { vault } = useAppState();
  const door = useDoor();
  const quickDoor = useDoor();
  const doors = useWords(doorWords);
  const typed = usePassphrase();

  const open = (allowUnsafePlace: boolean): void => {
    if (!typed.check()) {
      door.refuse();
      return;
    }
    door.attempt(async () => {
      await engine.call('vault.open', {
        unlock: { passphrase: await sealSecretFor('vault.open/passphrase', typed.passphrase) },
        ...(allowUnsafePlace ? { allowUnsafePlace } : {}),
      });
      await leaveFor('#/home');
    }, typed.refuse);
  };
  const openQuickly = (): void =>
    quickDoor.attempt(async () => {
      await shell.call('shell.unlockQuickly', {});
      await leaveFor('#/home');
    });

  return (
    <Page title={say.title} lead={say.lead} narrow>
      {engineFellOver && <Notice tone="attention" title={say.restarted} text={say.restartedHint} />}
      <DoorForm door={door} onSubmit={() => open(false)}>
        <PassphraseField
          label={doors.passphrase}
          error={typed.error}
          value={typed.passphrase}
          onChange={typed.type}
          autoFocus
        />
        {door.error !== undefined && (
          <VaultTrouble
            error={door.error}
            onRetry={() => open(false)}
            onChoose={() => navigate('/open?copy')}
            onAnyway={() => open(true)}
            mends={{}}
          />
        )}
        {quickDoor.error !== undefined && <Notice live tone="attention" title={say.quickFailed} />}
        <div className="door-actions">
          <Button type="submit" variant="primary" busy={door.busy} isDisabled={quickDoor.busy}>
            {say.open}
          </Button>
          {quickUnlock === 'on' && (
            <Button busy={quickDoor.busy} isDisabled={door.busy} onPress={openQuickly}>
              {say.quick}
            </Button>
          )}
        </div>
      </DoorForm>
      {vault === 'there' && (
        <p className="door-quiet">
          {lastCopied === undefined ? (
            say.neverCopied
          ) : (
            <>
              {say.lastCopied} <DateText at={lastCopied} />.
            </>
          )}{' '}
          {say.notWhileLocked}
        </p>
      )}
      <div className="door-aside">
        <Link to="/recover">{say.forgot}</Link>
        <Link to="/open?copy">{say.another}</Link>
        <Link to="/restore">{say.restore}</Link>
        <Link to="/new">{say.makeNew}</Link>
        <Link to="/verify">{say.check}</Link>
        <Link to="/settings">{say.settings}</Link>
      </div>
    </Page>
  );
}
