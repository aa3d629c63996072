import type { ErrorCode } from '../../base/error-codes.ts';
import { VaultError } from '../../base/errors.ts';
import { addReplica } from '../replicas/add-replica.ts';
import { usualSchedule } from '../replicas/replica-schedule.ts';
import type { WritableVault } from '../vault-context.ts';
import { addressAround, type CopyPlace } from './copies-in.ts';

/** A second copy that a vault came from, and whether it is gone on with. */
export type KeptCopy =
  /** `sameDisk`: it lies on the vault's own disk, so that one broken disk takes both. */
  | { readonly name: string; readonly kept: true; readonly sameDisk: boolean }
  | { readonly name: string; readonly kept: false; readonly sameDisk: false; readonly code: ErrorCode };

/**
 * Places of second copies are not kept in copies: those that a vault came from are gone on with, each with its usual schedule. One that cannot be, such as a
 * stick that was pulled out, is told and keeps nobody from the vault, which is there by now.
 */
export async function keepCopies(
  vault: WritableVault,
  places: readonly CopyPlace[],
  signal: AbortSignal,
): Promise<KeptCopy[]> {
  const kept = new Map<string, KeptCopy>();
  for (const [number, place] of places.entries())
    try {
      const schedule = usualSchedule(place.type);
      const around = place.type === 'webdav' ? { ...place, url: addressAround(place.url).address } : place;
      const { id, name, findings } = await addReplica(vault, around, { schedule, signal });
      kept.set(id, { name, kept: true, sameDisk: findings.includes('same-disk') });
    } catch (error) {
      if (!(error instanceof VaultError) || error.code === 'internal.bug') throw error;
      kept.set(String(number), { name: labelOf(place), kept: false, sameDisk: false, code: error.code });
    }
  return [...kept.values()];
}

function labelOf(place: CopyPlace): string {
  return place.type === 'webdav' ? new URL(place.url).host : (place.path.split(/[\\/]/u).at(-1) ?? '');
}
