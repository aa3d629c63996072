import { encodeHex } from '../base/bytes.ts';
import { isoTime } from '../base/clock.ts';
import type { EntryOf } from '../ledger/kinds/entry-kinds.ts';
import { nodeHashes } from '../platform/node-hashes.ts';
import {
  changePassphrase as passphraseHeader,
  changeRecoveryKey,
  rekeyHeader,
} from '../store/header/header-changes.ts';
import { writeHeader } from '../store/header/header-files.ts';
import type { Header } from '../store/header/header-schema.ts';
import type { UnlockSecret } from '../store/header/slots.ts';
import { installationFile, readInstallation } from '../store/installation.ts';
import { assembleWritable } from './assemble.ts';
import { lockAndUnlock } from './lock-and-unlock.ts';
import { realFolder, resolvePlace, type VaultPlace } from './place.ts';
import { openVaultToWrite } from './open-vault.ts';

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

function headerChange(place: VaultPlace): {
  at: string;
  argon2?: NonNullable<VaultPlace['argon2']>;
  signal?: AbortSignal;
} {
  return {
    at: isoTime(resolvePlace(place).clock),
    ...(place.argon2 === undefined ? {} : { argon2: place.argon2 }),
    ...(place.signal === undefined ? {} : { signal: place.signal }),
  };
}

/**
 * Opens the vault whole, so that its data is known to open, then writes the next header (the copy first) and its ledger entry.
 * The vault is closed at the end.
 */
async function changeHeader(
  request: VaultPlace,
  unlock: UnlockSecret,
  reason: EntryOf<'header-changed'>['reason'],
  next: (header: Header, newerThan: number) => Promise<Header>,
): Promise<void> {
  const place = resolvePlace(request);
  const { lock, reading, keys } = await lockAndUnlock(request, place, unlock);
  const { header } = reading;
  const { signal, onProgress } = request;
  const file = installationFile(place.stateDir, header.vault, realFolder(place.dir));
  const newer = { generation: header.generation };
  let vault;
  try {
    const remembered = await readInstallation(place.port, file, keys);
    remembered?.seed.destroy();
    vault = await assembleWritable({
      place,
      lock,
      header,
      keys,
      findings: [],
      reason: 'new-installation',
      signal,
      onProgress,
      acceptOldHeader: 'recoveryWords' in unlock,
      newer,
    });
    const newerThan = Math.max(remembered?.generation ?? 0, vault.index.statements.headerGeneration());
    const changed = await next(header, newerThan);
    await writeHeader(place.port, place.dir, changed);
    newer.generation = changed.generation;
    await vault.recorder.record([
      {
        kind: 'header-changed',
        at: isoTime(place.clock),
        generation: changed.generation,
        digest: encodeHex(nodeHashes.sha256(changed.bytes)),
        reason,
      },
    ]);
  } catch (error) {
    if (vault === undefined) {
      keys.destroy();
      lock.release();
    }
    throw error;
  } finally {
    await vault?.close();
  }
}
