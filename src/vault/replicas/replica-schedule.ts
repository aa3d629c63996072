import { VaultError } from '../../base/errors.ts';
import type { WritableVault } from '../vault-context.ts';
import type { ReplicaChoice, ReplicaSchedule } from './replica-choice.ts';
import { rememberChoice } from './replica-place.ts';
import { findReplica } from './replica-status.ts';

const hour = 3_600_000;

/** What the app begins with: a day is often enough for a place that is always there; a stick is copied to when it comes. */
export function usualSchedule(type: ReplicaChoice['type']): ReplicaSchedule {
  return { everyHours: 24, whenPluggedIn: type === 'folder' };
}

/** When a second copy is brought up to date by itself, on this computer. Throws `input.not-found`, `input.ambiguous`, `storage.*`. */
export async function setReplicaSchedule(
  vault: WritableVault,
  which: string,
  schedule: ReplicaSchedule,
): Promise<void> {
  const { id } = findReplica(vault, which);
  const choice = vault.secrets.replicas.find((one) => one.id === id);
  if (choice === undefined) throw new VaultError('input.not-found', { what: 'replica-place' });
  await rememberChoice(vault, { ...choice, schedule });
}

/**
 * When a round is due by its hours, in milliseconds since 1970; Infinity for one that has none.
 * @param syncedAt when the last round went through to the end, ISO 8601
 */
export function nextRound(schedule: ReplicaSchedule, syncedAt: string | undefined): number {
  if (schedule.everyHours === undefined) return Infinity;
  return syncedAt === undefined ? 0 : Date.parse(syncedAt) + schedule.everyHours * hour;
}
