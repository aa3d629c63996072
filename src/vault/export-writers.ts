import { setImmediate as turn } from 'node:timers/promises';

import { DigestThread } from '../platform/digest-thread.ts';
import { writeLength } from '../platform/write-length.ts';
import type { OutFile } from './out-files.ts';

/** Writers for the bundles of an export. */
export class ExportWriters {
  /** Its thread comes up while the first bundle is planned. */
  #spare: DigestThread | undefined = new DigestThread();

  /** For a new file. To be closed whatever happens. */
  open(file: OutFile): ExportWriter {
    const digest = this.#spare ?? new DigestThread();
    this.#spare = undefined;
    return new ExportWriter(file, digest);
  }

  /** Ends the thread that nobody took. */
  async close(): Promise<void> {
    await this.#spare?.close();
  }
}

/** Milliseconds after which a write was one of a slow disk. */
const slow = 20;

/** Writes a bundle front to back, while a thread takes its digest. Throws `storage.*`. */
class ExportWriter {
  readonly #file: OutFile;
  readonly #digest: DigestThread;

  constructor(file: OutFile, digest: DigestThread) {
    this.#file = file;
    this.#digest = digest;
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#append(bytes);
    await this.#digest.take(bytes);
  }

  /** As `write`, for memory that nobody else will look at again: it may be taken away. */
  async give(bytes: Uint8Array): Promise<void> {
    await this.#append(bytes);
    await this.#digest.give(bytes);
  }

  /** Returns once all is written (not synced): the length in bytes and the SHA-256. */
  async finish(): Promise<{ readonly size: number; readonly sha256: Uint8Array }> {
    return { size: this.#file.length, sha256: await this.#digest.finish() };
  }

  close(): Promise<void> {
    return this.#digest.close();
  }

  /** The thread itself may write here; where it is kept waiting, others have their turn after each piece. */
  async #append(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; done += writeLength) {
      const began = performance.now();
      await this.#file.append(bytes.subarray(done, done + writeLength));
      if (performance.now() - began > slow) await turn();
    }
  }
}
