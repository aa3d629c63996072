import { asVaultError, throwIfCancelled } from '../../src/base/errors.ts';
import type { TaskResult } from '../../src/contract/tasks.ts';
import { listSources } from '../../src/vault/add-source.ts';
import { isKeptByHand } from '../../src/vault/sources-kept-by-hand.ts';
import { chance, SourcePatience } from '../../src/vault/source-patience.ts';
import { syncSources } from '../../src/vault/sync-sources.ts';
import type { SyncReport } from '../../src/vault/sync.ts';
import type { SourceStatus } from '../../src/vault/status.ts';
import type { WritableVault } from '../../src/vault/vault-context.ts';
import { watchSource } from '../../src/vault/watch-sources.ts';
import type { Settings } from '../../src/contract/shell-contract.ts';
import type { Changes } from './changes.ts';
import type { Lanes } from './lanes.ts';
import type { Session } from './session.ts';
import { reportForPage } from './sync-report.ts';
import type { TaskControls, Tasks } from './tasks.ts';

/** Milliseconds between two looks at what is due: clocks jump and computers sleep, so nobody waits for one long timer. */
const look = 20_000;
/** Sources that need no network: copying them costs nobody's data. */
const local: ReadonlySet<string> = new Set(['folder']);

interface Parts {
  /** What this computer says now. */
  readonly computer: {
    readonly settings: Settings;
    readonly onBattery: boolean;
    readonly metered: boolean;
  };
  readonly session: Session;
  readonly tasks: Tasks;
  readonly lanes: Lanes;
  readonly changes: Changes;
  readonly tellState: () => void;
}

/** What a copying round is asked for. */
export interface SyncWish {
  /** Id of one source, paused or not; all that are not paused if left out. */
  readonly source?: string;
  readonly acceptMassChange?: boolean;
  readonly quiet?: boolean;
}

/**
 * Copies on the schedule, soon after a watched folder changes, and when asked; one source at a time. By itself it leaves a source alone that could
 * not be copied, for longer and longer, and as long as its server asked for; what somebody asks for is done at once.
 */
export class Copying {
  readonly #parts: Parts;
  /** Watched folders, by their source. */
  readonly #watches = new Map<string, { readonly stop: AbortController; readonly ended: Promise<void> }>();
  /** Sources that showed signs of change. */
  readonly #hinted = new Set<string>();
  /** Up to a tenth of the interval, drawn once for each source, so that not all learners ask at once. */
  readonly #jitter = new Map<string, number>();
  readonly #patience = new SourcePatience();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The vault was opened: from now on copies are made by themselves. */
  begin(): void {
    this.#timer ??= setInterval(() => {
      this.look();
    }, look);
    // Whoever just opened the vault sees it first.
    setTimeout(() => {
      this.look();
    }, 500);
  }

  /** Nothing more begins by itself; resolves once no folder is watched. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    const watches = [...this.#watches.values()];
    this.#watches.clear();
    this.#hinted.clear();
    for (const { stop } of watches) stop.abort();
    await Promise.all(watches.map(({ ended }) => ended));
  }

  /** Copies when asked. @returns the task's id */
  sync(wish: SyncWish): string {
    const { source, acceptMassChange, quiet = false } = wish;
    return this.#parts.tasks.start(
      { kind: 'sync', quiet, ...(source === undefined ? {} : { source }) },
      (controls) =>
        this.#parts.lanes.hold('copying', controls.signal, () =>
          this.#run(controls, source, acceptMassChange === true),
        ),
    );
  }

  /** Looks what is due, and begins it. */
  look(): void {
    const vault = this.#parts.session.held;
    if (vault === undefined || this.#timer === undefined) return;
    this.#watchFolders(vault);
    if (this.#parts.tasks.isRunning('sync')) return;
    const due = this.#scheduled(vault).filter(
      ({ source, at }) => this.#mayRun(source) && (at <= Date.now() || this.#hinted.has(source.id)),
    );
    for (const { source } of due) {
      this.#hinted.delete(source.id);
      this.sync({ source: source.id, quiet: true });
    }
  }

  /** When a source is copied next by itself, ISO 8601; undefined if it is not, as things are. */
  nextSync(vault: WritableVault, id: string): string | undefined {
    const next = this.#scheduled(vault).find(({ source }) => source.id === id);
    return next === undefined || !Number.isFinite(next.at)
      ? undefined
      : new Date(Math.max(next.at, Date.now())).toISOString();
  }

  /** Sources that are copied by themselves, and when next (milliseconds since 1970). */
  #scheduled(vault: WritableVault): { readonly source: SourceStatus; readonly at: number }[] {
    const { syncEveryMinutes } = this.#parts.computer.settings;
    return listSources(vault)
      .filter((source) => !isKeptByHand(source) && !vault.secrets.isPaused(source.id))
      .map((source) => ({
        source,
        at: Math.max(
          this.#patience.notBefore(source.id),
          syncEveryMinutes === 0
            ? Infinity
            : source.lastSync === undefined
              ? 0
              : Date.parse(source.lastSync) + syncEveryMinutes * 60_000 * (1 + this.#jitterOf(source.id)),
        ),
      }));
  }

  #mayRun({ type }: SourceStatus): boolean {
    const { settings, onBattery, metered } = this.#parts.computer;
    if (this.#parts.session.state === 'covered' && !settings.copyWhileCovered) return false;
    if (settings.pauseOnBattery && onBattery) return false;
    return !(settings.pauseOnMetered && metered && !local.has(type));
  }

  #jitterOf(id: string): number {
    const known = this.#jitter.get(id);
    if (known !== undefined) return known;
    const drawn = chance() / 10;
    this.#jitter.set(id, drawn);
    return drawn;
  }

  #watchFolders(vault: WritableVault): void {
    const wanted = new Set(
      this.#scheduled(vault).flatMap(({ source }) => (source.type === 'folder' ? [source.id] : [])),
    );
    for (const [id, { stop }] of this.#watches) {
      if (wanted.has(id)) continue;
      stop.abort();
      this.#watches.delete(id);
    }
    for (const id of wanted) {
      if (this.#watches.has(id)) continue;
      const stop = new AbortController();
      const onHint = (): void => {
        this.#hinted.add(id);
        this.look();
      };
      const ended = watchSource(vault, id, { onHint, signal: stop.signal }).then(
        (watch) => watch.ended,
        // Signs are only hints: without them the schedule still copies.
        () => undefined,
      );
      this.#watches.set(id, { stop, ended });
    }
  }

  async #run(
    controls: TaskControls,
    source: string | undefined,
    acceptMassChange: boolean,
  ): Promise<TaskResult<'sync'>> {
    const vault = this.#parts.session.held;
    const reports: SyncReport[] = [];
    if (vault === undefined) return { reports: [] };
    this.#parts.tellState();
    try {
      const ids =
        source === undefined
          ? listSources(vault)
              .filter((each) => !isKeptByHand(each) && !vault.secrets.isPaused(each.id))
              .map(({ id }) => id)
          : [source];
      for (const id of ids) {
        throwIfCancelled(controls.signal);
        reports.push(...(await this.#copyOne(vault, controls, id, acceptMassChange)));
      }
      return { reports: reports.map(reportForPage) };
    } finally {
      this.#parts.changes.note('items', 'sources', 'status', 'alerts', 'course');
      // Told once this task counts as ended.
      setTimeout(() => {
        this.#parts.tellState();
      }, 20);
    }
  }

  async #copyOne(
    vault: WritableVault,
    controls: TaskControls,
    id: string,
    acceptMassChange: boolean,
  ): Promise<SyncReport[]> {
    try {
      const reports = await syncSources(vault, {
        source: id,
        signal: controls.signal,
        acceptMassChange,
        // A round is many sources: it is asked for once it is over.
        askOutside: false,
        onProgress: (_source, step) => {
          controls.progress(step);
        },
        onItem: (_source, { outcome }) => {
          if (outcome !== 'unchanged') this.#parts.changes.note('items', 'status');
        },
      });
      for (const report of reports) this.#patience.note(vault, report);
      return reports;
    } catch (thrown) {
      // The source was removed while it waited for its turn.
      if (asVaultError(thrown).code === 'input.not-found') return [];
      throw thrown;
    }
  }
}
