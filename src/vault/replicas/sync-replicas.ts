import { isoTime } from '../../base/clock.ts';
import {
  asVaultError,
  reportError,
  throwIfCancelled,
  VaultError,
  type ErrorReport,
} from '../../base/errors.ts';
import type { ErrorCode } from '../../base/error-codes.ts';
import type { PullProgress } from '../../sources/source.ts';
import type { ReplicaRow } from '../../store/index/replica-queries.ts';
import { readReplicaFile } from '../../store/replica/replica-file.ts';
import { listFiles, sortListing } from '../../store/replica/replica-listing.ts';
import { planReplica, type PieceToSend, type ReplicaPlan } from '../../store/replica/replica-plan.ts';
import { sendPlan, type SentPieces } from '../../store/replica/replica-writer.ts';
import type { ReplicaTarget } from '../../store/replica/replica-target.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import { writeReplicaFiles } from './add-replica.ts';
import { findAlarms, raiseAlarms } from './replica-alarms.ts';
import { forgetInReplica } from '../erase/erased-in-replicas.ts';
import { joinFromReplicas, type JoinReport, type RunAlone } from '../restore/join-replicas.ts';
import { holdingsOf } from './holdings.ts';
import { findReplica } from './replica-status.ts';
import type { ReplicaChoice } from './replica-choice.ts';
import { reachReplica, rememberChoice, type ReachedReplica } from './replica-place.ts';

export interface SyncReplicaOptions {
  readonly signal?: AbortSignal;
  /** `name` is that of the item at hand; `done` and `total` count bytes. */
  readonly onProgress?: (progress: PullProgress) => void;
  /** For whoever lets others work beside the round: taking in what other computers left goes through this. */
  readonly alone?: RunAlone;
}

/** What a round brought to a second copy. */
interface SyncedReplica {
  readonly id: string;
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  /** Files that could not be copied, because the vault itself has no good copy of them. */
  readonly lacking: number;
  /** Codes of what was found wrong there and was put right as far as it could be: `replica-shrank`, `replica-changed`. */
  readonly alerts: readonly string[];
  /** What other computers had left there, and was taken in. */
  readonly joined: JoinReport;
}

/** How a round over several ended: each that failed says why. */
export interface SyncReplicasReport {
  readonly synced: readonly SyncedReplica[];
  readonly failed: readonly { readonly id: string; readonly name: string; readonly error: ErrorReport }[];
}

/** A round that changes nothing is remembered once an hour, and told in the history once a week. */
const rememberAfter = 3_600_000;
const recordAfter = 7 * 86_400_000;

/**
 * Brings second copies up to date, one after the other. What cannot be reached keeps no other from being copied.
 * @param which ids or names; all that this computer knows the place of if left out
 * Throws `input.not-found`, `input.ambiguous` before anything is done; `internal.cancelled`, `storage.*` of the vault's own disk.
 */
export async function syncReplicas(
  vault: WritableVault,
  which: readonly string[] | undefined,
  options: SyncReplicaOptions = {},
): Promise<SyncReplicasReport> {
  const known = new Set(vault.secrets.replicas.map(({ id }) => id));
  const rows =
    which === undefined
      ? vault.index.replicas.list().filter(({ id }) => known.has(id))
      : which.map((word) => findReplica(vault, word));
  const synced: SyncedReplica[] = [];
  const failed: SyncReplicasReport['failed'][number][] = [];
  for (const { id, name } of rows) {
    try {
      synced.push(await syncReplica(vault, id, options));
    } catch (thrown) {
      const error = asVaultError(thrown);
      if (error.code === 'internal.cancelled' || error.code === 'internal.bug') throw thrown;
      failed.push({ id, name, error: reportError(error) });
    }
  }
  return { synced, failed };
}

/**
 * Brings one second copy up to date: what the vault holds and the copy lacks is sent, nothing is removed. A round that was cut short is gone on with
 * by the next one. What was there after the last round and is not any more raises an alert, and is sent again.
 * Throws `input.not-found` (also if this computer does not know its place), `storage.gone`, `integrity.replica-missing`, `storage.*`, `internal.cancelled`.
 */
export async function syncReplica(
  vault: WritableVault,
  which: string,
  options: SyncReplicaOptions = {},
): Promise<SyncedReplica> {
  const row = findReplica(vault, which);
  const remembered = vault.secrets.replicas.find(({ id }) => id === row.id);
  if (remembered === undefined) throw new VaultError('input.not-found', { what: 'replica-place' });
  const { target, choice } = await reachReplica(vault, remembered).catch(async (error: unknown) => {
    if (error instanceof VaultError && error.code === 'integrity.replica-missing')
      await raiseAlarms(vault, row.id, { 'replica-shrank': row.synced === undefined ? 0 : 1 });
    throw error;
  });
  try {
    return await round(vault, row, choice, target, options);
  } finally {
    await target.close();
  }
}

async function round(
  vault: WritableVault,
  row: ReplicaRow,
  choice: ReplicaChoice,
  target: ReplicaTarget,
  { signal, onProgress, alone }: SyncReplicaOptions,
): Promise<SyncedReplica> {
  throwIfCancelled(signal);
  onProgress?.({ name: row.name, done: 0 });
  await target.tidy();
  if ((await readReplicaFile(target)) === 'damaged') await writeReplicaFiles(vault, target, row.id, true);
  // First what others left there, so that what is sent says all that is known.
  const listed = await listFiles(target, signal);
  const places = [{ name: row.name, target, listed }];
  const joined = await joinFromReplicas(vault, places, { signal, onProgress, alone });
  if (joined.reopen) throw new VaultError(reasonToReopen(joined), { reopen: true });
  const holdings = await holdingsOf(vault);
  const listing = sortListing(target, listed);
  const plan = await planReplica(listing, holdings, signal);
  // Another computer may have told just now what it had left there.
  const alarms = findAlarms(vault, findReplica(vault, row.id), plan, listing);
  await raiseAlarms(vault, row.id, alarms);
  const sent = await sendPlan(target, plan, {
    signal,
    onPiece: onProgress === undefined ? undefined : progressOf(vault, plan, onProgress),
  });
  // What is to be forgotten there goes once all else is there, and before the history says that the round is done.
  await forgetInReplica(vault, target, { listing: sent.files === 0 ? listing : undefined, signal });
  const lacking = sent.unsendable.length + plan.unreadable.length;
  await remember(vault, row, { target, choice }, plan, sent, lacking);
  const { files, bytes } = sent;
  const alerts = Object.entries(alarms).flatMap(([code, count]) => (count > 0 ? [code] : []));
  return { id: row.id, name: row.name, files, bytes, lacking, alerts, joined };
}

function reasonToReopen({ ahead, newHeader }: JoinReport): ErrorCode {
  if (ahead !== undefined) return 'integrity.ledger-rolled-back';
  return newHeader ? 'access.header-changed' : 'integrity.fork';
}

/** Names the item that a piece belongs to, as the learner knows it. */
function progressOf(
  vault: OpenVault,
  plan: ReplicaPlan,
  onProgress: (progress: PullProgress) => void,
): (piece: PieceToSend) => void {
  let done = 0;
  return ({ blob, content }) => {
    const [item] = blob === undefined ? [] : vault.index.blobs.itemsOfFile(blob);
    const name = (item === undefined ? undefined : vault.index.items.find(item)?.name) ?? 'your history';
    onProgress({ name, done, total: plan.bytes });
    done += content.size;
  };
}

/** A round is told in the history if it brought something of the learner's there, and else only now and then: entries about entries would never end. */
async function remember(
  vault: WritableVault,
  { id, synced }: ReplicaRow,
  { target, choice }: ReachedReplica,
  plan: ReplicaPlan,
  { files, bytes }: SentPieces,
  lacking: number,
): Promise<void> {
  const now = vault.clock.now().getTime();
  const news =
    synced?.generation !== plan.generation ||
    synced.lacking !== lacking ||
    Date.parse(synced.at) + recordAfter < now ||
    plan.heads.some(({ log, size }) => {
      const newest = vault.index.replicas.newestWorthCopying(log);
      const before = synced.sizes.get(log) ?? 0;
      return newest !== undefined && newest < size && newest >= before;
    });
  if (news) {
    // What is said to be there has to stay there, also where it was a round before this one that put it.
    await target.settle();
    await vault.recorder.record([
      {
        kind: 'replica-synced',
        at: isoTime(vault.clock),
        replica: id,
        heads: plan.heads.map((head) => ({ ...head })),
        generation: plan.generation,
        files,
        bytes,
        lacking,
      },
    ]);
  }
  const before = vault.secrets.replicas.find((one) => one.id === id);
  const moved = choice.type === 'folder' && before?.type === 'folder' && before.path !== choice.path;
  if (moved || before?.lookedAt === undefined || Date.parse(before.lookedAt) + rememberAfter < now)
    await rememberChoice(vault, { ...choice, lookedAt: isoTime(vault.clock) });
}
