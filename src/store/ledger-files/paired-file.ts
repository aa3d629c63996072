import { VaultError } from '../../base/errors.ts';
import type { DurablePort, WritableFile } from '../durable/port.ts';

/** The two copies of a file that grows, written alike. */
export class PairedFile {
  readonly #files: readonly WritableFile[];

  private constructor(files: readonly WritableFile[]) {
    this.#files = files;
  }

  /** Opens both copies. Throws `storage.gone` if one is not there. */
  static async open(port: DurablePort, paths: readonly string[]): Promise<PairedFile> {
    const files: WritableFile[] = [];
    try {
      for (const path of paths) {
        const file = await port.openFile(path);
        if (file === undefined) throw new VaultError('storage.gone');
        files.push(file);
      }
      return new PairedFile(files);
    } catch (error) {
      await Promise.allSettled(files.map((file) => file.close()));
      throw error;
    }
  }

  /** Writes to one copy after the other; if the first fails, the second was not touched. Durable only after `sync`. */
  async write(bytes: Uint8Array, position: number): Promise<void> {
    for (const file of this.#files) await file.write(bytes, position);
  }

  /** Returns once both copies are on the disk. */
  async sync(): Promise<void> {
    await allOrThrow(this.#files.map((file) => file.sync()));
  }

  /** Cuts both copies to `length`, durably. */
  async cut(length: number): Promise<void> {
    for (const file of this.#files) await file.truncate(length);
    await this.sync();
  }

  /** The longer copy's length. */
  async longest(): Promise<number> {
    return Math.max(...(await Promise.all(this.#files.map((file) => file.size()))));
  }

  async close(): Promise<void> {
    await allOrThrow(this.#files.map((file) => file.close()));
  }
}

/** Waits for all, then throws the first error: nothing of ours may still be under way when the caller goes on. */
export async function allOrThrow(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}
