import { isoTime } from '../base/clock.ts';
import { changePassphrase, changeRecoveryKey, type HeaderChange } from '../store/header/header-changes.ts';
import { changeOpenHeader } from './change-header.ts';
import type { WritableVault } from './vault-context.ts';

type Weight = Pick<HeaderChange, 'argon2' | 'signal'>;

/**
 * Gives an open vault another passphrase; it stays open.
 * Throws `access.wrong-passphrase`, `input.passphrase-*`, `storage.*`, `internal.cancelled`.
 */
export async function changeOpenPassphrase(
  vault: WritableVault,
  change: { readonly old: string; readonly new: string },
  weight: Weight = {},
): Promise<void> {
  const unlock = { passphrase: change.old };
  await changeOpenHeader(vault, 'passphrase-changed', (header, newerThan) =>
    changePassphrase(header, change.new, { ...weight, at: isoTime(vault.clock), unlock, newerThan }),
  );
}

/** Makes a new recovery key for an open vault, in place of the old one. Throws as `changeOpenPassphrase`. */
export async function renewOpenRecoveryKey(
  vault: WritableVault,
  change: { readonly passphrase: string },
  weight: Weight = {},
): Promise<{ readonly recoveryKey: string }> {
  const unlock = { passphrase: change.passphrase };
  let recoveryKey = '';
  await changeOpenHeader(vault, 'recovery-key-renewed', async (header, newerThan) => {
    const made = await changeRecoveryKey(header, { ...weight, at: isoTime(vault.clock), unlock, newerThan });
    recoveryKey = made.recoveryWords;
    return made.header;
  });
  return { recoveryKey };
}
