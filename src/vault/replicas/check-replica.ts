import { isoTime } from '../../base/clock.ts';
import { VaultError } from '../../base/errors.ts';
import type { PullProgress } from '../../sources/source.ts';
import { checkReplica, type ReplicaCheck } from '../../store/replica/check-replica.ts';
import type { WritableVault } from '../vault-context.ts';
import { holdingsOf } from './holdings.ts';
import { findReplica } from './replica-status.ts';
import { raiseAlarms } from './replica-alarms.ts';
import { reachReplica } from './replica-place.ts';

export interface CheckedReplica extends ReplicaCheck {
  readonly id: string;
  readonly name: string;
  /** True if nothing is damaged; a copy that is only behind is well. */
  readonly ok: boolean;
  /** True if it lacks nothing of what the vault holds now. */
  readonly complete: boolean;
}

export interface CheckOptions {
  readonly full: boolean;
  readonly signal?: AbortSignal;
  /** In bytes; in a full look alone. */
  readonly onProgress?: (progress: PullProgress) => void;
}

/**
 * Looks through a second copy; nothing there is changed. What is damaged raises an alert, and the next round puts it right as far as lengths tell; what a
 * full look found damaged is taken away and put again by `repair`.
 * Throws `input.not-found`, `input.ambiguous`, `storage.*`, `integrity.replica-missing`, `internal.cancelled`.
 */
export async function checkReplicaNow(
  vault: WritableVault,
  which: string,
  { full, signal, onProgress }: CheckOptions,
): Promise<CheckedReplica> {
  const { id, name } = findReplica(vault, which);
  const choice = vault.secrets.replicas.find((one) => one.id === id);
  if (choice === undefined) throw new VaultError('input.not-found', { what: 'replica-place' });
  const { target } = await reachReplica(vault, choice);
  try {
    const found = await checkReplica(target, await holdingsOf(vault), {
      full,
      signal,
      onProgress: (file, done, total) => onProgress?.({ name: file, done, total }),
    });
    const ok = found.damaged.length === 0;
    await vault.recorder.record([
      {
        kind: 'replica-checked',
        at: isoTime(vault.clock),
        replica: id,
        full,
        ok,
        missing: found.missing.length,
        damaged: found.damaged.length,
      },
    ]);
    await raiseAlarms(vault, id, { 'replica-changed': found.damaged.length });
    return { id, name, ok, complete: ok && found.missing.length === 0, ...found };
  } finally {
    await target.close();
  }
}
