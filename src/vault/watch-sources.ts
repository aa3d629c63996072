import { setTimeout as pause } from 'node:timers/promises';

import { watchFolder } from '../sources/folder/watch-folder.ts';
import { chance, SourcePatience } from './source-patience.ts';
import type { SyncReport } from './sync.ts';
import { folderSettings } from './connectors/folder.ts';
import { syncSources, type SyncOptions } from './sync-sources.ts';
import type { WritableVault } from './vault-context.ts';

export interface WatchOptions extends Omit<SyncOptions, 'acceptMassChange'> {
  /** Minutes between two rounds over everything; each wait is lengthened by up to a tenth, so that not all learners ask at once. */
  readonly everyMinutes: number;
  /** Told after every sync of every source. */
  readonly onReport: (report: SyncReport) => void;
  /** Called after each round, before the next; what it has to do can wait. */
  readonly afterRound?: () => Promise<void>;
}

/**
 * Keeps copying until `signal` is aborted: everything at once, then everything again on the schedule, and a watched folder also soon after it
 * shows signs of change. The schedule is the truth and signs are hints; one sync runs at a time. A source that could not be copied is left alone
 * for longer and longer, and for as long as its server asked for (`SourcePatience`); the others go on.
 * Throws as `syncSources`, but returns quietly when cancelled between two rounds.
 */
export async function watchSources(vault: WritableVault, options: WatchOptions): Promise<void> {
  const { signal } = options;
  const due = new Due(signal);
  const patience = new SourcePatience();
  const watches = await watchFolders(vault, options, due);
  try {
    due.everything();
    let nextRound = scheduledRound(options, due);
    for (;;) {
      await due.something();
      if (signal.aborted) return;
      const chosen = due.take();
      if (chosen === 'everything') {
        await syncAndTell(vault, options, patience, options.source);
        nextRound.cancel();
        nextRound = scheduledRound(options, due);
      } else for (const source of chosen) await syncAndTell(vault, options, patience, source);
    }
  } finally {
    await Promise.all(watches);
  }
}

async function syncAndTell(
  vault: WritableVault,
  options: WatchOptions,
  patience: SourcePatience,
  source: string | undefined,
): Promise<void> {
  const mayAsk = ({ id }: { readonly id: string }): boolean => patience.mayAsk(id, Date.now());
  // The one source that is watched alone is asked no more eagerly than it would be among others.
  if (source !== undefined && source === options.source && !mayAsk({ id: source })) return;
  const chosen = source === undefined ? { mayAsk } : { source };
  const reports = await syncSources(vault, { ...options, ...chosen });
  for (const report of reports) {
    patience.note(vault, report);
    options.onReport(report);
  }
  await options.afterRound?.();
}

/** Watches every connected folder; what is given back resolves once each watch has ended. */
async function watchFolders(
  vault: WritableVault,
  { source, signal }: WatchOptions,
  due: Due,
): Promise<Promise<void>[]> {
  const watches: Promise<void>[] = [];
  for (const row of vault.index.sources.list()) {
    if (source !== undefined && source !== row.id) continue;
    const onHint = (): void => {
      if (source !== undefined || !vault.secrets.isPaused(row.id)) due.source(row.id);
    };
    watches.push((await watchSource(vault, row.id, { onHint, signal })).ended);
  }
  return watches;
}

/**
 * Watches a source for signs that there is something new in it; only folders give any.
 * @returns what resolves once the watch has ended, at once for a source that gives no signs
 */
export async function watchSource(
  vault: WritableVault,
  id: string,
  { onHint, signal }: { readonly onHint: () => void; readonly signal: AbortSignal },
): Promise<{ readonly ended: Promise<void> }> {
  const row = vault.index.sources.find(id);
  if (row?.type !== 'folder' || row.removedAt !== undefined) return { ended: Promise.resolve() };
  const { path } = folderSettings.parse(row.settings);
  return { ended: (await watchFolder(path, { onHint, signal, exclude: [vault.dir] })).ended };
}

function scheduledRound({ everyMinutes, signal }: WatchOptions, due: Due): { cancel(): void } {
  const timer = new AbortController();
  const wait = everyMinutes * 60_000 * (1 + chance() / 10);
  pause(wait, undefined, { signal: AbortSignal.any([signal, timer.signal]) }).then(
    () => {
      due.everything();
    },
    () => {
      // The wait was called off; whoever did that has set another or is ending.
    },
  );
  return {
    cancel: () => {
      timer.abort();
    },
  };
}

/** What is to be synced next. */
class Due {
  #all = false;
  readonly #sources = new Set<string>();
  #wake: (() => void) | undefined;
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#wake?.(), { once: true });
  }

  everything(): void {
    this.#all = true;
    this.#wake?.();
  }

  source(id: string): void {
    this.#sources.add(id);
    this.#wake?.();
  }

  take(): 'everything' | readonly string[] {
    const chosen = this.#all ? 'everything' : [...this.#sources];
    this.#all = false;
    this.#sources.clear();
    return chosen;
  }

  /** Resolves once something is due or `signal` is aborted. */
  async something(): Promise<void> {
    if (this.#all || this.#sources.size > 0 || this.#signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
  }
}
