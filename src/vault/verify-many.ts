import { Worker } from 'node:worker_threads';

import { VaultError, type ErrorReport } from '../base/errors.ts';
import type { VerificationReport } from '../verify/verification-report.ts';
import type { VerifyChoice } from './verify-file.ts';

/** Beside this file, as TypeScript in the source tree and as JavaScript once built. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './verify-worker.ts' : './verify-worker.js',
  import.meta.url,
);

/** What became of one file: judged, or why it could not be. */
export type FileVerdict =
  | { readonly path: string; readonly report: VerificationReport }
  | { readonly path: string; readonly error: ErrorReport };

export interface JudgeSetting {
  readonly choice: VerifyChoice;
}
export interface JudgeRequest {
  readonly path: string;
}
export type JudgeReply =
  { readonly type: 'ready' } | { readonly type: 'judged'; readonly verdict: FileVerdict };

export interface ManyOptions {
  /** How many threads; one for each processor core is best. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  /** The program of a thread, for tests of what happens when one dies. */
  readonly thread?: URL;
}

/** Verdicts that may wait for an earlier, larger file, for each thread. */
const aheadOfOne = 64;

/**
 * Judges bundles at absolute paths on several threads and gives the verdicts in the order of the paths, each as soon as it and all
 * before it are there. A file that cannot be read, or on which a thread dies, is a verdict like others; the rest go on.
 *
 * Throws `input.usage` for a choice that no file can be judged by, and `internal.cancelled`.
 */
export async function* verifyMany(
  paths: readonly string[],
  choice: VerifyChoice,
  { jobs, signal, thread = workerFile }: ManyOptions,
): AsyncGenerator<FileVerdict> {
  const crew = new Crew({ choice }, Math.min(jobs, paths.length), thread);
  const stopped = Promise.withResolvers<never>();
  stopped.promise.catch(() => undefined);
  const stop = (): void => {
    stopped.reject(new VaultError('internal.cancelled'));
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const coming: Promise<FileVerdict>[] = [];
    for (let given = 0; given < paths.length || coming.length > 0;) {
      const more = paths.slice(given, given + jobs * aheadOfOne - coming.length);
      given += more.length;
      coming.push(...more.map((path) => crew.judge(path)));
      const first = coming.shift();
      if (first === undefined) return;
      const verdict = await Promise.race([first, stopped.promise]);
      if ('error' in verdict && verdict.error.code === 'input.usage')
        throw new VaultError('input.usage', verdict.error.details);
      yield verdict;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    await crew.close();
  }
}

interface Task {
  readonly path: string;
  readonly settle: (verdict: FileVerdict) => void;
}

interface Member {
  readonly worker: Worker;
  readonly ready: PromiseWithResolvers<undefined>;
  task: Task | undefined;
}

/** Threads that take files from one queue. One that dies is replaced, and only its file is lost. */
class Crew {
  readonly #setting: JudgeSetting;
  readonly #size: number;
  readonly #thread: URL;
  readonly #queue: Task[] = [];
  readonly #members = new Set<Member>();
  #closed = false;

  constructor(setting: JudgeSetting, size: number, thread: URL) {
    this.#setting = setting;
    this.#size = size;
    this.#thread = thread;
  }

  /** Never rejects. */
  judge(path: string): Promise<FileVerdict> {
    return new Promise((settle) => {
      this.#queue.push({ path, settle });
      this.#assign();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(
      [...this.#members].map(async ({ worker, ready }) => {
        // Node 24 can take the whole process down with a thread that is ended while its modules load.
        await ready.promise;
        await worker.terminate();
      }),
    );
  }

  #assign(): void {
    if (this.#closed) return;
    for (const member of this.#members) if (member.task === undefined) this.#give(member);
    while (this.#queue.length > 0 && this.#members.size < this.#size) this.#give(this.#start());
  }

  #give(member: Member): void {
    const task = this.#queue.shift();
    if (task === undefined) return;
    member.task = task;
    member.worker.postMessage({ path: task.path } satisfies JudgeRequest);
  }

  #start(): Member {
    const worker = new Worker(this.#thread, {
      workerData: this.#setting,
      // Enough that what a bundle leaves behind is swept while it is young: a smaller limit lets it grow old, and then it stays for long.
      resourceLimits: { maxYoungGenerationSizeMb: 24 },
    });
    const member: Member = { worker, ready: Promise.withResolvers<undefined>(), task: undefined };
    this.#members.add(member);
    worker.on('message', (reply: JudgeReply) => {
      if (reply.type === 'ready') {
        member.ready.resolve(undefined);
        return;
      }
      const { task } = member;
      member.task = undefined;
      task?.settle(reply.verdict);
      this.#assign();
    });
    const lose = (): void => {
      member.ready.resolve(undefined);
      if (!this.#members.delete(member)) return;
      const { code, message, details } = new VaultError('internal.bug', { what: 'verify-thread' });
      member.task?.settle({ path: member.task.path, error: { code, message, details } });
      this.#assign();
    };
    worker.on('error', lose);
    worker.on('exit', lose);
    return member;
  }
}
