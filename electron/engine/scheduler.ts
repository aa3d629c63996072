import { asVaultError } from '../../src/base/errors.ts';
import type { Settings } from '../../src/contract/shell-contract.ts';
import type { Task, TaskKind } from '../../src/contract/tasks.ts';
import type { ReplicaStatus } from '../../src/vault/replicas/replica-status.ts';
import { listReplicas } from '../../src/vault/replicas/list-replicas.ts';
import type { WritableVault } from '../../src/vault/vault-context.ts';
import { decideWork, type Decision, type Job, type Lane } from '../../src/vault/work/decide-work.ts';
import { listJobs } from '../../src/vault/work/due-jobs.ts';
import { PluggedIn } from '../../src/vault/work/plugged-in.ts';
import { standingOf, type Standing } from '../../src/vault/work/standing.ts';
import { keyOf, WorkMemory } from '../../src/vault/work/work-memory.ts';
import type { Asking } from './asking.ts';
import type { Changes } from './changes.ts';
import type { Copying } from './copying.ts';
import type { Housekeeping } from './housekeeping.ts';
import type { KeepingCopies } from './keeping-copies.ts';
import type { Session } from './session.ts';
import type { Tasks } from './tasks.ts';

/** Milliseconds between two looks at the most: clocks jump, computers sleep and sticks are plugged in, so nobody waits for one long timer. */
const look = 30_000;
/** From opening the vault to the first look: whoever just opened it sees it first. */
const firstLook = 500;
/** What was begun by itself and did not come to its end is not begun again before, whatever could be remembered of it. */
const pause = 60_000;
/** Between two times that others are asked by themselves: a folder that is worked in would else ask all day. */
const askRest = 10 * 60_000;

interface Parts {
  /** What this computer says now. */
  readonly computer: { readonly settings: Settings; readonly onBattery: boolean; readonly metered: boolean };
  readonly session: Session;
  readonly tasks: Tasks;
  readonly changes: Changes;
  readonly copying: Copying;
  readonly copies: KeepingCopies;
  readonly asking: Asking;
  readonly housekeeping: Housekeeping;
  /** Main hears where things stand, for its tray and its notifications. */
  readonly tellOutlook: () => void;
}

/** Kinds of tasks by the lane that they fill; the others are in nobody's way. */
const laneOf: Readonly<Partial<Record<TaskKind, Lane>>> = {
  sync: 'copying',
  'add-files': 'copying',
  import: 'copying',
  connect: 'copying',
  'copy-vault': 'copies',
  'check-copy': 'copies',
  rehearse: 'copies',
  'make-parity': 'copies',
  'ask-dates': 'outside',
  'ask-witnesses': 'outside',
  'ask-outside': 'outside',
  'refresh-dates': 'outside',
  check: 'whole',
  'check-slice': 'whole',
  repair: 'whole',
  erase: 'whole',
  'switch-parity': 'copies',
  'rebuild-index': 'whole',
};
/** Tasks that bring something new into the vault: when a person's ends, what it brought is dated at once. */
const bringing: ReadonlySet<TaskKind> = new Set(['sync', 'add-files', 'import']);

interface Seen {
  readonly copies: readonly ReplicaStatus[];
  readonly jobs: readonly Job[];
  readonly decision: Decision;
}

/**
 * Begins what goes on by itself: copying, second copies, dates, checks, rehearsals. What runs next is decided by `decideWork`; here is what happens, and
 * what was seen. It looks every now and then, and when something changes.
 */
export class Scheduler {
  readonly #parts: Parts;
  readonly #plugged = new PluggedIn();
  /** What was begun by itself and goes on, by the task's id. */
  readonly #running = new Map<string, Job>();
  /** Work that is left alone for a while, by what it is, until then on a clock that no one can set. */
  readonly #paused = new Map<string, number>();
  #seen: Seen | undefined;
  #standing: Standing | undefined;
  #told = '';
  #open = false;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #again = false;
  /** How many tasks have ended. */
  #endings = 0;
  #personAt = performance.now();
  #askedAt = -Infinity;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The vault was opened: from now on work goes on by itself. */
  begin(): void {
    this.#open = true;
    this.#personAt = performance.now();
    this.#askedAt = -Infinity;
    this.#wakeIn(firstLook);
  }

  /** Nothing more begins by itself; resolves once nothing is looked at. */
  async end(): Promise<void> {
    this.#open = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#looking;
    this.#running.clear();
    this.#paused.clear();
    this.#plugged.forget();
    this.#seen = undefined;
    this.#standing = undefined;
  }

  /** Something changed: settings, power, a source, a folder, the time. Begins what is due; resolves once that is begun. */
  look(): Promise<void> {
    this.#again = true;
    this.#looking ??= this.#lookUntilQuiet();
    return this.#looking;
  }

  /** Of every task, whenever something of it changes. */
  taskChanged(task: Task): void {
    if (!task.quiet) this.#personAt = performance.now();
    if (task.state === 'running') return;
    this.#endings += 1;
    if (task.kind === 'copy-vault' && task.state === 'done' && task.source !== undefined)
      this.#plugged.served(task.source);
    const job = this.#running.get(task.id);
    this.#running.delete(task.id);
    if (job !== undefined) this.#ended(job, task);
    if (!task.quiet && bringing.has(task.kind)) this.#askedAt = -Infinity;
    if (this.#open) this.#wakeIn(20);
  }

  /** When a source is copied next by itself, ISO 8601; undefined if it is not, as things are. */
  nextSync(source: string): string | undefined {
    const job = this.#seen?.jobs.find(({ kind, about }) => kind === 'sync' && about === source);
    const at = job === undefined ? Infinity : Math.max(job.dueAt, job.notBefore, Date.now());
    return Number.isFinite(at) ? new Date(at).toISOString() : undefined;
  }

  /** Where things stood at the last look. */
  get standing(): Standing | undefined {
    return this.#standing;
  }

  /** Where things stand now. */
  async stand(vault: WritableVault): Promise<Standing> {
    const copies = this.#seen?.copies ?? (await listReplicas(vault));
    const decision = this.#seen?.decision ?? { start: [], waiting: [], wakeAt: Infinity };
    return standingOf(vault, { copies, decision, running: [...this.#running.values()] });
  }

  #wakeIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.look();
    }, milliseconds);
  }

  async #lookUntilQuiet(): Promise<void> {
    // So that whoever calls from now on finds it set.
    await Promise.resolve();
    while (this.#again) {
      this.#again = false;
      const vault = this.#parts.session.held;
      if (vault === undefined || !this.#open) continue;
      try {
        await this.#lookAt(vault);
      } catch (thrown) {
        // Looking is only a beginning: what is wrong is told by whatever is begun. A vault that was closed meanwhile has no answers.
        if (asVaultError(thrown).code === 'internal.bug' && this.#isOpen(vault)) {
          this.#looking = undefined;
          throw thrown;
        }
        if (this.#isOpen(vault)) this.#wakeIn(look);
      }
    }
    // With nothing between this and the last question, so that nobody is given a look that is over.
    this.#looking = undefined;
  }

  async #lookAt(vault: WritableVault): Promise<void> {
    const { copying, session, computer, tasks } = this.#parts;
    const endings = this.#endings;
    copying.watchFolders(vault);
    const copies = await listReplicas(vault, { look: 'folders' });
    if (!this.#isOpen(vault)) return;
    const now = Date.now();
    const jobs = await listJobs(vault, {
      now,
      settings: computer.settings,
      copies,
      signs: new Set([...copying.signs, ...this.#plugged.look(copies)]),
      mayAskAt: (source) => copying.mayAskAt(source),
      spread: (source) => copying.spreadOf(source),
      // A clock that went back makes nobody wait.
      askNotBefore: this.#askedAt > now ? 0 : this.#askedAt + askRest,
    });
    if (!this.#isOpen(vault)) return;
    if (endings !== this.#endings) {
      // What seems due may be what just ended, such as the first round of a new stick that a person asked for.
      this.#again = true;
      return;
    }
    const { settings, onBattery, metered } = computer;
    const decision = decideWork(
      jobs.map((job) => this.#withPause(job, now)),
      {
        now,
        settings,
        onBattery,
        metered: metered || settings.networkCosts,
        covered: session.state === 'covered',
        personAtWork: tasks.personAtWork,
        idleFor: performance.now() - this.#personAt,
        busy: new Set(
          tasks.list().flatMap(({ kind, state }) => (state === 'running' ? (laneOf[kind] ?? []) : [])),
        ),
      },
    );
    this.#seen = { copies, jobs, decision };
    for (const job of decision.start) this.#running.set(this.#begin(vault, job), job);
    this.#wakeIn(Math.min(Math.max(decision.wakeAt - now, 1000), look));
    this.#standing = await this.stand(vault);
    this.#tell(jobs);
  }

  /** Begins a job. @returns the task's id */
  #begin(vault: WritableVault, { kind, about = '' }: Job): string {
    const { copying, copies, asking, housekeeping } = this.#parts;
    switch (kind) {
      case 'sync':
        return copying.sync({ source: about, quiet: true });
      case 'ask':
        this.#askedAt = Date.now();
        return asking.ask(vault);
      case 'copy':
        this.#plugged.served(about);
        return copies.sync(vault, [about], true);
      case 'refresh':
        return asking.refresh(vault, true);
      case 'rehearse':
        return copies.rehearse(vault, about, { all: false, quiet: true });
      case 'parity':
        return housekeeping.makeParity(vault);
      case 'check':
        return housekeeping.checkSlice(vault);
    }
  }

  #ended(job: Job, task: Task): void {
    const vault = this.#parts.session.held;
    if (task.state !== 'done') this.#paused.set(keyOf(job), performance.now() + pause);
    if (job.kind === 'copy' && task.state === 'cancelled') this.#plugged.waits(job.about ?? '');
    // How a round of second copies ended is noted where that is known, for a person's rounds too.
    if (vault === undefined || task.state === 'cancelled' || (job.kind === 'copy' && task.state === 'done'))
      return;
    try {
      WorkMemory.read(vault).note(job, Date.now(), task.error);
    } catch (thrown) {
      // The disk may be gone: then the pause alone keeps it from being begun at once.
      if (asVaultError(thrown).code === 'internal.bug') throw thrown;
    }
  }

  #withPause(job: Job, now: number): Job {
    const rest = (this.#paused.get(keyOf(job)) ?? 0) - performance.now();
    return rest <= 0 ? job : { ...job, urgent: false, notBefore: Math.max(job.notBefore, now + rest) };
  }

  /** Tells pages and main where things stand, if that is news. */
  #tell(jobs: readonly Job[]): void {
    const told = JSON.stringify([
      this.#standing,
      jobs.map(({ about, dueAt, notBefore }) => [about, dueAt, notBefore]),
    ]);
    if (told === this.#told) return;
    this.#told = told;
    this.#parts.changes.note('status', 'sources');
    this.#parts.tellOutlook();
  }

  #isOpen(vault: WritableVault): boolean {
    return this.#open && this.#parts.session.held === vault;
  }
}
