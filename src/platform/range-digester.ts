import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import { VaultError } from '../base/errors.ts';

/** Beside this file, as TypeScript in the source tree and as JavaScript once built. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './range-digester-worker.ts' : './range-digester-worker.js',
  import.meta.url,
);

/** A range of a file: `length` bytes from `offset`. */
export interface FileRange {
  readonly offset: number;
  readonly length: number;
}

/** What the thread says: digests of ranges in the order asked, some at a time, or why it stopped. */
export type DigesterReply =
  | { readonly type: 'ready' }
  | { readonly type: 'digests'; readonly digests: readonly Uint8Array[] }
  | { readonly type: 'failed'; readonly message: string };

interface Thread {
  readonly worker: Worker;
  readonly ready: PromiseWithResolvers<undefined>;
  /** What it is still to tell, in the order in which it was asked. */
  readonly waiting: PromiseWithResolvers<Uint8Array>[];
  /** Bytes that it was given so far. */
  load: number;
}

/** More would mostly wait for the disk, and two processor cores are all that can be counted on. */
const mostThreads = 2;

/** Takes the SHA-256 of ranges of an open file on threads of its own, which begin when they are first needed. */
export class RangeDigester {
  readonly #fd: number;
  #threads: readonly Thread[] = [];

  /** @param fd open for reading; stays the caller's to close, after `close` here */
  constructor(fd: number) {
    this.#fd = fd;
  }

  /** Starts the threads, for whoever will soon ask. */
  start(): void {
    if (this.#threads.length > 0) return;
    const count = Math.min(mostThreads, availableParallelism());
    this.#threads = Array.from({ length: count }, () => this.#startThread());
  }

  /**
   * The digests of ranges, each as soon as it is there. One rejects with `input.path-unreadable` if the file cannot be read or ends
   * before, and then so may others.
   */
  digest(ranges: readonly FileRange[]): readonly Promise<Uint8Array>[] {
    this.start();
    const shares = new Map<Thread, FileRange[]>(this.#threads.map((thread) => [thread, []]));
    const digests = new Map<FileRange, Promise<Uint8Array>>();
    // The longest first, so that in the end no thread is left alone with one of them.
    for (const range of ranges.toSorted((a, b) => b.length - a.length)) {
      const [thread, share] = leastLoaded(shares);
      const waiting = Promise.withResolvers<Uint8Array>();
      // Whoever asked may have gone by then.
      waiting.promise.catch(() => undefined);
      digests.set(range, waiting.promise);
      share.push(range);
      thread.waiting.push(waiting);
      thread.load += range.length;
    }
    for (const [{ worker }, share] of shares) if (share.length > 0) worker.postMessage(share);
    return ranges.flatMap((range) => digests.get(range) ?? []);
  }

  /** Ends the threads, done or not. */
  async close(): Promise<void> {
    await Promise.all(
      this.#threads.map(async ({ worker, ready }) => {
        // Node 24 can take the whole process down with a thread that is ended while its modules load.
        await ready.promise;
        await worker.terminate();
      }),
    );
  }

  #startThread(): Thread {
    const worker = new Worker(workerFile, { workerData: this.#fd });
    const ready = Promise.withResolvers<undefined>();
    const thread: Thread = { worker, ready, waiting: [], load: 0 };
    const fail = (error: VaultError): void => {
      ready.resolve(undefined);
      for (const { reject } of thread.waiting.splice(0)) reject(error);
    };
    worker.on('message', (reply: DigesterReply) => {
      if (reply.type === 'ready') ready.resolve(undefined);
      else if (reply.type === 'failed')
        fail(new VaultError('input.path-unreadable', {}, new Error(reply.message)));
      else for (const digest of reply.digests) thread.waiting.shift()?.resolve(digest);
    });
    worker.on('error', (cause) => fail(new VaultError('internal.bug', { what: 'digester' }, cause)));
    worker.on('exit', () => fail(new VaultError('internal.bug', { what: 'digester-ended' })));
    return thread;
  }
}

function leastLoaded(shares: ReadonlyMap<Thread, FileRange[]>): [Thread, FileRange[]] {
  const [first, ...others] = shares;
  if (first === undefined) throw new VaultError('internal.bug', { what: 'digester-threads' });
  return others.reduce((least, one) => (one[0].load < least[0].load ? one : least), first);
}
