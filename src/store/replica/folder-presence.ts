import { dirname } from 'node:path';

import { VaultError } from '../../base/errors.ts';
import type { DurablePort } from '../durable/port.ts';

/** Whether the folder of a second copy is there: a stick is pulled out at any moment, and what fails then is not told as a broken disk. */
export class FolderPresence {
  readonly #port: DurablePort;
  readonly #folder: string;
  #seen = false;

  constructor(port: DurablePort, folder: string) {
    this.#port = port;
    this.#folder = folder;
  }

  /** True once the folder was seen: from then on a place without it is gone. */
  get seen(): boolean {
    return this.#seen;
  }

  noteSeen(): void {
    this.#seen = true;
  }

  /** Runs a call; what went wrong because the place is not there any more is told as that. */
  async guard<Result>(call: () => Promise<Result>): Promise<Result> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof VaultError && error.code === 'storage.failed') await this.refuseGone(error);
      throw error;
    }
  }

  /** Throws `storage.gone` if the place is not there, or the copy's folder is not that was. */
  async refuseGone(cause?: unknown): Promise<void> {
    const there = await isFolder(this.#port, this.#folder);
    if (there) return;
    if (this.#seen || !(await isFolder(this.#port, dirname(this.#folder))))
      throw new VaultError('storage.gone', {}, cause);
  }
}

/** False also for one that the disk cannot look at any more. */
async function isFolder(port: DurablePort, path: string): Promise<boolean> {
  try {
    return (await port.findStatus(path))?.type === 'folder';
  } catch (error) {
    if (error instanceof VaultError) return false;
    throw error;
  }
}
