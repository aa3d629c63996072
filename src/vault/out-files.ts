import { existsSync } from 'node:fs';
import { link } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { utf8 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import { newId } from '../base/ids.ts';
import { NodeDurable } from '../store/durable/node-durable.ts';
import type { DurablePort, WritableFile } from '../store/durable/port.ts';
import { storageError, systemCode } from '../store/durable/system-errors.ts';

/** A file outside of the vault that is being written, front to back, beside its final name. */
export class OutFile {
  readonly #file: WritableFile;
  #length = 0;
  #syncedTo = 0;
  #syncing: Promise<unknown> = Promise.resolve();

  constructor(file: WritableFile) {
    this.#file = file;
  }

  /** In bytes, so far. */
  get length(): number {
    return this.#length;
  }

  /** Throws `storage.*`. */
  async append(bytes: Uint8Array | string): Promise<void> {
    const more = typeof bytes === 'string' ? utf8(bytes) : bytes;
    await this.#file.write(more, this.#length);
    this.#length += more.length;
    if (this.#length - this.#syncedTo >= syncStep) this.#syncAhead();
  }

  /** Returns once all is on the disk. Throws `storage.*`. */
  async sync(): Promise<void> {
    // A system tells of what could not be brought to the disk once alone.
    await this.#syncing;
    await this.#file.sync();
  }

  /** Lets go of the file, whole or not, once nothing is under way any more. */
  async close(): Promise<void> {
    await this.#syncing.catch(() => undefined);
    await this.#file.close();
  }

  #syncAhead(): void {
    this.#syncedTo = this.#length;
    this.#syncing = this.#syncing.then(() => this.#file.sync());
    // Met at the end.
    this.#syncing.catch(() => undefined);
  }
}

/** So much is brought to the disk while more is written, so that little is left to wait for at the end. */
const syncStep = 32 << 20;

export interface OutOptions {
  /** Replaces what is there. */
  readonly force: boolean;
  /** The door to the disk; this computer's own unless told. */
  readonly port?: DurablePort;
}

/**
 * Refuses at once what `writeCopy` would refuse once everything is made, for work that takes long or leaves something behind.
 * Throws `input.exists`.
 */
export function refuseExisting({
  out,
  force,
}: {
  readonly out: string;
  readonly force?: boolean | undefined;
}): void {
  if (force !== true && existsSync(out)) throw new VaultError('input.exists');
}

/** Writes a file beside its final name and gives it that name once it is whole. */
export function writeCopy(
  { out, force }: { readonly out: string; readonly force?: boolean | undefined },
  fill: (file: OutFile) => Promise<void>,
): Promise<void> {
  return writeCopies([out], { force: force ?? false }, fill);
}

/**
 * Writes files that belong together, each beside its final name, and gives all of them their names once all are whole: until then, and where
 * one cannot be written, none is there. Where one of them cannot be given its name, those that were new are taken away again.
 */
export async function writeCopies(
  outs: readonly string[],
  { force, port = new NodeDurable() }: OutOptions,
  fill: (file: OutFile, place: number) => Promise<void>,
): Promise<void> {
  const partials: string[] = [];
  const named: string[] = [];
  try {
    for (const [place, out] of outs.entries()) {
      const partial = join(dirname(out), `.${basename(out).slice(0, 100)}.${newId('record')}.part`);
      const file = new OutFile(await port.createFile(partial));
      partials.push(partial);
      try {
        await fill(file, place);
        await file.sync();
      } finally {
        await file.close();
      }
    }
    for (const [place, out] of outs.entries()) {
      const isNew = !existsSync(out);
      const partial = partials[place] ?? out;
      if (force) await port.rename(partial, out);
      else await nameAnew(port, partial, out);
      if (isNew) named.push(out);
    }
    // Until its folder is synced, a power failure can still take the name, and the history would tell of a bundle that never was.
    for (const folder of new Set(outs.map((out) => dirname(out)))) await port.syncFolder(folder);
  } catch (thrown) {
    // The first error is the one to tell.
    for (const out of named) await port.unlink(out).catch(() => false);
    for (const partial of partials) await port.unlink(partial).catch(() => false);
    throw outError(thrown);
  }
  for (const partial of partials) await port.unlink(partial);
}

/** Gives `partial` the name `out` unless something has it: by a hard link, which cannot replace; where there are none (FAT), by looking first. */
async function nameAnew(port: DurablePort, partial: string, out: string): Promise<void> {
  // A port of somebody's own sees every step, and knows no links.
  if (port instanceof NodeDurable) {
    try {
      await link(partial, out);
      return;
    } catch (thrown) {
      if (!withoutLinks.has(systemCode(thrown) ?? '')) throw thrown;
    }
  }
  if (existsSync(out)) throw new VaultError('input.exists');
  await port.rename(partial, out);
}

/** What file systems without hard links say. */
const withoutLinks: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EINVAL',
  'EMLINK',
]);

/** What the system said of a place to write to, as our own error. */
export function outError(thrown: unknown): unknown {
  switch (systemCode(thrown) ?? systemCode(thrown instanceof VaultError ? thrown.cause : undefined)) {
    case 'EEXIST':
      return new VaultError('input.exists', {}, thrown);
    case 'ENOENT':
      return new VaultError('input.path-missing', {}, thrown);
    default:
      return storageError(thrown, 'writing');
  }
}
