import { Worker } from 'node:worker_threads';

import { VaultError } from '../../base/errors.ts';
import { verifyReplySchema, type VerifyingPlace, type VerifyRequest } from './content-messages.ts';
import type { BadBlob, ContentToVerify } from './verify-content.ts';

/** Beside this file, as TypeScript in the source tree and as JavaScript once built. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './content-worker.ts' : './content-worker.js',
  import.meta.url,
);

interface Thread {
  readonly worker: Worker;
  readonly jobs: Map<number, PromiseWithResolvers<readonly BadBlob[]>>;
  readonly ended: Promise<void>;
}

/** Threads that verify contents side by side. */
export class ContentPool {
  readonly #threads: readonly Thread[];
  readonly #shared: Int32Array;
  #nextId = 1;

  /**
   * @param folder the vault's folder
   * @param vault vault id
   * @param size how many threads
   */
  constructor(folder: string, vault: string, size: number) {
    this.#shared = new Int32Array(new SharedArrayBuffer(8));
    const place: VerifyingPlace = { folder, vault, shared: this.#shared };
    this.#threads = Array.from({ length: size }, () => start(place));
  }

  /** Bytes of content looked into so far, to the kilobyte. */
  get bytes(): number {
    return Atomics.load(this.#shared, 1) * 1024;
  }

  /** See `verifyContent`. Throws `internal.cancelled` after `cancel`. */
  async verify(content: ContentToVerify): Promise<readonly BadBlob[]> {
    const [first] = this.#threads.toSorted((a, b) => a.jobs.size - b.jobs.size);
    if (first === undefined) throw new VaultError('internal.bug', { what: 'threads' });
    const id = this.#nextId;
    this.#nextId += 1;
    const job = Promise.withResolvers<readonly BadBlob[]>();
    first.jobs.set(id, job);
    const { size, plaintextId, sha256 } = content;
    const parts = content.parts.map(({ shelf, file, sealedSize, key }) => ({ shelf, file, sealedSize, key }));
    const request: VerifyRequest = { id, content: { size, plaintextId, sha256, parts } };
    first.worker.postMessage(request);
    return job.promise;
  }

  /** Gives up what is running. */
  cancel(): void {
    Atomics.store(this.#shared, 0, 1);
  }

  /** Ends the threads when they have done what they have. */
  async close(): Promise<void> {
    for (const { worker } of this.#threads) worker.postMessage('end' satisfies VerifyRequest);
    await Promise.all(this.#threads.map(({ ended }) => ended));
  }
}

function start(place: VerifyingPlace): Thread {
  const worker = new Worker(workerFile, { workerData: place });
  const ended = Promise.withResolvers<undefined>();
  const thread: Thread = { worker, jobs: new Map(), ended: ended.promise };
  const lose = (error: VaultError): void => {
    for (const job of thread.jobs.values()) job.reject(error);
    thread.jobs.clear();
  };
  worker.on('message', (message: unknown) => {
    const reply = verifyReplySchema.safeParse(message);
    if (!reply.success) {
      lose(new VaultError('internal.bug', { what: 'thread-reply' }, reply.error));
      return;
    }
    const job = thread.jobs.get(reply.data.id);
    thread.jobs.delete(reply.data.id);
    if ('bad' in reply.data) job?.resolve(reply.data.bad);
    else job?.reject(new VaultError(reply.data.failed, {}, reply.data.cause));
  });
  worker.on('error', (cause) => {
    lose(new VaultError('internal.bug', { what: 'thread' }, cause));
  });
  worker.on('exit', () => {
    lose(new VaultError('internal.bug', { what: 'thread-ended' }));
    ended.resolve(undefined);
  });
  return thread;
}
