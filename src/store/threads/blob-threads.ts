import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import { VaultError } from '../../base/errors.ts';
import type { BadBlob, ContentToVerify } from '../check/verify-content.ts';
import {
  threadReplySchema,
  type CopyTask,
  type ThreadPlace,
  type ThreadReply,
  type ThreadRequest,
} from './blob-thread-messages.ts';

/** Beside this file, as TypeScript in the source tree and as JavaScript once built. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './blob-thread-worker.ts' : './blob-thread-worker.js',
  import.meta.url,
);

/** Fewer bytes than this are copied or looked into on the thread that asks: starting others would take longer. */
const worthwhile = 64 * 1024 * 1024;

/** How many threads so many bytes are worth; 0 where the one that asks had better do it. */
export function threadsFor(bytes: number): number {
  return bytes < worthwhile ? 0 : Math.min(2, availableParallelism());
}

/** A sealed file to be copied, and what it holds, where that is known and is all of it. Paths are absolute. */
interface FileToCopy extends Omit<CopyTask, 'content'> {
  readonly content?: ContentToVerify | undefined;
}

interface Job extends PromiseWithResolvers<ThreadReply> {
  readonly bytes: number;
}

interface Thread {
  readonly worker: Worker;
  readonly jobs: Map<number, Job>;
  readonly ended: Promise<void>;
  /** Bytes of its jobs. */
  load: number;
}

/** Threads that copy sealed files and verify contents, side by side, by calls that wait for the disk. */
export class BlobThreads {
  readonly #threads: readonly Thread[];
  readonly #shared: Int32Array;
  #nextId = 1;

  /**
   * @param folder the vault's folder; that of a second copy where nothing is opened
   * @param vault vault id
   * @param size how many threads
   */
  constructor(folder: string, vault: string, size: number) {
    this.#shared = new Int32Array(new SharedArrayBuffer(8));
    const place: ThreadPlace = { folder, vault, shared: this.#shared };
    this.#threads = Array.from({ length: size }, () => start(place));
  }

  /** Bytes copied, or of content looked into, so far, to the kilobyte. */
  get bytes(): number {
    return Atomics.load(this.#shared, 1) * 1024;
  }

  /** See `verifyContent`. Throws `internal.cancelled` after `cancel`. */
  async verify({ size, plaintextId, sha256, parts }: ContentToVerify): Promise<readonly BadBlob[]> {
    const verify = { size, plaintextId, sha256, parts: parts.map(plainPart) };
    const reply = await this.#ask(size, (id) => ({ id, verify }));
    if (!('bad' in reply)) throw new VaultError('internal.bug', { what: 'thread-reply' });
    return reply.bad;
  }

  /**
   * Copies a sealed file to a new name on this computer's disk, which is durable but for the name when this returns. What was written is known to be the
   * right file: by the digest of the bytes that were handed to the system, or, where it is known what the file holds, by reading it back and opening it.
   *
   * @returns false if the file could not be read or is not the right one; then something may lie under the new name
   * Throws `storage.*` of the disk that is written to; `internal.cancelled` after `cancel`.
   */
  async copy({ from, to, size, sha256, content }: FileToCopy): Promise<boolean> {
    const copy: CopyTask =
      content === undefined
        ? { from, to, size, sha256 }
        : { from, to, size, sha256, content: { ...content, parts: content.parts.map(plainPart) } };
    const reply = await this.#ask(size, (id) => ({ id, copy }));
    if (!('copied' in reply)) throw new VaultError('internal.bug', { what: 'thread-reply' });
    return reply.copied;
  }

  /** Gives up what is running. */
  cancel(): void {
    Atomics.store(this.#shared, 0, 1);
  }

  /** Ends the threads when they have done what they have. */
  async close(): Promise<void> {
    for (const { worker } of this.#threads) worker.postMessage('end' satisfies ThreadRequest);
    await Promise.all(this.#threads.map(({ ended }) => ended));
  }

  async #ask(bytes: number, request: (id: number) => ThreadRequest): Promise<ThreadReply> {
    const [first] = this.#threads.toSorted((a, b) => a.load - b.load || a.jobs.size - b.jobs.size);
    if (first === undefined) throw new VaultError('internal.bug', { what: 'threads' });
    const id = this.#nextId;
    this.#nextId += 1;
    const job: Job = { bytes, ...Promise.withResolvers<ThreadReply>() };
    first.jobs.set(id, job);
    first.load += bytes;
    first.worker.postMessage(request(id));
    return job.promise;
  }
}

/** Nothing but what the thread is to know. */
function plainPart({ shelf, file, sealedSize, key }: ContentToVerify['parts'][number]): {
  shelf: number;
  file: string;
  sealedSize: number;
  key: Uint8Array;
} {
  return { shelf, file, sealedSize, key };
}

function start(place: ThreadPlace): Thread {
  const worker = new Worker(workerFile, { workerData: place });
  const ended = Promise.withResolvers<undefined>();
  const thread: Thread = { worker, jobs: new Map(), ended: ended.promise, load: 0 };
  const lose = (error: VaultError): void => {
    for (const job of thread.jobs.values()) job.reject(error);
    thread.jobs.clear();
  };
  worker.on('message', (message: unknown) => {
    const reply = threadReplySchema.safeParse(message);
    if (!reply.success) {
      lose(new VaultError('internal.bug', { what: 'thread-reply' }, reply.error));
      return;
    }
    const job = thread.jobs.get(reply.data.id);
    if (job === undefined) return;
    thread.jobs.delete(reply.data.id);
    thread.load -= job.bytes;
    if ('failed' in reply.data)
      job.reject(new VaultError(reply.data.failed, reply.data.details, reply.data.cause));
    else job.resolve(reply.data);
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
