import { setTimeout as pause } from 'node:timers/promises';

import type { PullProgress } from '../../sources/source.ts';
import { listReplicas } from '../replicas/list-replicas.ts';
import type { ReplicaStatus } from '../replicas/replica-status.ts';
import { SourcePatience } from '../source-patience.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import { decideWork, type Decision, type Job, type WorkSettings } from './decide-work.ts';
import { listJobs } from './due-jobs.ts';
import { PluggedIn } from './plugged-in.ts';
import { runJob, type Ended } from './run-job.ts';
import { keyOf } from './work-memory.ts';

/** What whoever starts the work says of this computer, which no program can ask everywhere. */
export interface Circumstances {
  readonly syncEveryMinutes?: number;
  readonly onBattery?: boolean;
  readonly metered?: boolean;
}

/** As a fresh app has them. */
const usual: WorkSettings = {
  syncEveryMinutes: 180,
  pauseOnBattery: false,
  pauseOnMetered: true,
  copyWhileCovered: true,
};
/** Milliseconds between two looks at the most. */
const look = 60_000;

interface Looked {
  readonly copies: readonly ReplicaStatus[];
  readonly decision: Decision;
}

/** What is due just now, and what waits, as far as can be told from outside of the app. Speaks to no server. Throws `format.too-new`, `storage.*`. */
export function workDue(vault: OpenVault, how: Circumstances = {}): Promise<Looked> {
  return lookFor(vault, how, new SourcePatience(), new PluggedIn(), new Set());
}

async function lookFor(
  vault: OpenVault,
  { syncEveryMinutes = usual.syncEveryMinutes, onBattery = false, metered = false }: Circumstances,
  patience: SourcePatience,
  plugged: PluggedIn,
  done: ReadonlySet<string>,
): Promise<Looked> {
  const settings = { ...usual, syncEveryMinutes };
  const now = vault.clock.now().getTime();
  const copies = await listReplicas(vault, { look: 'folders' });
  const jobs = await listJobs(vault, {
    now,
    settings,
    copies,
    signs: plugged.look(copies),
    mayAskAt: (source) => patience.notBefore(source),
  });
  const decision = decideWork(
    jobs.filter((job) => !done.has(keyOf(job))),
    {
      now,
      settings,
      onBattery,
      metered,
      covered: false,
      personAtWork: false,
      idleFor: Infinity,
      busy: new Set(),
    },
  );
  return { copies, decision };
}

export interface WorkOptions extends Circumstances {
  readonly signal: AbortSignal;
  readonly onBegin?: (job: Job) => void;
  readonly onProgress?: (progress: PullProgress) => void;
  readonly onEnd?: (job: Job, ended: Ended) => void;
}

/** Does what is due, one after the other and each at most once. Throws `internal.cancelled`, `storage.*` of the vault's own disk. */
export async function workOnce(vault: WritableVault, options: WorkOptions): Promise<void> {
  await new Worker(vault, options).round();
}

/** Does what is due whenever it is due, until `signal` is aborted; then it resolves, or throws `internal.cancelled` if it was in the middle of something. */
export async function keepWorking(vault: WritableVault, options: WorkOptions): Promise<void> {
  const worker = new Worker(vault, options);
  const { signal } = options;
  while (!signal.aborted) {
    const wakeAt = await worker.round();
    const wait = Math.min(Math.max(wakeAt - vault.clock.now().getTime(), 1000), look);
    await pause(wait, undefined, { signal }).catch(() => undefined);
  }
}

class Worker {
  readonly #vault: WritableVault;
  readonly #options: WorkOptions;
  readonly #patience = new SourcePatience();
  readonly #plugged = new PluggedIn();

  constructor(vault: WritableVault, options: WorkOptions) {
    this.#vault = vault;
    this.#options = options;
  }

  /** @returns when there may be more to do, milliseconds since 1970 */
  async round(): Promise<number> {
    const { signal, onBegin, onProgress, onEnd } = this.#options;
    const done = new Set<string>();
    for (;;) {
      const { decision } = await lookFor(this.#vault, this.#options, this.#patience, this.#plugged, done);
      const [job] = decision.start;
      if (job === undefined || signal.aborted) return decision.wakeAt;
      done.add(keyOf(job));
      if (job.about !== undefined) this.#plugged.served(job.about);
      onBegin?.(job);
      const progress = onProgress === undefined ? {} : { onProgress };
      onEnd?.(job, await runJob(this.#vault, job, { signal, patience: this.#patience, ...progress }));
    }
  }
}
