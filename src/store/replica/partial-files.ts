import { join } from 'node:path';

import { encodeHex } from '../../base/bytes.ts';
import { randomBytes } from '../../crypto/random.ts';
import type { DurablePort } from '../durable/port.ts';

/** The folder of a second copy in which files are written before they get their names. */
export const partialsName = 'incoming';

/** Nobody writes one file for longer than this, in milliseconds: what is older was left behind. */
const abandonedAfter = 86_400_000;

/** Files that are being written: each under a name that nobody else gives, so that two laptops may write at once. */
export class PartialFiles {
  readonly #port: DurablePort;
  readonly #folder: string;
  readonly #writer: string;
  #made = false;

  /** @param writer names who writes here, in lower-case letters, digits and hyphens; what it left behind is its own to clear away */
  constructor(port: DurablePort, copy: string, writer: string) {
    this.#port = port;
    this.#folder = join(copy, partialsName);
    this.#writer = writer;
  }

  /** Path for a new file. Throws `storage.*`. */
  async next(): Promise<string> {
    if (!this.#made) await this.#port.makeFolder(this.#folder);
    this.#made = true;
    return join(this.#folder, `${this.#writer}.${encodeHex(randomBytes(8))}.part`);
  }

  /** Removes what this writer left behind, and what others left long ago. Returns how many. Throws `storage.*`. */
  async clear(): Promise<number> {
    let removed = 0;
    for (const { name, type } of (await this.#port.listFolder(this.#folder)) ?? []) {
      if (type !== 'file' || !name.endsWith('.part')) continue;
      const path = join(this.#folder, name);
      const own = name.startsWith(`${this.#writer}.`);
      if ((own || (await this.#isAbandoned(path))) && (await this.#port.unlink(path))) removed += 1;
    }
    return removed;
  }

  async #isAbandoned(path: string): Promise<boolean> {
    const modified = (await this.#port.findStatus(path))?.modified;
    return modified !== undefined && Date.now() - modified > abandonedAfter;
  }
}
