import { Worker } from 'node:worker_threads';

import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import type { DocumentKind } from './document-kinds.ts';
import {
  examinationLimits,
  type Examination,
  type ExaminationLimits,
  type ExaminationProblem,
} from './examination.ts';
import type { ExaminerReply, ExaminerTask } from './examiner-messages.ts';

/** Beside this file, as TypeScript in the source tree and as JavaScript once built. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './examiner-worker.ts' : './examiner-worker.js',
  import.meta.url,
);
/** Documents that one thread reads, before another takes over with clean memory. */
const documentsPerThread = 100;
/** Milliseconds between two looks at the thread's memory. */
const memoryLook = 50;
const mebibyte = 1024 * 1024;

/**
 * Reads documents for search in a thread with limits of memory and time, one at a time. A document that goes beyond them costs the
 * thread, and is answered with a problem; the next one gets a new thread.
 */
export class DocumentExaminer {
  readonly #limits: ExaminationLimits;
  #thread: ExaminerThread | undefined;

  constructor(limits: ExaminationLimits = examinationLimits) {
    this.#limits = limits;
  }

  /**
   * The words of a document. One call at a time.
   * @param bytes taken over: they must be all of their buffer, and cannot be used afterwards
   * Throws `internal.cancelled`.
   */
  async examine(kind: DocumentKind, bytes: Uint8Array, signal: AbortSignal): Promise<Examination> {
    throwIfCancelled(signal);
    if (bytes.length > this.#limits.bytes) return { text: '', problem: 'too-large' };
    if (this.#thread?.isSpent !== false) {
      await this.close();
      this.#thread = new ExaminerThread(this.#limits);
    }
    return this.#thread.examine(kind, bytes, signal);
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.end();
  }
}

/** What became of a document: an answer, a problem for which the thread was ended, or that nobody waits any more. */
type Outcome = Examination | 'cancelled';

class ExaminerThread {
  readonly #limits: ExaminationLimits;
  readonly #worker: Worker;
  /** Resolves while no module loads; also once the thread ended. */
  #loaded = Promise.withResolvers<undefined>();
  #outcome = Promise.withResolvers<Outcome>();
  #documents = 0;
  #hasEnded = false;

  constructor(limits: ExaminationLimits) {
    this.#limits = limits;
    this.#worker = new Worker(workerFile, {
      // Nothing that this process was told is any business of a document's.
      env: {},
      stdout: true,
      stderr: true,
      resourceLimits: {
        maxOldGenerationSizeMb: limits.heapMiB,
        maxYoungGenerationSizeMb: 32,
        stackSizeMb: 4,
      },
    });
    this.#worker.stdout.resume();
    this.#worker.stderr.resume();
    this.#worker.on('message', (reply: ExaminerReply) => {
      if (reply.type === 'done') this.#outcome.resolve(reply.examination);
      else this.#loaded.resolve(undefined);
    });
    this.#worker.on('error', (error) => {
      this.#endWith(isOutOfMemory(error) ? 'too-much-memory' : 'reader-failed');
    });
    this.#worker.on('exit', () => {
      this.#endWith('reader-failed');
    });
  }

  /** True if the next document should get another thread. */
  get isSpent(): boolean {
    return this.#hasEnded || this.#documents >= documentsPerThread;
  }

  async examine(kind: DocumentKind, bytes: Uint8Array, signal: AbortSignal): Promise<Examination> {
    this.#documents += 1;
    await this.#loaded.promise;
    this.#loaded = Promise.withResolvers();
    this.#outcome = Promise.withResolvers();
    // The thread may have ended while nobody asked it anything.
    if (this.#hasEnded) this.#endWith('reader-failed');
    const task: ExaminerTask = { kind, bytes, limits: this.#limits };
    const allowed = bytes.length + this.#limits.arraysMiB * mebibyte;
    this.#worker.postMessage(task, [bytes.buffer as ArrayBuffer]);
    await Promise.race([this.#loaded.promise, this.#outcome.promise]);
    const cancel = (): void => this.#outcome.resolve('cancelled');
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    const deadline = setTimeout(() => this.#endWith('too-slow'), this.#limits.milliseconds);
    const look = setInterval(() => void this.#lookAtMemory(allowed), memoryLook);
    try {
      const outcome = await this.#outcome.promise;
      if (outcome === 'cancelled' || this.#hasEnded) await this.end();
      if (outcome === 'cancelled') throw new VaultError('internal.cancelled');
      return outcome;
    } finally {
      clearTimeout(deadline);
      clearInterval(look);
      signal.removeEventListener('abort', cancel);
    }
  }

  async end(): Promise<void> {
    await this.#loaded.promise;
    this.#hasEnded = true;
    await this.#worker.terminate();
  }

  /** Byte arrays are not counted by the limits that a thread can be given. */
  async #lookAtMemory(allowed: number): Promise<void> {
    try {
      const { external_memory: arrays } = await this.#worker.getHeapStatistics();
      if (arrays > allowed) this.#endWith('too-much-memory');
    } catch {
      // It ended meanwhile, which its own events tell.
    }
  }

  #endWith(problem: ExaminationProblem): void {
    this.#hasEnded = true;
    this.#loaded.resolve(undefined);
    this.#outcome.resolve({ text: '', problem });
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
