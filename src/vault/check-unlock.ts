import { unlockHeader } from '../store/header/header-changes.ts';
import { readHeader } from '../store/header/header-files.ts';
import type { UnlockSecret } from '../store/header/slots.ts';
import type { OpenVault } from './vault-context.ts';

/**
 * Resolves if this would open the vault that is open already. Throws `access.wrong-passphrase`, `access.keyring-unavailable`,
 * `input.passphrase-missing`, `internal.cancelled`, `storage.*`.
 */
export async function checkUnlock(
  vault: OpenVault,
  unlock: UnlockSecret,
  signal?: AbortSignal,
): Promise<void> {
  const { header } = await readHeader(vault.port, vault.dir);
  const keys = await unlockHeader(header, unlock, signal);
  keys.destroy();
}
