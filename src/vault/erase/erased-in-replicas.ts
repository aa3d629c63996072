import { readEntryFields } from '../../ledger/kinds/entry-kinds.ts';
import type { Erased, ForgetOptions, ForgottenPieces } from '../../store/replica/forget-erased.ts';
import { forgetErased } from '../../store/replica/forget-erased.ts';
import { piecesByLog } from '../../store/replica/reading/assemble-log.ts';
import { ReplicaCatalogue } from '../../store/replica/reading/catalogue.ts';
import type { ReplicaTarget } from '../../store/replica/replica-target.ts';
import type { ReplicaRow } from '../../store/index/replica-queries.ts';
import { openForks } from '../restore/fork-alerts.ts';
import { readOtherHalf } from '../restore/other-half.ts';
import type { OpenVault } from '../vault-context.ts';

/** A second copy that has not been told of an erasure yet, and so still holds what was erased. */
export interface PendingReplica {
  readonly id: string;
  readonly name: string;
  /** How many erasures it has not followed. */
  readonly erasures: number;
}

/** Takes what the learner erased out of a second copy, after a round has put there what was lacking. Throws as `forgetErased`. */
export async function forgetInReplica(
  vault: OpenVault,
  target: ReplicaTarget,
  options: ForgetOptions = {},
): Promise<ForgottenPieces> {
  const { entries, blobs } = erasedIn(vault);
  const needed = await neededByForks(vault, target, options.signal);
  const going = needed.size === 0 ? blobs : new Set([...blobs].filter((file) => !needed.has(file)));
  return forgetErased(target, vault.ledger, { entries, blobs: going }, options);
}

/** Blob files of the other half of a fork, until it is taken in: it may have kept bytes under one name that were erased here under another. */
async function neededByForks(
  vault: OpenVault,
  target: ReplicaTarget,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  const needed = new Set<string>();
  const logs = new Set(openForks(vault).map(({ log }) => log));
  if (logs.size === 0) return needed;
  const catalogue = await ReplicaCatalogue.read([{ name: '', target }], signal);
  for (const [log, pieces] of piecesByLog(catalogue)) {
    if (!logs.has(log)) continue;
    const { entries } = await readOtherHalf(vault, catalogue, log, pieces, signal);
    for (const { fields } of entries) {
      const read = fields === undefined ? undefined : readEntryFields(fields);
      if (read?.known === true && read.entry.kind === 'blob-stored')
        for (const { file } of read.entry.parts) needed.add(file);
    }
  }
  return needed;
}

function erasedIn({ index: { erasures } }: OpenVault): Erased {
  return {
    entries: erasures.list().flatMap((erasure) => erasures.entriesOf(erasure)),
    blobs: erasures.erasedBlobs(),
  };
}

/** Second copies that still hold something that was erased: each follows at its next round. */
export function pendingReplicas(vault: OpenVault): PendingReplica[] {
  return vault.index.replicas.list().flatMap((row): PendingReplica[] => {
    const erasures = countPending(vault, row);
    return erasures === 0 ? [] : [{ id: row.id, name: row.name, erasures }];
  });
}

/** How many erasures a second copy has not followed. */
export function countPending(vault: OpenVault, { addedAt, synced }: ReplicaRow): number {
  // A first round that was cut short may have brought something there, but nothing that was erased before the place was chosen.
  return vault.index.erasures
    .list()
    .filter(({ log, index, at }) =>
      synced === undefined ? at >= addedAt : (synced.sizes.get(log) ?? 0) <= index,
    ).length;
}
