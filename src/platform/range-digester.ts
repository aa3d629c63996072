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

/** Takes the SHA-256 of ranges of an open file on a thread of its own, which begins when it is first needed. */
export class RangeDigester {
  readonly #fd: number;
  readonly #waiting: PromiseWithResolvers<Uint8Array>[] = [];
  #thread: { readonly worker: Worker; readonly ready: PromiseWithResolvers<undefined> } | undefined;

  /** @param fd open for reading; stays the caller's to close, after `close` here */
  constructor(fd: number) {
    this.#fd = fd;
  }

  /**
   * The digests of ranges, each as soon as it is there, in this order.
   * They reject with `input.path-unreadable` if the file cannot be read or ends before.
   */
  digest(ranges: readonly FileRange[]): readonly Promise<Uint8Array>[] {
    const waiting = ranges.map(() => Promise.withResolvers<Uint8Array>());
    // Whoever asked may have gone by then.
    for (const { promise } of waiting) promise.catch(() => undefined);
    this.#waiting.push(...waiting);
    this.#thread ??= this.#start();
    this.#thread.worker.postMessage(ranges);
    return waiting.map(({ promise }) => promise);
  }

  /** Ends the thread, done or not. */
  async close(): Promise<void> {
    if (this.#thread === undefined) return;
    // Node 24 can take the whole process down with a thread that is ended while its modules load.
    await this.#thread.ready.promise;
    await this.#thread.worker.terminate();
  }

  #start(): { worker: Worker; ready: PromiseWithResolvers<undefined> } {
    const worker = new Worker(workerFile, { workerData: this.#fd });
    const ready = Promise.withResolvers<undefined>();
    const fail = (error: VaultError): void => {
      ready.resolve(undefined);
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    };
    worker.on('message', (reply: DigesterReply) => {
      if (reply.type === 'ready') ready.resolve(undefined);
      else if (reply.type === 'failed')
        fail(new VaultError('input.path-unreadable', {}, new Error(reply.message)));
      else for (const digest of reply.digests) this.#waiting.shift()?.resolve(digest);
    });
    worker.on('error', (cause) => fail(new VaultError('internal.bug', { what: 'digester' }, cause)));
    worker.on('exit', () => fail(new VaultError('internal.bug', { what: 'digester-ended' })));
    return { worker, ready };
  }
}
