import { VaultError } from '../base/errors.ts';
import { readEntryFields } from '../ledger/kinds/entry-kinds.ts';
import { checkpointOf } from './close-history.ts';
import type { SeenCheckpoint } from './seen-checkpoints.ts';
import type { WritableVault } from './vault-context.ts';

/** A bundle that this installation made. */
interface EarlierBundle {
  readonly bundle: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly items: number;
  readonly size: number;
  readonly sha256: string;
  /** Whom it was locked for; nobody if anybody can open it. */
  readonly recipients: readonly string[];
}

/** The bundles that a new one can go on from, newest first, and no more than these. What of them cannot be read is passed over. */
export async function earlierBundles(vault: WritableVault, most: number): Promise<readonly EarlierBundle[]> {
  const found: EarlierBundle[] = [];
  for (const index of vault.index.proofs.exports(vault.recorder.log, most)) {
    const stored = await vault.ledger.getEntry(vault.recorder.log, index);
    const read = stored.readable ? readEntryFields(stored.fields) : undefined;
    if (read?.known !== true || read.entry.kind !== 'bundle-exported') continue;
    const { bundle, at, items, size, sha256, recipients = [] } = read.entry;
    found.push({ bundle, at, items: items.length, size, sha256, recipients });
  }
  return found;
}

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
