import type { ReplicaStatus } from '../replicas/replica-status.ts';
import { nextRound } from '../replicas/replica-schedule.ts';
import { askingFailures } from '../outside/asking-patience.ts';
import { ownLogOf } from '../own-log.ts';
import { isKeptByHand } from '../sources-kept-by-hand.ts';
import { datesDueAt } from '../timestamps/dates-end.ts';
import { authoritiesOf } from '../timestamps/stamping-settings.ts';
import { authoritiesDue } from '../timestamps/timestamp-now.ts';
import type { OpenVault } from '../vault-context.ts';
import { witnessesDue } from '../witnesses/witness-now.ts';
import { hasUnfinishedCheck } from '../check.ts';
import type { Job, WorkSettings } from './decide-work.ts';
import { notAfter, WorkMemory } from './work-memory.ts';
import { readWorkChoices } from './work-choices.ts';
import { sliceBytes } from './check-slice.ts';

const minute = 60_000;
const day = 86_400_000;
/** The whole vault is read once in so many days, a restore from each second copy rehearsed once in so many. */
const checkEvery = 30 * day;
const rehearseEvery = 90 * day;
/** Sources that need no network: copying them costs nobody's data. */
const local: ReadonlySet<string> = new Set(['folder']);

/** What whoever does the work has seen, beside what the vault knows. */
export interface Seen {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly settings: Pick<WorkSettings, 'syncEveryMinutes'>;
  /** The second copies, with whether sticks are there. */
  readonly copies: readonly ReplicaStatus[];
  /** Sources that showed signs of change, and second copies that were just plugged in. */
  readonly signs?: ReadonlySet<string>;
  /** From when on a source may be asked again. */
  readonly mayAskAt?: (source: string) => number;
  /** Up to a tenth, by which the time between two rounds of a source is longer. */
  readonly spread?: (source: string) => number;
  /** Authorities and witnesses are not asked by themselves before. */
  readonly askNotBefore?: number;
}

/** All work that a vault has by itself, due or not. Throws `format.too-new`, `storage.*`. */
export async function listJobs(vault: OpenVault, seen: Seen): Promise<Job[]> {
  const choices = await readWorkChoices(vault);
  const memory = WorkMemory.read(vault);
  const jobs = [...syncJobs(vault, seen, new Set(choices.paused), memory), ...askJobs(vault, seen, choices)];
  jobs.push(...copyJobs(seen, memory));
  // A practice vault is made anew each time: nothing in it lasts long enough for the rest.
  if (vault.practice) return jobs;
  if (choices.stamping.consent === 'on') jobs.push(await refreshJob(vault, seen, memory));
  if (choices.parity) jobs.push(parityJob(vault, seen, memory));
  return [...jobs, ...rehearseJobs(seen, memory), checkJob(vault, seen, memory)];
}

function syncJobs(
  vault: OpenVault,
  { now, settings, signs, mayAskAt, spread }: Seen,
  paused: ReadonlySet<string>,
  memory: WorkMemory,
): Job[] {
  const every = settings.syncEveryMinutes * minute;
  return vault.index.sources
    .list()
    .filter((row) => row.removedAt === undefined && !isKeptByHand(row) && !paused.has(row.id))
    .map(({ id, type, lastSync }) => {
      const last = latest(
        lastSync === undefined ? undefined : notAfter(now, lastSync.at),
        memory.doneAt({ kind: 'sync', about: id }, now),
      );
      const next = last === undefined ? 0 : last + every * (1 + (spread?.(id) ?? 0));
      return {
        kind: 'sync',
        about: id,
        dueAt: every === 0 ? Infinity : next,
        notBefore: mayAskAt?.(id) ?? 0,
        needs: local.has(type) ? 'nothing' : 'data',
        urgent: signs?.has(id) === true,
      };
    });
}

/** Due while somebody has something new to see. A question is so short that it counts as costing nothing. */
function askJobs(
  vault: OpenVault,
  { askNotBefore = 0 }: Seen,
  { stamping, witnesses }: Pick<Awaited<ReturnType<typeof readWorkChoices>>, 'stamping' | 'witnesses'>,
): Job[] {
  const log = ownLogOf(vault);
  if (log === undefined) return [];
  const now = vault.clock.now().getTime();
  const retry = (failures: ReturnType<typeof askingFailures>, who: string): number => {
    const failure = failures.get(who);
    return failure === undefined || now < Date.parse(failure.at) ? 0 : Date.parse(failure.retryAt);
  };
  const authorities = stamping.consent === 'on' ? authoritiesDue(vault, log, authoritiesOf(stamping)) : [];
  const retries = [
    ...authorities.map((who) => retry(askingFailures(vault, 'timestamps'), who)),
    ...witnessesDue(vault, log, witnesses).map(({ key }) => retry(askingFailures(vault, 'witnesses'), key)),
  ];
  if (retries.length === 0) return [];
  const notBefore = Math.max(askNotBefore, Math.min(...retries));
  return [{ kind: 'ask', dueAt: 0, notBefore, needs: 'nothing', urgent: false }];
}

function copyJobs({ now, copies, signs }: Seen, memory: WorkMemory): Job[] {
  return copies.flatMap(({ id, schedule, syncedAt, type, reachable }) => {
    if (schedule === undefined) return [];
    const job = { kind: 'copy', about: id } as const;
    const last = latest(
      syncedAt === undefined ? undefined : notAfter(now, syncedAt),
      memory.doneAt(job, now),
    );
    return {
      ...job,
      dueAt: nextRound(schedule, last === undefined ? undefined : new Date(last).toISOString()),
      notBefore: memory.notBefore(job, now),
      needs: needsOf(type, reachable),
      urgent: schedule.whenPluggedIn && reachable === true && signs?.has(id) === true,
    };
  });
}

function rehearseJobs({ now, copies }: Seen, memory: WorkMemory): Job[] {
  return copies.flatMap(({ id, place, addedAt, syncedAt, rehearsed, type, reachable }) => {
    if (place === undefined || syncedAt === undefined) return [];
    const job = { kind: 'rehearse', about: id } as const;
    const last = latest(
      rehearsed === undefined ? undefined : notAfter(now, rehearsed.at),
      memory.doneAt(job, now),
    );
    const added = notAfter(now, addedAt);
    return {
      ...job,
      dueAt: last !== undefined ? last + rehearseEvery : added === undefined ? 0 : added + day,
      notBefore: memory.notBefore(job, now),
      needs: needsOf(type, reachable),
      urgent: false,
    };
  });
}

async function refreshJob(vault: OpenVault, { now }: Seen, memory: WorkMemory): Promise<Job> {
  const job = { kind: 'refresh' } as const;
  const done = memory.doneAt(job, now);
  // What issuers did not answer is not asked for every minute.
  const rested = done === undefined ? 0 : done + 30 * day;
  return {
    ...job,
    dueAt: Math.max(await datesDueAt(vault, now), rested),
    notBefore: memory.notBefore(job, now),
    needs: 'nothing',
    urgent: false,
  };
}

function parityJob(vault: OpenVault, { now }: Seen, memory: WorkMemory): Job {
  const job = { kind: 'parity' } as const;
  const isNew = memory.parityTo !== entriesOf(vault);
  return {
    ...job,
    dueAt: isNew ? (memory.doneAt(job, now) ?? -Infinity) + 10 * minute : Infinity,
    notBefore: memory.notBefore(job, now),
    needs: 'nothing',
    urgent: false,
  };
}

/** A slice a day while a look through the vault is under way; the next begins so early that it ends a month after the last. */
function checkJob(vault: OpenVault, { now }: Seen, memory: WorkMemory): Job {
  const job = { kind: 'check' } as const;
  const tomorrow = (memory.doneAt(job, now) ?? -Infinity) + day;
  const full = vault.index.statements.checks().findLast((check) => check.full);
  const last = full === undefined ? undefined : notAfter(now, full.at);
  const bytes = memory.vaultBytes ?? 0;
  const slices = Math.ceil(bytes / sliceBytes(bytes)) - 1;
  const due = last === undefined || hasUnfinishedCheck(vault) ? -Infinity : last + checkEvery - slices * day;
  return {
    ...job,
    dueAt: Math.max(tomorrow, due, 0),
    notBefore: memory.notBefore(job, now),
    needs: 'nothing',
    urgent: false,
  };
}

/** Entries of all logs. */
export function entriesOf(vault: OpenVault): number {
  return vault.ledger.heads().reduce((sum, { size }) => sum + size, 0);
}

function needsOf(type: ReplicaStatus['type'], reachable: boolean | undefined): Job['needs'] {
  if (type === 'webdav') return 'data';
  return reachable === false ? 'absent' : 'nothing';
}

function latest(...times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
