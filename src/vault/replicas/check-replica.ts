import { isoTime } from '../../base/clock.ts';
import { VaultError } from '../../base/errors.ts';
import type { PullProgress } from '../../sources/source.ts';
import { checkReplica, type ReplicaCheck } from '../../store/replica/check-replica.ts';
import type { WritableVault } from '../vault-context.ts';
import { listReplica } from '../../store/replica/replica-listing.ts';
import { planReplica, type Holdings } from '../../store/replica/replica-plan.ts';
import type { ReplicaTarget } from '../../store/replica/replica-target.ts';
import { sendPlan } from '../../store/replica/replica-writer.ts';
import { takeAwayDamaged } from '../../store/replica/take-away-damaged.ts';
import { holdingsOf } from './holdings.ts';
import { findReplica } from './replica-status.ts';
import { raiseAlarms } from './replica-alarms.ts';
import { reachReplica } from './replica-place.ts';

export interface CheckedReplica extends ReplicaCheck {
  readonly id: string;
  readonly name: string;
  /** True if nothing is damaged any more; a copy that is only behind is well. */
  readonly ok: boolean;
  /** Damaged files that were put there again. */
  readonly mended: readonly string[];
  /** True if it lacks nothing of what the vault holds now. */
  readonly complete: boolean;
}

export interface CheckOptions {
  readonly full: boolean;
  /** Puts damaged files there again, of which the vault has good ones. */
  readonly mend?: boolean;
  readonly signal?: AbortSignal;
  /** In bytes; in a full look alone. */
  readonly onProgress?: (progress: PullProgress) => void;
}

/**
 * Looks through a second copy. Nothing there is changed, unless damaged files are to be put again: then those go of which the vault holds the very same
 * bytes, whole, and what the copy lacks is sent. What is damaged raises an alert.
 * Throws `input.not-found`, `input.ambiguous`, `storage.*`, `integrity.replica-missing`, `internal.cancelled`.
 */
export async function checkReplicaNow(
  vault: WritableVault,
  which: string,
  { full, mend = false, signal, onProgress }: CheckOptions,
): Promise<CheckedReplica> {
  const { id, name } = findReplica(vault, which);
  const choice = vault.secrets.replicas.find((one) => one.id === id);
  if (choice === undefined) throw new VaultError('input.not-found', { what: 'replica-place' });
  const { target } = await reachReplica(vault, choice);
  try {
    const holdings = await holdingsOf(vault);
    const found = await checkReplica(target, holdings, {
      full,
      signal,
      onProgress: (file, done, total) => onProgress?.({ name: file, done, total }),
    });
    const mended = mend ? await putAgain(vault, target, holdings, found.damaged, signal) : [];
    const ok = mended.length === found.damaged.length;
    await vault.recorder.record([
      {
        kind: 'replica-checked',
        at: isoTime(vault.clock),
        replica: id,
        full,
        ok,
        missing: found.missing.length,
        damaged: found.damaged.length - mended.length,
      },
    ]);
    await raiseAlarms(vault, id, { 'replica-changed': found.damaged.length });
    const complete = ok && (found.missing.length === 0 || mended.length > 0);
    return { id, name, ok, complete, mended, ...found };
  } finally {
    await target.close();
  }
}

async function putAgain(
  vault: WritableVault,
  target: ReplicaTarget,
  holdings: Holdings,
  damaged: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const isWhole = async (blob: Parameters<typeof vault.blobs.verifySealed>[0]): Promise<boolean> => {
    try {
      await vault.blobs.verifySealed(blob, signal);
      return true;
    } catch (error) {
      if (error instanceof VaultError && error.code.startsWith('integrity.')) return false;
      throw error;
    }
  };
  const taken = await takeAwayDamaged(target, holdings, damaged, isWhole, signal);
  if (taken.length > 0)
    await sendPlan(target, await planReplica(await listReplica(target, signal), holdings, signal), {
      signal,
    });
  return taken;
}
