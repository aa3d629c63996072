import type { UnlockSecret } from '../store/header/slots.ts';
import { openVaultToWrite } from './open-vault.ts';
import type { VaultPlace } from './place.ts';

/** Throws the index away and makes it anew from the ledger, with progress. Throws as `openVaultToWrite`. */
export async function rebuildIndex(place: VaultPlace, unlock: UnlockSecret): Promise<void> {
  const vault = await openVaultToWrite({ ...place, unlock, freshIndex: true });
  await vault.close();
}
