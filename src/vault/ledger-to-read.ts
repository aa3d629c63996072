import { nodeHashes } from '../platform/node-hashes.ts';
import type { DurablePort } from '../store/durable/port.ts';
import type { VaultKeys } from '../store/header/vault-keys.ts';
import type { InstallationState } from '../store/installation.ts';
import { entryKeysOf } from '../store/ledger-files/entry-keys.ts';
import { LedgerFiles } from '../store/ledger-files/ledger-files.ts';

/**
 * The history in a folder, to be read and left as it is. Throws as `LedgerFiles.open`.
 *
 * @param remembered what this computer knows of its own log there; undefined if it has none, or none that counts
 */
export function ledgerToRead(
  port: DurablePort,
  dir: string,
  keys: VaultKeys,
  remembered?: Pick<InstallationState, 'head'>,
): Promise<LedgerFiles> {
  return LedgerFiles.open({
    dir,
    vault: keys.vault,
    root: keys.rootPublicKey,
    keys: entryKeysOf(keys),
    hashes: nodeHashes,
    port,
    access: 'read',
    installation: remembered === undefined ? undefined : { head: remembered.head },
  });
}
