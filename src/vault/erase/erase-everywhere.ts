import type { ErrorCode } from '../../base/error-codes.ts';
import { syncReplicas, type SyncReplicaOptions } from '../replicas/sync-replicas.ts';
import type { WritableVault } from '../vault-context.ts';
import { eraseItem, type ErasedReport, type EraseOptions } from './erase-item.ts';
import { pendingReplicas } from './erased-in-replicas.ts';
import type { ErasurePlan } from './plan-erasure.ts';

export interface ErasedEverywhere extends ErasedReport {
  /** Second copies that follow already. */
  readonly done: readonly { readonly id: string; readonly name: string }[];
  /** Second copies that still hold it, with why; each follows at its next round. */
  readonly pending: readonly { readonly id: string; readonly name: string; readonly code?: ErrorCode }[];
}

/**
 * Erases what a plan names here, and then in every second copy that can be reached now. One that cannot be reached stops nothing and is
 * named: it follows at its next round. Throws as `eraseItem`, and `internal.cancelled` between second copies, which then follow later too.
 */
export async function eraseEverywhere(
  vault: WritableVault,
  agreed: Pick<ErasurePlan, 'item' | 'along'>,
  options: EraseOptions & Pick<SyncReplicaOptions, 'signal'>,
): Promise<ErasedEverywhere> {
  const erased = await eraseItem(vault, agreed, options);
  const { signal, onProgress } = options;
  const { failed } = await syncReplicas(vault, undefined, {
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const pending = pendingReplicas(vault).map(({ id, name }) => {
    const code = failed.find((one) => one.id === id)?.error.code;
    return { id, name, ...(code === undefined ? {} : { code }) };
  });
  const behind = new Set(pending.map(({ id }) => id));
  const done = vault.index.replicas.list().filter(({ id }) => !behind.has(id));
  return { ...erased, done: done.map(({ id, name }) => ({ id, name })), pending };
}
