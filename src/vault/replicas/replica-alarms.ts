import { isoTime } from '../../base/clock.ts';
import { newId } from '../../base/ids.ts';
import type { EntryOf } from '../../ledger/kinds/entry-kinds.ts';
import type { ReplicaRow } from '../../store/index/replica-queries.ts';
import type { ReplicaListing } from '../../store/replica/replica-listing.ts';
import type { ReplicaPlan } from '../../store/replica/replica-plan.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';

/** How many files of a second copy went (`replica-shrank`) or are not what they were (`replica-changed`). */
type ReplicaAlarms = Readonly<Partial<Record<'replica-shrank' | 'replica-changed', number>>>;

/**
 * What the last round left there and is not there any more, or is of another length. Only blobs and whole logs are judged: of the slices of a log,
 * some are put anew after an erasure.
 */
export function findAlarms(
  vault: OpenVault,
  { synced }: ReplicaRow,
  plan: ReplicaPlan,
  { pieces, slices, hasHeader }: ReplicaListing,
): ReplicaAlarms {
  if (synced === undefined) return {};
  const owed = plan.steps.flat().filter(({ blob }) => blob !== undefined);
  const later = owed.length === 0 ? new Set<string>() : vault.index.blobs.filesBeyond(synced.sizes);
  const before = owed.filter(({ blob = '' }) => !later.has(blob));
  const changed = before.filter(({ name }) => pieces.has(name)).length;
  const logs = new Set(Array.from(slices.keys(), (key) => key.split('/')[0]));
  const lost = [...synced.sizes].filter(([log, size]) => size > 0 && !logs.has(log)).length;
  // What the vault had no good copy of was never there.
  const shrank = Math.max(0, before.length - changed - synced.lacking) + lost + (hasHeader ? 0 : 1);
  return { 'replica-shrank': shrank, 'replica-changed': changed };
}

/** Raises an alert for each kind of harm that is not before the learner's eyes already. Throws `storage.*`. */
export async function raiseAlarms(
  vault: WritableVault,
  replica: string,
  alarms: ReplicaAlarms,
): Promise<void> {
  const open = vault.index.statements.openAlerts().filter(({ details }) => details.replica === replica);
  const at = isoTime(vault.clock);
  const raised = Object.entries(alarms).flatMap(([code, files]): EntryOf<'alert-raised'>[] =>
    files === 0 || open.some((alert) => alert.code === code)
      ? []
      : [{ kind: 'alert-raised', at, alert: newId('alert'), code, details: { replica, files } }],
  );
  if (raised.length > 0) await vault.recorder.record(raised);
}
