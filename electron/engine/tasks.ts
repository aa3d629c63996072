import { isoTime, systemClock } from '../../src/base/clock.ts';
import { reportError, VaultError } from '../../src/base/errors.ts';
import { newId } from '../../src/base/ids.ts';
import type { SentError } from '../../src/contract/reply.ts';
import type { Task, TaskKind, TaskResult } from '../../src/contract/tasks.ts';

export interface NewTask<Kind extends TaskKind> {
  readonly kind: Kind;
  /** Of the source, or the second copy, that it is about, if of one. */
  readonly source?: string;
  /** Begun by the schedule, not by a person. */
  readonly quiet?: boolean;
}

export interface TaskProgress {
  readonly name: string;
  readonly done: number;
  readonly total?: number | undefined;
}

export interface TaskControls {
  readonly id: string;
  readonly signal: AbortSignal;
  readonly progress: (progress: TaskProgress) => void;
  /** Of quiet work alone: stops it, because a person waits for what it holds. */
  readonly giveWay: (() => void) | undefined;
}

/** Milliseconds between two events about the progress of one task. */
const pace = 100;
/** Ended tasks that are remembered until somebody dismisses them. */
const remembered = 30;

interface Running {
  readonly cancel: AbortController;
  readonly ended: Promise<void>;
  timer: NodeJS.Timeout | undefined;
}

/** Long work under way and lately ended. It belongs to no page: it goes on when one is replaced. */
export class Tasks {
  readonly #tell: (task: Task) => void;
  readonly #tasks = new Map<string, Task>();
  readonly #running = new Map<string, Running>();

  /** @param tell is told of every change, of progress at most ten times a second */
  constructor(tell: (task: Task) => void) {
    this.#tell = tell;
  }

  /** Begins some work, which runs on by itself, and gives back the task's id. What it throws becomes the task's error. */
  start<Kind extends TaskKind>(
    task: NewTask<Kind>,
    work: (controls: TaskControls) => Promise<TaskResult<Kind>>,
  ): string {
    const id = newTaskId();
    const cancel = new AbortController();
    this.#set({
      id,
      kind: task.kind,
      quiet: task.quiet ?? false,
      startedAt: isoTime(systemClock),
      state: 'running',
      ...(task.source === undefined ? {} : { source: task.source }),
    });
    const controls: TaskControls = {
      id,
      signal: cancel.signal,
      progress: (progress) => {
        this.#progress(id, progress);
      },
      giveWay:
        task.quiet === true
          ? () => {
              cancel.abort();
            }
          : undefined,
    };
    const ended = (async () => {
      // The answer to whoever began it goes first.
      await Promise.resolve();
      try {
        const result = await work(controls);
        this.#end(id, { state: 'done', result });
      } catch (thrown) {
        const { code, details } = reportError(thrown);
        const cancelled = cancel.signal.aborted && code === 'internal.cancelled';
        this.#end(id, { state: cancelled ? 'cancelled' : 'failed', error: { code, details } });
      }
    })();
    this.#running.set(id, { cancel, ended, timer: undefined });
    return id;
  }

  list(): Task[] {
    return [...this.#tasks.values()];
  }

  /** Asks a task to stop; nothing happens to one that ended. Throws `input.not-found`. */
  cancel(id: string): void {
    this.#get(id);
    this.#running.get(id)?.cancel.abort();
  }

  /** Forgets a task that ended. Throws `input.not-found`, `input.record-invalid` for one that runs. */
  dismiss(id: string): void {
    if (this.#get(id).state === 'running')
      throw new VaultError('input.record-invalid', { what: 'task-runs' });
    this.#tasks.delete(id);
  }

  /** True while work of one of these kinds runs. */
  isRunning(...kinds: TaskKind[]): boolean {
    return this.list().some(({ kind, state }) => state === 'running' && kinds.includes(kind));
  }

  /** True while work goes on that a person began. */
  get personAtWork(): boolean {
    return this.list().some(({ quiet, state }) => state === 'running' && !quiet);
  }

  /** Stops everything and waits until it has stopped. @param but the task that wants it so, which goes on */
  async stopAll(but?: string): Promise<void> {
    const running = [...this.#running].flatMap(([id, each]) => (id === but ? [] : [each]));
    for (const { cancel } of running) cancel.abort();
    await Promise.all(running.map(({ ended }) => ended));
  }

  #get(id: string): Task {
    const task = this.#tasks.get(id);
    if (task === undefined) throw new VaultError('input.not-found', { what: 'task' });
    return task;
  }

  #progress(id: string, { name, done, total }: TaskProgress): void {
    const task = this.#tasks.get(id);
    const running = this.#running.get(id);
    if (task?.state !== 'running' || running === undefined) return;
    this.#tasks.set(id, {
      ...task,
      progress: { name, done, ...(total === undefined ? {} : { total }) },
    });
    running.timer ??= setTimeout(() => {
      running.timer = undefined;
      const latest = this.#tasks.get(id);
      if (latest?.state === 'running') this.#tell(latest);
    }, pace);
  }

  #end(
    id: string,
    end: { readonly state: Task['state']; readonly error?: SentError; readonly result?: unknown },
  ): void {
    const running = this.#running.get(id);
    clearTimeout(running?.timer);
    this.#running.delete(id);
    const task = this.#tasks.get(id);
    if (task === undefined) return;
    // The result is of the task's kind: `start` takes no other.
    const ended = { ...task, ...end } as Task;
    this.#set(ended);
    // What the schedule began and finished is no news to anybody.
    if (ended.quiet) this.#tasks.delete(id);
    const old = this.list().filter(({ state }) => state !== 'running');
    for (const each of old.slice(0, Math.max(0, old.length - remembered))) this.#tasks.delete(each.id);
  }

  #set(task: Task): void {
    this.#tasks.set(task.id, task);
    this.#tell(task);
  }
}

function newTaskId(): string {
  return newId('record').replace(/^r-/u, 't-');
}
