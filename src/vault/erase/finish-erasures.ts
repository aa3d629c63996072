import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import type { PullProgress } from '../../sources/source.ts';
import type { ErasureRow } from '../../store/index/erasure-queries.ts';
import { eraseEntries } from '../../store/ledger-files/erase-entries.ts';
import { forgetParity } from '../../store/parity/parity-files.ts';
import { emptyQuarantine } from '../../store/quarantine.ts';
import type { OpeningFinding, WritableVault } from '../vault-context.ts';

export interface FinishedErasures {
  /** Erasures that this folder is now seen to be rid of. */
  readonly finished: number;
}

type ErasingVault = Pick<WritableVault, 'dir' | 'port' | 'index' | 'ledger' | 'writer' | 'blobs'>;

/**
 * Carries out whatever erasures are not known to be carried out in this folder: one that was interrupted, one that another copy of the
 * vault brought, one that a restored or mended file may have undone. What is gone already is left as it is. Only while nothing is being
 * captured.
 *
 * @param options.again look at all of them once more, after files came back from elsewhere
 * Throws `storage.*`, `internal.cancelled`; what is left then is done the next time.
 */
export async function finishErasures(
  vault: ErasingVault,
  options: {
    readonly again?: boolean;
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((progress: PullProgress) => void) | undefined;
  } = {},
): Promise<FinishedErasures> {
  const { index } = vault;
  if (options.again === true) index.erasures.forgetDone();
  const pending = index.erasures.pending();
  for (const [done, erasure] of pending.entries()) {
    throwIfCancelled(options.signal);
    options.onProgress?.({ name: 'Erasing', done, total: pending.length });
    // First what could heal it back.
    await forgetSpares(vault, erasure);
    await eraseFromLedger(vault, erasure);
    await removeBlobs(vault, erasure);
  }
  if (pending.length > 0) index.erasures.scrub();
  for (const erasure of pending) index.erasures.markDone(erasure);
  return { finished: pending.length };
}

/** Takes away parity of what goes or changes, and damaged copies that were set aside. */
async function forgetSpares({ dir, port, index, ledger }: ErasingVault, erasure: ErasureRow): Promise<void> {
  const blobs = index.erasures.blobsOf(erasure);
  const entries = index.erasures.entriesOf(erasure);
  const logs = new Set(entries.map(({ log }) => log));
  const known = new Set(ledger.logs());
  const segments = [...logs].flatMap((log) =>
    !known.has(log)
      ? []
      : ledger
          .files(log)
          .places.filter(({ firstIndex, endIndex }) =>
            entries.some((entry) => entry.log === log && entry.index >= firstIndex && entry.index < endIndex),
          )
          .map(({ number }) => ({ segment: { log, number } })),
  );
  await forgetParity(port, dir, [...blobs.map((blob) => ({ blob })), ...segments]);
  const names = new Set(blobs.map(({ file }) => file));
  await emptyQuarantine(port, dir, ({ file }) =>
    file.split(/[/.]/u).some((part) => names.has(part) || logs.has(part)),
  );
}

async function eraseFromLedger({ index, ledger, writer }: ErasingVault, erasure: ErasureRow): Promise<void> {
  const known = new Set(ledger.logs());
  for (const [log, entries] of Map.groupBy(index.erasures.entriesOf(erasure), (entry) => entry.log)) {
    // A log that has not come here, or was lost, holds nothing that could go.
    if (!known.has(log)) continue;
    const named = new Map<number, string>();
    for (const { index: at, leaf } of entries)
      if (await standsHere(ledger, log, at, leaf)) named.set(at, leaf);
    if (named.size === 0) continue;
    const erase = async (): Promise<void> => {
      await eraseEntries(ledger.environment, ledger.files(log), named);
    };
    if (log === writer.head().log) await writer.withFilesClosed(erase);
    else await erase();
  }
}

/** False where another entry stands at that place: in a fork each tree has its own there, and only the other one's was erased. */
async function standsHere(
  ledger: ErasingVault['ledger'],
  log: string,
  index: number,
  leaf: string,
): Promise<boolean> {
  if (index >= ledger.files(log).head.size) return false;
  const { leafHash } = await ledger.getEntry(log, index);
  return leafHash === undefined || leafHash === leaf;
}

async function removeBlobs({ index, blobs }: ErasingVault, erasure: ErasureRow): Promise<void> {
  for (const { shelf, file } of index.erasures.blobsOf(erasure))
    if (!index.erasures.isKept(file)) await blobs.removeOrphan({ shelf, file });
  await blobs.settle();
}

/**
 * What opening a vault does of it. A disk that is full is no reason not to open: what is named by an erasure shows nowhere, and the rest
 * is done the next time.
 */
export async function finishOnOpening(vault: ErasingVault): Promise<readonly OpeningFinding[]> {
  try {
    await finishErasures(vault);
    return [];
  } catch (error) {
    if (error instanceof VaultError && error.code.startsWith('storage.') && error.details.reopen !== true)
      return [{ code: 'integrity.erasure-unfinished', mended: false }];
    throw error;
  }
}
