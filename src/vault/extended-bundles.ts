import { VaultError } from '../base/errors.ts';
import { readEntryFields } from '../ledger/kinds/entry-kinds.ts';
import { checkpointOf } from './close-history.ts';
import type { SeenCheckpoint } from './seen-checkpoints.ts';
import type { WritableVault } from './vault-context.ts';

/**
 * The checkpoints of earlier bundles, so that a new one can show that it goes on from them. That such bundles were made is said only to
 * those who are named here as their readers.
 *
 * @param bundles ids of bundles that this installation made
 * Throws `input.not-found` for one that it did not make, `integrity.*`.
 */
export async function extendedCheckpoints(
  vault: WritableVault,
  bundles: readonly string[],
): Promise<readonly SeenCheckpoint[]> {
  const found: SeenCheckpoint[] = [];
  for (const bundle of bundles) {
    const place = vault.index.proofs.exported(bundle);
    const stored = place === undefined ? undefined : await vault.ledger.getEntry(place.log, place.index);
    const read = stored?.readable === true ? readEntryFields(stored.fields) : undefined;
    // Of another installation's log there is no key here to sign the earlier state with again.
    if (place?.log !== vault.recorder.log || read?.known !== true || read.entry.kind !== 'bundle-exported')
      throw new VaultError('input.not-found', { what: 'bundle' });
    const { log, size, root } = read.entry.head;
    found.push({ log, size, root, note: await checkpointOf(vault, log, size), entry: place });
  }
  return found;
}
