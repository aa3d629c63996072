import { VaultError } from '../../base/errors.ts';
import type { ReadPort } from '../../store/durable/port.ts';
import type { VaultKeys } from '../../store/header/vault-keys.ts';
import { readSettings, type Settings } from '../../store/settings.ts';

interface SettingsPlace {
  readonly port: ReadPort;
  /** Absolute path of the vault's folder. */
  readonly dir: string;
  readonly keys: VaultKeys;
}

/**
 * Reads the sealed settings of a vault; `damaged` for a file that says nothing any more, or that is another vault's and so holds nothing for
 * this one: neither may keep a vault from opening. Undefined if there is no file. Throws `format.too-new`, `storage.*`.
 */
export async function readSettingsLeniently({
  port,
  dir,
  keys,
}: SettingsPlace): Promise<Settings | 'damaged' | undefined> {
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
