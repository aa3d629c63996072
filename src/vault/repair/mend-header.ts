import { isoTime } from '../../base/clock.ts';
import { VaultError } from '../../base/errors.ts';
import { keepNames } from '../../store/repair/keep-names.ts';
import { ReplicaCatalogue } from '../../store/replica/reading/catalogue.ts';
import { resolvePlace, type VaultPlace } from '../place.ts';
import type { WritableVault } from '../vault-context.ts';
import { placesIn, type PlacesWanted } from './reach-places.ts';
import { findVaultId, repairHeader, stands } from './repair-header.ts';

/**
 * Mends the header of a closed vault, the one thing without which nobody can open it, from second copies in folders that the learner named.
 * Needs no key.
 * Throws `integrity.header-damaged` if no folder is named, `input.path-missing` if there is no second copy of this vault in one of them, and as
 * `repairHeader`.
 *
 * @returns generation of a header that was put back; undefined if the vault's own stands
 */
export async function mendHeader(
  request: VaultPlace & Pick<PlacesWanted, 'folders' | 'found'>,
): Promise<number | undefined> {
  const { dir, port } = resolvePlace(request);
  await keepNames(port, dir);
  if (await stands(port, dir)) return undefined;
  const id = await findVaultId(port, dir);
  if (id === undefined) throw new VaultError('access.no-vault');
  // Where the second copies are stands in the settings, which nobody can open now.
  if (request.folders.length === 0) throw new VaultError('integrity.header-damaged');
  const places = await placesIn(port, id, request);
  try {
    return await repairHeader(request, await ReplicaCatalogue.read(places, request.signal));
  } finally {
    for (const { target } of places) await target.close();
  }
}

/** Makes a fact of the history what `mendHeader` did before the vault could be opened. Throws `storage.*`. */
export async function recordMendedHeader({ recorder, clock }: WritableVault): Promise<void> {
  await recorder.record([{ kind: 'damage-repaired', at: isoTime(clock), what: 'header', from: 'replica' }]);
}
