import type { PullProgress } from '../sources/source.ts';
import type { UnlockSecret } from '../store/header/slots.ts';
import { freshIndexFile, openIndex, removeIndex, replaceIndex } from '../store/index/index-database.ts';
import { VaultIndex } from '../store/index/vault-index.ts';
import { catchUp } from './catch-up.ts';
import { openVaultToWrite } from './open-vault.ts';
import { indexFile, type VaultPlace } from './place.ts';
import type { WritableVault } from './vault-context.ts';

/** Throws the index away and makes it anew from the ledger, with progress. Throws as `openVaultToWrite`. */
export async function rebuildIndex(place: VaultPlace, unlock: UnlockSecret): Promise<void> {
  const vault = await openVaultToWrite({ ...place, unlock, freshIndex: true });
  await vault.close();
}

/**
 * Makes the index of an open vault anew, from the ledger, while the old one goes on answering; then puts it in its place. The vault stays
 * open. Only while nothing is being captured: what connectors remember there is lost, and everything is looked at once more.
 * Throws `storage.*`, `internal.cancelled`; the old index then stays.
 */
export async function rebuildOpenIndex(
  vault: WritableVault,
  options: { readonly signal: AbortSignal; readonly onProgress?: (progress: PullProgress) => void },
): Promise<void> {
  const file = indexFile(vault.dir);
  const fresh = freshIndexFile(file);
  const key = vault.keys.index();
  removeIndex(fresh);
  const made = new VaultIndex(openIndex(fresh, key).database);
  try {
    do await catchUp(vault.ledger, made.projection, { ...options, heads: headsNow(vault) });
    while (
      // What was recorded meanwhile comes after; from here to the end nothing else gets a turn.
      made.projection.appliedSize(vault.recorder.log) < vault.writer.head().size
    );
  } catch (error) {
    made.close();
    removeIndex(fresh);
    throw error;
  }
  made.close();
  vault.index.close();
  try {
    replaceIndex(file, fresh);
  } finally {
    // Whatever is there now; should it be nothing, what was recorded lately is still in the ledger for the next opening.
    vault.index.goOnWith(openIndex(file, key).database);
  }
}

/** Heads of all logs, that of our own as far as it is written. */
function headsNow({ ledger, writer }: WritableVault): { readonly log: string; readonly size: number }[] {
  const own = writer.head();
  return [...ledger.heads().filter(({ log }) => log !== own.log), own];
}
