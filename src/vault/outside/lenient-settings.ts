import { VaultError } from '../../base/errors.ts';
import { readSettings, type Settings } from '../../store/settings.ts';
import type { OpenVault } from '../vault-context.ts';

/**
 * Reads the sealed settings of a vault; `damaged` for a file that says nothing any more, or that is another vault's and so holds nothing for
 * this one: neither may keep a vault from opening. Undefined if there is no file. Throws `format.too-new`, `storage.*`.
 */
export async function readSettingsLeniently({
  port,
  dir,
  keys,
}: Pick<OpenVault, 'port' | 'dir' | 'keys'>): Promise<Settings | 'damaged' | undefined> {
  try {
    return await readSettings(port, dir, keys);
  } catch (thrown) {
    const useless =
      thrown instanceof VaultError &&
      ['integrity.settings-damaged', 'integrity.vault-mismatch'].includes(thrown.code);
    if (!useless) throw thrown;
    return 'damaged';
  }
}
