import type { CheckedReplica } from '../../vault/replicas/check-replica.ts';
import type { ReplicaStatus } from '../../vault/replicas/replica-status.ts';
import type { SyncReplicasReport } from '../../vault/replicas/sync-replicas.ts';
import { joinLines } from './restore-lines.ts';
import { sayCount, saySize } from './numbers.ts';
import { sayTime } from './times.ts';

/** One second copy: what it is called, how it stands, and what is to be known of it. */
export function replicaLine({
  id,
  name,
  place,
  behind,
  items,
  syncedAt,
  stale,
  reachable,
  alerts,
  erasures,
  rehearsed,
}: ReplicaStatus): string {
  const stands =
    syncedAt === undefined
      ? 'nothing copied yet'
      : `${behind === 0 ? 'has everything' : `lacks something of ${sayCount(behind, 'item')} of ${String(items)}`}, last copied ${sayTime(syncedAt)}`;
  return [
    `${name} (${id.slice(0, 8)})${place === undefined ? '' : ` at ${place}`}: ${stands}`,
    ...(stale && syncedAt !== undefined ? ['more than 30 days ago'] : []),
    ...(rehearsed === undefined
      ? []
      : [
          `restore rehearsed ${sayTime(rehearsed.at)}: ${String(rehearsed.readable)} of ${sayCount(rehearsed.items, 'item')}`,
        ]),
    ...(reachable === false ? ['cannot be reached now'] : []),
    ...(erasures === undefined ? [] : ['still holds something that you erased, until its next round']),
    ...(alerts.length === 0 ? [] : ['something was changed there: see `status`']),
  ].join('; ');
}

/** What a round brought where. */
export function replicaSyncLines({ synced, failed }: SyncReplicasReport): string[] {
  if (synced.length + failed.length === 0)
    return ['No second copies that this computer knows the place of. Make one with `replica add`.'];
  return [
    ...synced.flatMap(({ name, files, bytes, lacking, alerts, joined }) => [
      files === 0
        ? `${name}: nothing new.`
        : `${name}: ${sayCount(files, 'file')} copied (${saySize(bytes)}).`,
      ...joinLines(joined),
      ...(lacking === 0
        ? []
        : [
            `  ${sayCount(lacking, 'file')} could not be copied, since your vault’s own copy is damaged or missing. Run \`check\`.`,
          ]),
      ...(alerts.includes('replica-shrank') ? ['  Files were gone there. They were put there again.'] : []),
      ...(alerts.includes('replica-changed')
        ? ['  Files were changed there. They were put there again.']
        : []),
    ]),
    ...failed.map(({ name, error }) => `${name}: not copied. ${error.message} [${error.code}]`),
  ];
}

/** What a look through a second copy found. */
export function replicaCheckLines({
  name,
  full,
  ok,
  complete,
  files,
  bytes,
  missing,
  damaged,
  mended,
  conflicts,
  foreign,
}: CheckedReplica): string[] {
  return [
    `${name}: ${sayCount(files, 'file')} (${saySize(bytes)}) looked at${full ? ', every byte read' : ''}.`,
    ...damaged.map((file) => `- Damaged: ${file}${mended.includes(file) ? '. It was put there again.' : ''}`),
    ...(missing.length === 0
      ? []
      : [`- ${sayCount(missing.length, 'file')} not there yet. Run \`replica sync\`.`]),
    ...conflicts.map((file) => `To know: ${file} is a copy that a sync program made. It does no harm.`),
    ...(foreign.length === 0
      ? []
      : [`To know: ${sayCount(foreign.length, 'file')} there that the vault did not put there.`]),
    ok
      ? complete
        ? 'Everything is there, as it should be.'
        : 'All that is there is as it should be.'
      : 'Not everything there is as it should be.',
  ];
}
