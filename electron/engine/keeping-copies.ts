import { asVaultError } from '../../src/base/errors.ts';
import { isoTime, systemClock } from '../../src/base/clock.ts';
import type { Settings } from '../../src/contract/shell-contract.ts';
import type { TaskResult } from '../../src/contract/tasks.ts';
import { checkReplicaNow } from '../../src/vault/replicas/check-replica.ts';
import { rehearseRestore } from '../../src/vault/restore/rehearse-restore.ts';
import { listReplicas } from '../../src/vault/replicas/list-replicas.ts';
import { nextRound } from '../../src/vault/replicas/replica-schedule.ts';
import { syncReplicas, type SyncReplicasReport } from '../../src/vault/replicas/sync-replicas.ts';
import type { WritableVault } from '../../src/vault/vault-context.ts';
import type { Changes } from './changes.ts';
import type { Lanes } from './lanes.ts';
import type { Session } from './session.ts';
import type { TaskControls, Tasks } from './tasks.ts';

/** Milliseconds between two looks at what is due and which sticks are there. */
const look = 60_000;
/** After a round that did not end, the first wait before it is tried again by itself, and the longest. */
const firstWait = 10 * 60_000;
const longestWait = 6 * 3_600_000;

interface Parts {
  readonly computer: { readonly settings: Settings; readonly onBattery: boolean; readonly metered: boolean };
  readonly session: Session;
  readonly tasks: Tasks;
  readonly lanes: Lanes;
  readonly changes: Changes;
}

interface Trouble {
  readonly code: string;
  readonly at: string;
  readonly tries: number;
  readonly notBefore: number;
}

/** Brings second copies up to date: by their hours, when their stick is plugged in, and when asked. */
export class KeepingCopies {
  readonly #parts: Parts;
  readonly #troubles = new Map<string, Trouble>();
  /** Copies that were reached at the last look. */
  readonly #present = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #looking = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The vault was opened: from now on copies are kept up to date by themselves. */
  begin(): void {
    this.#timer ??= setInterval(() => {
      void this.look();
    }, look);
  }

  /** Nothing more begins by itself. */
  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#troubles.clear();
    this.#present.clear();
  }

  /** Why the last round of a copy did not end, in this sitting. */
  troubleOf(id: string): { readonly code: string; readonly at: string } | undefined {
    const { code, at } = this.#troubles.get(id) ?? {};
    return code === undefined || at === undefined ? undefined : { code, at };
  }

  /** Brings copies up to date. @param which ids; all whose place is known if left out. @returns the task's id */
  sync(vault: WritableVault, which: readonly string[] | undefined, quiet = false): string {
    const { tasks, lanes, changes } = this.#parts;
    const [only, ...others] = which ?? [];
    const about = only === undefined || others.length > 0 ? {} : { source: only };
    return tasks.start({ kind: 'copy-vault', quiet, ...about }, ({ signal, progress }) =>
      // What other computers left there comes in first, and that bears no capturing beside it.
      lanes.hold('everything', signal, async () => {
        try {
          const report = await syncReplicas(vault, which, { signal, onProgress: progress });
          this.#note(report);
          return forPage(report);
        } finally {
          changes.note('items', 'status', 'alerts', 'copies');
        }
      }),
    );
  }

  /** Looks through one copy. @returns the task's id */
  check(vault: WritableVault, copy: string, full: boolean): string {
    const { tasks, lanes, changes } = this.#parts;
    return tasks.start({ kind: 'check-copy', source: copy }, (controls: TaskControls) =>
      lanes.hold('copies', controls.signal, async () => {
        try {
          const { id, name, ok, files, bytes, damaged } = await checkReplicaNow(vault, copy, {
            full,
            signal: controls.signal,
            onProgress: controls.progress,
          });
          const behind = (await listReplicas(vault)).find((row) => row.id === id)?.behind ?? 0;
          return { id, name, full, ok, files, bytes, damaged: damaged.length, behind };
        } finally {
          changes.note('status', 'alerts', 'copies');
        }
      }),
    );
  }

  /** Tries a restore from one copy. @returns the task's id */
  rehearse(vault: WritableVault, copy: string, all: boolean): string {
    const { tasks, lanes, changes } = this.#parts;
    return tasks.start({ kind: 'rehearse', source: copy }, ({ signal, progress }) =>
      lanes.hold('copies', signal, async () => {
        try {
          const report = await rehearseRestore(vault, copy, { all, signal, onProgress: progress });
          const { name, items, readable, of, missing, header } = report;
          return { name, items, readable, of, missing: missing.slice(0, 1000), header };
        } finally {
          changes.note('copies');
        }
      }),
    );
  }

  /** Looks what is due, and begins it. */
  async look(): Promise<void> {
    const { session, tasks } = this.#parts;
    const vault = session.held;
    if (vault === undefined || this.#looking || !this.#mayRun() || tasks.isRunning('copy-vault')) return;
    this.#looking = true;
    try {
      const due = await this.#due(vault);
      if (due.length > 0 && this.#timer !== undefined && session.held === vault) this.sync(vault, due, true);
    } catch (thrown) {
      // Looking is only a beginning: what is wrong is told by the round that somebody asks for. A vault that was closed meanwhile has no answers.
      if (asVaultError(thrown).code === 'internal.bug' && session.held === vault) throw thrown;
    } finally {
      this.#looking = false;
    }
  }

  async #due(vault: WritableVault): Promise<string[]> {
    const now = Date.now();
    const due: string[] = [];
    // A server is spoken to when a round is due, and not to see whether it is there.
    for (const { id, schedule, syncedAt, reachable, type } of await listReplicas(vault, {
      look: 'folders',
    })) {
      const isNew = reachable === true && !this.#present.has(id);
      if (reachable === true) this.#present.add(id);
      else this.#present.delete(id);
      if (schedule === undefined || !(type === 'webdav' ? this.#mayUseNetwork() : reachable)) continue;
      const plugged = isNew && schedule.whenPluggedIn;
      const timely = nextRound(schedule, syncedAt) <= now && (this.#troubles.get(id)?.notBefore ?? 0) <= now;
      if (plugged || timely) due.push(id);
    }
    return due;
  }

  #mayRun(): boolean {
    const { settings, onBattery } = this.#parts.computer;
    if (this.#parts.session.state === 'covered' && !settings.copyWhileCovered) return false;
    return !(settings.pauseOnBattery && onBattery);
  }

  #mayUseNetwork(): boolean {
    const { settings, metered } = this.#parts.computer;
    return !(settings.pauseOnMetered && metered);
  }

  #note({ synced, failed }: SyncReplicasReport): void {
    for (const { id } of synced) this.#troubles.delete(id);
    for (const { id, error } of failed) {
      const tries = (this.#troubles.get(id)?.tries ?? 0) + 1;
      const wait = Math.min(firstWait * 2 ** (tries - 1), longestWait);
      this.#troubles.set(id, {
        code: error.code,
        at: isoTime(systemClock),
        tries,
        notBefore: Date.now() + wait,
      });
    }
  }
}

function forPage({ synced, failed }: SyncReplicasReport): TaskResult<'copy-vault'> {
  return {
    synced: synced.map(({ id, name, files, bytes, lacking, alerts, joined }) => ({
      id,
      name,
      files,
      bytes,
      lacking,
      alerts: [...alerts],
      taken: joined.items.length,
    })),
    failed: failed.map(({ id, name, error: { code, details } }) => ({ id, name, error: { code, details } })),
  };
}
