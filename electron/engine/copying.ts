import { asVaultError, throwIfCancelled } from '../../src/base/errors.ts';
import type { TaskResult } from '../../src/contract/tasks.ts';
import { listSources } from '../../src/vault/add-source.ts';
import { isKeptByHand } from '../../src/vault/sources-kept-by-hand.ts';
import { chance, SourcePatience } from '../../src/vault/source-patience.ts';
import { syncSources } from '../../src/vault/sync-sources.ts';
import type { SyncReport } from '../../src/vault/sync.ts';
import type { WritableVault } from '../../src/vault/vault-context.ts';
import { watchSource } from '../../src/vault/watch-sources.ts';
import type { Changes } from './changes.ts';
import type { Lanes } from './lanes.ts';
import type { Session } from './session.ts';
import { reportForPage } from './sync-report.ts';
import type { TaskControls, Tasks } from './tasks.ts';

interface Parts {
  readonly session: Session;
  readonly tasks: Tasks;
  readonly lanes: Lanes;
  readonly changes: Changes;
  readonly tellState: () => void;
  /** A watched folder showed signs of change. */
  readonly signSeen: () => void;
}

/** What a copying round is asked for. */
export interface SyncWish {
  /** Id of one source, paused or not; all that are not paused if left out. */
  readonly source?: string;
  readonly acceptMassChange?: boolean;
  readonly quiet?: boolean;
}

/**
 * Copies from sources, one at a time: when asked, and when the scheduler says so, which leaves a source alone that could not be copied, for longer and
 * longer, and as long as its server asked for; and watches folders for signs of change.
 */
export class Copying {
  readonly #parts: Parts;
  /** Watched folders, by their source. */
  readonly #watches = new Map<string, { readonly stop: AbortController; readonly ended: Promise<void> }>();
  /** Sources that showed signs of change. */
  readonly #signs = new Set<string>();
  /** Up to a tenth of the interval, drawn once for each source, so that not all learners ask at once. */
  readonly #jitter = new Map<string, number>();
  readonly #patience = new SourcePatience();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Sources that showed signs of change since they were copied last. */
  get signs(): ReadonlySet<string> {
    return this.#signs;
  }

  /** From when on a source may be asked again by itself, in milliseconds since 1970. */
  mayAskAt(source: string): number {
    return this.#patience.notBefore(source);
  }

  /** By how much of itself the time between two rounds of a source is longer. */
  spreadOf(source: string): number {
    const known = this.#jitter.get(source);
    if (known !== undefined) return known;
    const drawn = chance() / 10;
    this.#jitter.set(source, drawn);
    return drawn;
  }

  /** Resolves once no folder is watched. */
  async end(): Promise<void> {
    const watches = [...this.#watches.values()];
    this.#watches.clear();
    this.#signs.clear();
    for (const { stop } of watches) stop.abort();
    await Promise.all(watches.map(({ ended }) => ended));
  }

  /** Copies when asked. @returns the task's id */
  sync(wish: SyncWish): string {
    const { source, acceptMassChange, quiet = false } = wish;
    // What changes from now on is a new sign; one that was not followed to its end counts again.
    const signs = [...this.#signs].filter((id) => source === undefined || id === source);
    for (const id of signs) this.#signs.delete(id);
    const follow = async (controls: TaskControls): Promise<TaskResult<'sync'>> => {
      try {
        return await this.#run(controls, source, acceptMassChange === true);
      } catch (thrown) {
        for (const id of signs) this.#signs.add(id);
        throw thrown;
      }
    };
    return this.#parts.tasks.start(
      { kind: 'sync', quiet, ...(source === undefined ? {} : { source }) },
      (controls) =>
        this.#parts.lanes.hold('copying', controls.signal, () => follow(controls), controls.giveWay),
    );
  }

  /** Watches every connected folder that is not paused, and no other. */
  watchFolders(vault: WritableVault): void {
    const wanted = new Set(
      listSources(vault).flatMap(({ id, type }) =>
        type === 'folder' && !vault.secrets.isPaused(id) ? [id] : [],
      ),
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
        this.#signs.add(id);
        this.#parts.signSeen();
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
