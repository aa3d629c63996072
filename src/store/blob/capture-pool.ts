import { Worker } from 'node:worker_threads';

import { VaultError } from '../../base/errors.ts';
import { replySchema, type CaptureReply } from './capture-replies.ts';
import type { CaptureRequest } from './capture-requests.ts';
import type { SealingPlace } from './content-sealer.ts';
import type { SealedContent, SealingTask } from './seal-content.ts';

/** Beside this file, as TypeScript in the source tree and as JavaScript once built. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './capture-worker.ts' : './capture-worker.js',
  import.meta.url,
);

/** Files in one thread's hands at a time: most of them wait for the disk, which makes many durable as fast as a few. */
const filesPerThread = 64;
/** How many of them may be read, and hold buffers of a megabyte, before it is known whether they are new. */
const readingPerThread = 6;
/** A thread that reads a large file is given few others, and none while another reads fewer large ones. */
const readingBesideLarge = 2;

type Stage = 'reading' | 'reading-large' | 'writing';

interface Job extends Pick<SealingTask, 'decide' | 'onProgress'> {
  readonly id: number;
  readonly path: string;
  readonly signal: AbortSignal | undefined;
  readonly result: PromiseWithResolvers<SealedContent>;
  stage: Stage;
}

interface Thread {
  readonly worker: Worker;
  readonly jobs: Map<number, Job>;
  readonly ready: PromiseWithResolvers<void>;
}

/** A few threads that capture files. They start when first needed, and do not keep the process alive while idle. */
export class CapturePool {
  readonly #place: SealingPlace;
  readonly #size: number;
  readonly #threads = new Set<Thread>();
  readonly #waiting: Job[] = [];
  #nextId = 1;
  #closed = false;

  constructor(place: SealingPlace, size: number) {
    this.#place = place;
    this.#size = size;
  }

  /** Captures one file; see `sealContent`. */
  async capture(
    path: string,
    task: Pick<SealingTask, 'decide' | 'onProgress'>,
    signal: AbortSignal | undefined,
  ): Promise<SealedContent> {
    if (this.#closed) throw new VaultError('access.locked');
    const result = Promise.withResolvers<SealedContent>();
    const job: Job = { ...task, id: this.#nextId, path, signal, result, stage: 'reading' };
    this.#nextId += 1;
    const cancel = (): void => this.#cancel(job);
    signal?.addEventListener('abort', cancel, { once: true });
    this.#waiting.push(job);
    this.#dispatch();
    try {
      return await job.result.promise;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** Gives up what is running (`internal.cancelled`) and ends the threads. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#waiting.splice(0)) job.result.reject(new VaultError('internal.cancelled'));
    const threads = [...this.#threads];
    for (const thread of threads) for (const job of thread.jobs.values()) this.#cancel(job);
    await Promise.all(
      threads.map(async (thread) => {
        // Node 24 can take the whole process down with a thread that is ended while its modules load.
        await thread.ready.promise.catch(() => undefined);
        await Promise.allSettled(Array.from(thread.jobs.values(), (job) => job.result.promise));
        this.#threads.delete(thread);
        await thread.worker.terminate();
      }),
    );
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const thread = this.#freeThread();
      if (thread === undefined) return;
      const job = this.#waiting.shift();
      if (job === undefined) return;
      if (thread.jobs.size === 0) thread.worker.ref();
      thread.jobs.set(job.id, job);
      post(thread, { type: 'capture', id: job.id, path: job.path });
    }
  }

  /** The thread with the fewest large files and the least to do, or a new one; undefined while it has its hands full. */
  #freeThread(): Thread | undefined {
    const loads = Array.from(this.#threads, (thread) => ({ thread, ...loadOf(thread) }));
    const best = loads.toSorted((a, b) => a.large - b.large || a.fullness - b.fullness)[0];
    if (best?.fullness === 0) return best.thread;
    if (this.#threads.size < this.#size) return this.#start();
    return best !== undefined && best.fullness < 1 ? best.thread : undefined;
  }

  #start(): Thread {
    const worker = new Worker(workerFile, { workerData: this.#place });
    const thread: Thread = { worker, jobs: new Map(), ready: Promise.withResolvers() };
    thread.ready.promise.catch(() => undefined);
    worker.on('message', (message: unknown) => {
      const reply = replySchema.safeParse(message);
      if (reply.success) this.#heard(thread, reply.data);
      else this.#lost(thread, new VaultError('internal.bug', { what: 'thread-reply' }, reply.error));
    });
    worker.on('error', (cause) =>
      this.#lost(thread, new VaultError('internal.bug', { what: 'thread' }, cause)),
    );
    worker.on('exit', () => this.#lost(thread, new VaultError('internal.bug', { what: 'thread-ended' })));
    this.#threads.add(thread);
    return thread;
  }

  #heard(thread: Thread, reply: CaptureReply): void {
    if (reply.type === 'ready') {
      thread.ready.resolve();
      return;
    }
    const job = thread.jobs.get(reply.id);
    if (job === undefined) return;
    switch (reply.type) {
      case 'progress':
        job.stage = 'reading-large';
        job.onProgress(reply.bytes);
        return;
      case 'digested':
        void this.#decide(thread, job, reply);
        return;
      case 'captured':
        job.result.resolve({ digests: reply.digests, head: reply.head, parts: reply.parts });
        break;
      case 'failed':
        job.result.reject(new VaultError(reply.code, reply.details, reply.cause));
        break;
    }
    thread.jobs.delete(job.id);
    if (thread.jobs.size === 0) thread.worker.unref();
    this.#dispatch();
  }

  async #decide(
    thread: Thread,
    job: Job,
    { digests, parts }: Extract<CaptureReply, { type: 'digested' }>,
  ): Promise<void> {
    try {
      const { plaintextId, shelves } = await job.decide(digests, parts);
      const decision = { type: 'decision' as const, id: job.id, plaintextId };
      post(thread, shelves === undefined ? decision : { ...decision, shelves });
      job.stage = 'writing';
      this.#dispatch();
    } catch (error) {
      job.result.reject(error);
      post(thread, { type: 'cancel', id: job.id });
    }
  }

  #cancel(job: Job): void {
    const waiting = this.#waiting.indexOf(job);
    if (waiting !== -1) {
      this.#waiting.splice(waiting, 1);
      job.result.reject(new VaultError('internal.cancelled'));
      return;
    }
    for (const thread of this.#threads)
      if (thread.jobs.has(job.id)) post(thread, { type: 'cancel', id: job.id });
  }

  #lost(thread: Thread, error: VaultError): void {
    if (!this.#threads.delete(thread)) return;
    thread.ready.reject(error);
    for (const job of thread.jobs.values()) job.result.reject(error);
    thread.jobs.clear();
    if (!this.#closed) this.#dispatch();
  }
}

/** How many large files a thread is reading, and how full its hands are: from 0, nothing, to 1. */
function loadOf({ jobs }: Thread): { large: number; fullness: number } {
  let small = 0;
  let large = 0;
  for (const { stage } of jobs.values()) {
    if (stage === 'reading') small += 1;
    if (stage === 'reading-large') large += 1;
  }
  const limit = large === 0 ? readingPerThread : large + readingBesideLarge;
  return { large, fullness: Math.max((small + large) / limit, jobs.size / filesPerThread) };
}

function post(thread: Thread, request: CaptureRequest): void {
  thread.worker.postMessage(request);
}
