import { watch, type FSWatcher } from 'chokidar';

import { throwIfCancelled } from '../../base/errors.ts';
import { nodeDisk, type Disk } from '../disk/disk.ts';
import { placeOfRealPath } from '../disk/disk-place.ts';
import { findExclusions } from '../disk/exclusions.ts';
import { isRemote } from './network-file-system.ts';

/** Why a rescan is asked for. None of them says what changed: only the rescan does. */
export type HintReason = 'event' | 'scheduled' | 'watch-failed';

export interface WatchOptions {
  /** Called when a rescan would be wise; never twice within `debounce`. */
  readonly onHint: (reason: HintReason) => void;
  /** Ends the watching. */
  readonly signal: AbortSignal;
  /** Milliseconds without further events before a hint is given; by default 2,000. */
  readonly debounce?: number;
  /** Milliseconds after which a hint is given although events go on; by default 60,000. */
  readonly longest?: number;
  /** Milliseconds between hints that need no event; by default 15 minutes, or 5 where events cannot be trusted. */
  readonly schedule?: number;
  /** Milliseconds between looks at a network folder; by default 30,000. */
  readonly pollingInterval?: number;
  /** Folders whose events mean nothing: the vault's own. */
  readonly exclude?: readonly string[];
  readonly disk?: Disk;
}

export interface FolderWatch {
  /** How changes are noticed between the scheduled rescans: `nothing` if the system refuses to watch. */
  how(): 'events' | 'polling' | 'nothing';
  /** Resolves once the watching has ended and everything of it is closed. */
  readonly ended: Promise<void>;
}

const minute = 60_000;

/**
 * Watches a folder for signs that a rescan is wise: by events, by polling where the folder lies on a network, and by the clock
 * in any case, because events get lost. Resolves once the first look is done. A folder that is not there is watched for all the
 * same; the scheduled hints go on. Throws `internal.cancelled` if `signal` was aborted before.
 */
export async function watchFolder(path: string, options: WatchOptions): Promise<FolderWatch> {
  throwIfCancelled(options.signal);
  const disk = options.disk ?? nodeDisk;
  const remote = await isRemote(disk, await realOrGiven(disk, path));
  const exclusions = await findExclusions(disk, { folders: options.exclude ?? [], unfinished: true });
  const excluded = (options.exclude ?? []).map((folder) => placeOfRealPath(Buffer.from(folder)).key);
  const hints = new Hints(options, remote);
  let how: 'events' | 'polling' | 'nothing' = remote ? 'polling' : 'events';
  const watcher = watch(path, {
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    backend: remote ? 'polling' : 'auto',
    pollingInterval: options.pollingInterval ?? minute / 2,
    ignored: (candidate) => {
      const { key, name } = placeOfRealPath(Buffer.from(candidate));
      return (
        exclusions.hasExcludedName(name, () => true) ||
        excluded.some((own) => key === own || key.startsWith(`${own}/`))
      );
    },
  });
  watcher.on('all', () => hints.event());
  watcher.on('error', () => {
    // Too many folders for the system to watch, or one that went away: the clock goes on.
    how = 'nothing';
    hints.now('watch-failed');
  });
  const ended = endWith(options.signal, watcher, hints);
  await readyOrFailed(watcher, options.signal);
  return { how: () => how, ended };
}

async function endWith(signal: AbortSignal, watcher: FSWatcher, hints: Hints): Promise<void> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  hints.end();
  await watcher.close();
}

async function readyOrFailed(watcher: FSWatcher, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    watcher.once('ready', () => resolve());
    watcher.once('error', () => resolve());
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  throwIfCancelled(signal);
}

async function realOrGiven(disk: Disk, path: string): Promise<string> {
  try {
    return (await disk.realPath(path)).toString();
  } catch {
    // Not there now: it may come.
    return path;
  }
}

/** Turns many events into few hints. */
class Hints {
  readonly #onHint: (reason: HintReason) => void;
  readonly #debounce: number;
  readonly #longest: number;
  readonly #schedule: NodeJS.Timeout;
  #quiet: NodeJS.Timeout | undefined;
  #since: number | undefined;

  constructor(options: WatchOptions, remote: boolean) {
    this.#onHint = options.onHint;
    this.#debounce = options.debounce ?? 2_000;
    this.#longest = options.longest ?? minute;
    this.#schedule = setInterval(() => this.now('scheduled'), options.schedule ?? (remote ? 5 : 15) * minute);
  }

  event(): void {
    this.#since ??= performance.now();
    clearTimeout(this.#quiet);
    const left = this.#longest - (performance.now() - this.#since);
    this.#quiet = setTimeout(() => this.now('event'), Math.max(0, Math.min(this.#debounce, left)));
  }

  now(reason: HintReason): void {
    clearTimeout(this.#quiet);
    this.#since = undefined;
    this.#onHint(reason);
  }

  end(): void {
    clearTimeout(this.#quiet);
    clearInterval(this.#schedule);
  }
}
