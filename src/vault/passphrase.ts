import {
  changePassphrase as passphraseHeader,
  changeRecoveryKey,
  rekeyHeader,
} from '../store/header/header-changes.ts';
import { changeHeader, headerChange } from './change-header.ts';
import { openVaultToWrite } from './open-vault.ts';
import type { VaultPlace } from './place.ts';

/** Gives the vault another passphrase. Nothing is encrypted again. Throws as `openVaultToWrite`, and `input.passphrase-weak`. */
export async function changePassphrase(
  place: VaultPlace,
  change: { readonly old: string; readonly new: string },
): Promise<void> {
  const unlock = { passphrase: change.old };
  await changeHeader(place, unlock, 'passphrase-changed', async (header, newerThan) =>
    passphraseHeader(header, change.new, { ...headerChange(place), unlock, newerThan }),
  );
}

/**
 * Opens the vault with the recovery key and gives it a new passphrase; the recovery key stays. It is also the way on after an old header was put
 * back. Before it succeeds, the vault's known data was opened.
 * Throws as `openVaultToWrite`, `input.recovery-key-typo`, `access.wrong-recovery-key`, `input.passphrase-weak`.
 */
export async function recover(
  place: VaultPlace,
  change: { readonly recoveryWords: string; readonly newPassphrase: string },
): Promise<void> {
  const unlock = { recoveryWords: change.recoveryWords };
  await changeHeader(place, unlock, 'recovered', async (header, newerThan) =>
    passphraseHeader(header, change.newPassphrase, { ...headerChange(place), unlock, newerThan }),
  );
}

/**
 * Begins a new key epoch under a new master key: what is captured from then on cannot be opened with an older header. Gives back the new
 * recovery key, since the old one belonged to the old master key.
 * Throws as `changePassphrase`.
 */
export async function rekey(
  place: VaultPlace,
  change: { readonly passphrase: string },
): Promise<{ readonly recoveryKey: string }> {
  const unlock = { passphrase: change.passphrase };
  let recoveryKey = '';
  await changeHeader(place, unlock, 'rekeyed', async (header, newerThan) => {
    const made = await rekeyHeader(header, change.passphrase, { ...headerChange(place), unlock, newerThan });
    recoveryKey = made.recoveryWords;
    return made.header;
  });
  // The index and the settings still lie under the old epoch's key, which the old header opens.
  const vault = await openVaultToWrite({ ...place, unlock, freshIndex: true });
  try {
    await vault.secrets.reseal();
  } finally {
    await vault.close();
  }
  return { recoveryKey };
}

/** Makes a new recovery key in place of the old one, for whoever lost it or let it be seen. Throws as `changePassphrase`. */
export async function renewRecoveryKey(
  place: VaultPlace,
  change: { readonly passphrase: string },
): Promise<{ readonly recoveryKey: string }> {
  const unlock = { passphrase: change.passphrase };
  let recoveryKey = '';
  await changeHeader(place, unlock, 'recovery-key-renewed', async (header, newerThan) => {
    const made = await changeRecoveryKey(header, { ...headerChange(place), unlock, newerThan });
    recoveryKey = made.recoveryWords;
    return made.header;
  });
  return { recoveryKey };
}
