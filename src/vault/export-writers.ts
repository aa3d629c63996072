import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

import { DigestingWriter, type WrittenFile } from '../platform/digesting-writer.ts';
import { NodeDurable } from '../store/durable/node-durable.ts';
import type { DurablePort } from '../store/durable/port.ts';
import type { OutFile } from './out-files.ts';

interface ExportWriter {
  write(bytes: Uint8Array): Promise<void>;
  /** As `write`, for memory that nobody else will look at again: it may be taken away. */
  give(bytes: Uint8Array): Promise<void>;
  /** Returns once all is written (not synced). */
  finish(): Promise<WrittenFile>;
  /** To be called whatever happens. */
  close(): Promise<void>;
}

/** Writers for the bundles of an export: on this computer's own disk a thread writes and digests; a port of somebody's own sees every step. */
export class ExportWriters {
  readonly #isOwnDisk: boolean;
  /** Its thread comes up while the first bundle is planned. */
  #spare: DigestingWriter | undefined;

  constructor(port: DurablePort) {
    this.#isOwnDisk = port instanceof NodeDurable;
    if (this.#isOwnDisk) this.#spare = new DigestingWriter();
  }

  /** Throws `storage.*` as the system's own error. */
  open(file: OutFile): Promise<ExportWriter> {
    return this.#isOwnDisk ? this.#openThread(file) : Promise.resolve(openHere(file));
  }

  /** Ends the thread that nobody took. */
  async close(): Promise<void> {
    await this.#spare?.close();
  }

  async #openThread(file: OutFile): Promise<ExportWriter> {
    const handle = await open(file.path, 'r+');
    const writer = this.#spare ?? new DigestingWriter();
    this.#spare = undefined;
    writer.begin(handle.fd);
    return {
      write: (bytes) => writer.write(bytes),
      give: (bytes) => writer.give(bytes),
      finish: () => writer.finish(),
      close: async () => {
        await writer.close();
        await handle.close();
      },
    };
  }
}

function openHere(file: OutFile): ExportWriter {
  const hash = createHash('sha256');
  let size = 0;
  const write = async (bytes: Uint8Array): Promise<void> => {
    hash.update(bytes);
    size += bytes.length;
    await file.append(bytes);
  };
  return {
    write,
    give: write,
    finish: () => Promise.resolve({ size, sha256: hash.digest() }),
    close: () => Promise.resolve(),
  };
}
