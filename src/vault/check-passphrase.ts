import { unlockHeader } from '../store/header/header-changes.ts';
import { readHeader } from '../store/header/header-files.ts';
import type { OpenVault } from './vault-context.ts';

/** Resolves if the passphrase opens this vault. Throws `access.wrong-passphrase`, `input.passphrase-missing`, `internal.cancelled`, `storage.*`. */
export async function checkPassphrase(
  vault: OpenVault,
  passphrase: string,
  signal?: AbortSignal,
): Promise<void> {
  const { header } = await readHeader(vault.port, vault.dir);
  const keys = await unlockHeader(header, { passphrase }, signal);
  keys.destroy();
}
