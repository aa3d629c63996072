import type { Erased, ForgetOptions, ForgottenPieces } from '../../store/replica/forget-erased.ts';
import { forgetErased } from '../../store/replica/forget-erased.ts';
import type { ReplicaTarget } from '../../store/replica/replica-target.ts';
import type { ReplicaRow } from '../../store/index/replica-queries.ts';
import type { OpenVault } from '../vault-context.ts';

/** A second copy that has not been told of an erasure yet, and so still holds what was erased. */
export interface PendingReplica {
  readonly id: string;
  readonly name: string;
  /** How many erasures it has not followed. */
  readonly erasures: number;
}

/** Takes what the learner erased out of a second copy, after a round has put there what was lacking. Throws as `forgetErased`. */
export function forgetInReplica(
  vault: OpenVault,
  target: ReplicaTarget,
  options: ForgetOptions = {},
): Promise<ForgottenPieces> {
  return forgetErased(target, vault.ledger, erasedIn(vault), options);
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
