import { throwIfCancelled } from '../../base/errors.ts';
import { BlobThreads, threadsFor } from '../threads/blob-threads.ts';
import type { TargetContent } from './replica-target.ts';

/** Threads that copy into a folder what lies on disks of this computer, once there are many bytes. */
export class CopyThreads {
  readonly #folder: string;
  readonly #wanted: number | undefined;
  #threads: BlobThreads | undefined;
  /** Those that were told to stop. */
  readonly #stopped: BlobThreads[] = [];
  /** Bytes that were to be copied so far. */
  #bytes = 0;

  /** @param wanted how many; as many as are worth it if left out, none for 0 */
  constructor(folder: string, wanted: number | undefined) {
    this.#folder = folder;
    this.#wanted = wanted;
  }

  /** Copies a content to `to`; undefined where threads are not worth it, or it lies in no file, false as `BlobThreads.copy`. Throws as that does. */
  async copy(
    { path: from, size, sha256 }: TargetContent,
    to: string,
    signal: AbortSignal | undefined,
  ): Promise<boolean | undefined> {
    this.#bytes += size;
    const count = this.#wanted ?? threadsFor(this.#bytes);
    if (from === undefined || count === 0) return undefined;
    throwIfCancelled(signal);
    const threads = (this.#threads ??= new BlobThreads(this.#folder, '', count));
    const cancel = (): void => {
      this.#cancel(threads);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await threads.copy({ from, to, size, sha256 });
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  async close(): Promise<void> {
    const threads = this.#stopped.splice(0);
    if (this.#threads !== undefined) threads.push(this.#threads);
    this.#threads = undefined;
    await Promise.all(threads.map((each) => each.close()));
  }

  #cancel(threads: BlobThreads): void {
    threads.cancel();
    if (this.#threads !== threads) return;
    this.#threads = undefined;
    this.#stopped.push(threads);
  }
}
