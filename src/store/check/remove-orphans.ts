import { VaultError } from '../../base/errors.ts';
import type { BlobStore } from '../blob/blob-store.ts';
import { examineLog } from '../ledger-files/examine-log.ts';
import type { LedgerFiles } from '../ledger-files/ledger-files.ts';
import { ReferencedBlobs } from './referenced-blobs.ts';

/**
 * Takes away blob files that no entry names: what a stop between storing a file and recording it left. They cannot be
 * adopted, since the keys that open them were never recorded. Only for the writer, and only while nothing is being captured.
 *
 * Throws `integrity.ledger-damaged` and removes nothing if part of the history cannot be read: what looks like an orphan may
 * then be evidence. Throws `storage.*`, `internal.cancelled`.
 * @returns how many were removed
 */
export async function removeOrphans(
  ledger: LedgerFiles,
  blobs: BlobStore,
  signal?: AbortSignal,
): Promise<number> {
  const referenced = new ReferencedBlobs();
  for (const files of ledger.allFiles()) {
    if (files.places.some((place) => 'lost' in place)) throw new VaultError('integrity.ledger-damaged');
    await examineLog(ledger.environment, files, signal, (content) => {
      const doubtful = content.entries.some(
        (entry) => entry.type === 'lost' || (entry.type === 'sealed' && entry.doubtful),
      );
      if (doubtful) throw new VaultError('integrity.ledger-damaged');
      referenced.addSegment(content);
    });
  }
  // A log that is gone or shorter than it was takes the names of its blobs with it.
  if (ledger.findings.some(({ code, entries }) => entries !== undefined && isLoss(code)))
    throw new VaultError('integrity.ledger-damaged');
  let removed = 0;
  for (const place of (await blobs.listBlobs()).blobs) {
    if (referenced.parts.get(place.file)?.shelf === place.shelf) continue;
    if (await blobs.removeOrphan(place)) removed += 1;
  }
  await blobs.settle();
  return removed;
}

function isLoss(code: string): boolean {
  return (
    code === 'integrity.ledger-damaged' ||
    code === 'integrity.ledger-missing' ||
    code === 'integrity.ledger-rolled-back'
  );
}
