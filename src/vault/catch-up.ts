import { throwIfCancelled } from '../base/errors.ts';
import type { PullProgress } from '../sources/source.ts';
import type { LocatedEntry } from '../store/index/located-entry.ts';
import type { Projection } from '../store/index/projection.ts';
import type { LedgerFiles } from '../store/ledger-files/ledger-files.ts';

/** Entries that are projected in one transaction. */
const batchSize = 2000;

/**
 * Brings the index up to the heads of all logs: nothing to do on an ordinary day, everything after it was thrown away.
 * Entries that cannot be read are stepped over; the ledger's findings name them.
 */
export async function catchUp(
  ledger: LedgerFiles,
  projection: Projection,
  options: {
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((progress: PullProgress) => void) | undefined;
    /** How far each log has come; as the ledger was found when it was opened, unless told. */
    readonly heads?: readonly { readonly log: string; readonly size: number }[];
  } = {},
): Promise<void> {
  for (const { log, size } of options.heads ?? ledger.heads()) {
    const from = projection.appliedSize(log);
    if (from >= size) continue;
    let batch: LocatedEntry[] = [];
    for await (const entry of ledger.entries({ log, from, to: size })) {
      throwIfCancelled(options.signal);
      if (entry.readable) batch.push(entry);
      if (batch.length < batchSize) continue;
      projection.apply(batch);
      options.onProgress?.({ name: 'Making the index', done: entry.index + 1, total: size });
      batch = [];
    }
    projection.apply(batch);
    projection.passOver(log, size - 1);
  }
}

/** True if an index tells of entries that the ledger does not have: it was made from another, or a later, state of the vault. */
export function isAhead(applied: ReadonlyMap<string, number>, ledger: LedgerFiles): boolean {
  const sizes = new Map(ledger.heads().map(({ log, size }) => [log, size]));
  return [...applied].some(([log, size]) => size > (sizes.get(log) ?? 0));
}
