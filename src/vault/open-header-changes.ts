import { isoTime } from '../base/clock.ts';
import { defaultArgon2 } from '../crypto/argon2.ts';
import {
  addDeviceSlot,
  changePassphrase,
  changeRecoveryKey,
  hasDeviceSlot,
  isWeakerThan,
  raiseKeyDerivation,
  removeDeviceSlots,
  type HeaderChange,
} from '../store/header/header-changes.ts';
import { readHeader } from '../store/header/header-files.ts';
import { isTooWeak } from '../store/header/slots.ts';
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

/**
 * Makes the passphrase of an open vault as costly to guess as this version of the app makes new ones, if it is not: a vault of an earlier version, or of a
 * weaker computer, is brought up to date once it is unlocked. It opens with the same passphrase and recovery key before, between and afterwards.
 * @returns false if there was nothing to do
 * Throws as `changeOpenPassphrase`, but for `input.*`.
 */
export async function raiseOpenKeyDerivation(
  vault: WritableVault,
  passphrase: string,
  weight: Weight = {},
): Promise<boolean> {
  const { header } = await readHeader(vault.port, vault.dir);
  // A passphrase that is too short by now stays as it is: the learner has to choose another.
  if (!isWeakerThan(header, weight.argon2 ?? defaultArgon2) || isTooWeak(passphrase)) return false;
  const unlock = { passphrase };
  await changeOpenHeader(vault, 'key-derivation-raised', (latest, newerThan) =>
    raiseKeyDerivation(latest, passphrase, { ...weight, at: isoTime(vault.clock), unlock, newerThan }),
  );
  return true;
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

/**
 * Lets this computer's key store open the vault from now on. Passphrase and recovery key go on working; an earlier slot of the kind is
 * replaced.
 * @param deviceSecret 32 random bytes
 * Throws as `changeOpenPassphrase`.
 */
export async function addQuickUnlock(
  vault: WritableVault,
  change: { readonly passphrase: string; readonly deviceSecret: Uint8Array },
  weight: Weight = {},
): Promise<void> {
  const unlock = { passphrase: change.passphrase };
  await changeOpenHeader(vault, 'quick-unlock-added', (header, newerThan) =>
    addDeviceSlot(header, change.deviceSecret, { ...weight, at: isoTime(vault.clock), unlock, newerThan }),
  );
}

/** Nothing but passphrase and recovery key opens the vault from now on. Nothing happens if that is so already. Throws `storage.*`. */
export async function removeQuickUnlock(vault: WritableVault): Promise<void> {
  const { header } = await readHeader(vault.port, vault.dir);
  if (!hasDeviceSlot(header)) return;
  await changeOpenHeader(vault, 'quick-unlock-removed', async (latest, newerThan) =>
    vault.keys.rootSeed.use((seed) =>
      removeDeviceSlots(latest, seed, { at: isoTime(vault.clock), newerThan }),
    ),
  );
}
