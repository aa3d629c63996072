import { removeIndex } from '../store/index/index-database.ts';
import type { UnlockSecret } from '../store/header/slots.ts';
import { openVaultToWrite } from './open-vault.ts';
import { indexFile, resolvePlace, type VaultPlace } from './place.ts';

/** Throws the index away and makes it anew from the ledger, with progress. Throws as `openVaultToWrite`. */
export async function rebuildIndex(place: VaultPlace, unlock: UnlockSecret): Promise<void> {
  // Opened first: nobody else is writing, and the passphrase is right.
  const before = await openVaultToWrite({ ...place, unlock });
  await before.close();
  removeIndex(indexFile(resolvePlace(place).dir));
  const after = await openVaultToWrite({ ...place, unlock });
  await after.close();
}
