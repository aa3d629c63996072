import { VaultError } from '../../base/errors.ts';
import { readHeader } from '../../store/header/header-files.ts';
import { orderOf, raisedTo } from '../../store/header/header-order.ts';
import type { Header } from '../../store/header/header-schema.ts';
import type { ReplicaCatalogue } from '../../store/replica/reading/catalogue.ts';
import { headersThere } from '../../store/replica/reading/newest-header.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';

/** What the headers in second copies mean for the vault that is open. */
export interface HeaderNews {
  /** The header that is to be written here; undefined if the one that is here stays. */
  readonly next: Header | undefined;
  /** True if another computer changed passphrase or recovery key, and that counts here as well. */
  readonly newHeader: boolean;
  /** True if the next header has keys that this one does not know: the vault has to be unlocked again. */
  readonly newKeys: boolean;
  /** True if the keys were changed there and here before either heard of the other. Then the one that is here stays. */
  readonly keysApart: boolean;
}

/**
 * Chooses between the header that is here and those in second copies, as every computer would (`orderOf`). One is never replaced by another that does not
 * know its keys, whatever their generations. Writes nothing. Throws as `headersThere`, but for what is the business of whoever checks those places.
 */
export async function findHeaderNews(
  vault: OpenVault & Pick<WritableVault, 'newestHeader'>,
  catalogue: ReplicaCatalogue,
  signal?: AbortSignal,
): Promise<HeaderNews> {
  const nothing = { next: undefined, newHeader: false, newKeys: false, keysApart: false };
  if (catalogue.headers().length === 0) return nothing;
  const { header: here } = await readHeader(vault.port, vault.dir);
  let there;
  try {
    there = await headersThere(catalogue, vault.id, signal);
  } catch (error) {
    // The vault's own is good.
    if (
      error instanceof VaultError &&
      (error.code === 'integrity.header-damaged' || error.code === 'access.no-vault')
    )
      return nothing;
    throw error;
  }
  const chosen = there.all.reduce((best, each) => (orderOf(each, best) === 'later' ? each : best), here);
  const keysApart = there.all.some((each) => orderOf(each, chosen) === 'apart');
  const generation = Math.max(vault.newestHeader.generation, there.generation);
  const next = vault.keys.rootSeed.use((seed) => raisedTo(chosen, generation, seed));
  if (next.digest === here.digest) return { ...nothing, keysApart };
  return {
    next,
    newHeader: chosen.digest !== here.digest,
    newKeys: chosen.secrets !== here.secrets,
    keysApart,
  };
}
