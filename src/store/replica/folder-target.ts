import { dirname, join, sep } from 'node:path';

import { encodeHex } from '../../base/bytes.ts';
import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import { findStatuses } from '../durable/find-statuses.ts';
import { isPlain, NodeDurable } from '../durable/node-durable.ts';
import type { DurablePort, FolderEntry } from '../durable/port.ts';
import { CopyThreads } from './copy-threads.ts';
import { readInSteps } from './file-steps.ts';
import { FolderPresence } from './folder-presence.ts';
import { MadeFolders } from './made-folders.ts';
import { PartialFiles, partialsName } from './partial-files.ts';
import { pour } from './pour.ts';
import { replicaFileName } from './replica-names.ts';
import { SyncTogether, writeOutFileSystem } from './sync-together.ts';
import type { ReplicaTarget, TargetContent, TargetFile } from './replica-target.ts';
import { countBytes, refuseCancelled } from './sent-bytes.ts';
import { writeCopy } from './write-copy.ts';

interface FolderTargetOptions {
  readonly port: DurablePort;
  /** Absolute path of the second copy's own folder (`replicaFolderName`). */
  readonly folder: string;
  /** Who writes: what this one left half-written is cleared away at once. Lower-case letters and digits, such as the id of its log. */
  readonly writer?: string;
  /** Threads that copy what lies on disks of this computer; as many as are worth it by default, none for 0. */
  readonly threads?: number;
}

/** Lengths that are asked for at once. */
const statusesAtOnce = 256;
/** A file system that cannot rename says one of these. */
const noRename: ReadonlySet<unknown> = new Set(['ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EXDEV']);

/**
 * A second copy in a plain folder, of any file system: no links, no attributes, no rename over what is there, no times.
 *
 * A file is written under another name in incoming/, synced, looked at for its length, and renamed once all of it is on the disk: so no name ever stands
 * for bytes that a power failure can still take. The digest is taken of the bytes as they are handed to the system. They are not read back at once: that
 * would show what the system keeps in memory and nothing of the disk, and Node has no way around it that holds on every system. Where a place cannot
 * rename, the file is written under its name, synced and read back.
 */
export class FolderTarget implements ReplicaTarget {
  /** Many, so that their syncs come together. */
  readonly atOnce = 32;
  readonly #port: DurablePort;
  readonly #folder: string;
  readonly #partials: PartialFiles;
  readonly #folders: MadeFolders;
  readonly #together: SyncTogether;
  readonly #presence: FolderPresence;
  #renames = true;
  readonly #threads: CopyThreads;

  constructor({ port, folder, writer = 'anybody', threads }: FolderTargetOptions) {
    this.#port = port;
    this.#presence = new FolderPresence(port, folder);
    this.#threads = new CopyThreads(folder, threads);
    this.#folder = folder;
    this.#folders = new MadeFolders(port, folder);
    this.#partials = new PartialFiles(port, folder, writer);
    // A port of somebody's own sees every step by itself.
    this.#together = new SyncTogether(() =>
      port instanceof NodeDurable ? writeOutFileSystem(folder) : Promise.resolve(),
    );
  }

  async *list(signal?: AbortSignal): AsyncGenerator<TargetFile> {
    const root = await this.#guard(() => this.#port.listFolder(this.#folder));
    if (root === undefined) {
      await this.#presence.refuseGone();
      return;
    }
    this.#presence.noteSeen();
    // Not one generator for each folder: thousands of names would pass through all of them.
    for (const folders = ['']; ;) {
      const within = folders.pop();
      if (within === undefined) return;
      const entries = within === '' ? root : await this.#entriesOf(within);
      for (const { name, type } of entries)
        if (type === 'folder' && !(within === '' && name === partialsName)) folders.push(`${within}${name}/`);
      // What a round that was cut short put there may not be durable yet: whoever leans on this list settles.
      this.#folders.changed(this.#folderOf(within));
      const files = entries.filter(({ type }) => type === 'file');
      for (let at = 0; at < files.length; at += statusesAtOnce) {
        throwIfCancelled(signal);
        yield* await this.#sizesOf(within, files.slice(at, at + statusesAtOnce));
      }
    }
  }

  async findSize(name: string): Promise<number | undefined> {
    const status = await this.#guard(() => this.#port.findStatus(this.#path(name)));
    if (status === undefined) await this.#presence.refuseGone();
    return status?.type === 'file' ? status.size : undefined;
  }

  pathOf(name: string): string | undefined {
    return isPlain(this.#port) ? this.#path(name) : undefined;
  }

  async read(
    name: string,
    range?: { readonly start: number; readonly end: number },
  ): Promise<AsyncIterable<Uint8Array> | undefined> {
    const file = await this.#guard(() => this.#port.openForReading(this.#path(name)));
    if (file === undefined) {
      await this.#presence.refuseGone();
      return undefined;
    }
    return readInSteps(file, range, (call) => this.#guard(call));
  }

  async put(name: string, content: TargetContent, signal?: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    const path = this.#path(name);
    await this.#makeRoot(name);
    const size = await this.findSize(name);
    if (size === content.size) return;
    const folder = dirname(path);
    await this.#guard(() => this.#folders.make(folder));
    if (this.#renames) {
      const partial = await this.#guard(() => this.#partials.next());
      try {
        if (!(await this.#writeAside(partial, content, signal))) await this.#write(partial, content, signal);
        await this.#rename(partial, path, content.size, size);
      } catch (error) {
        // The first error is the one to tell; a partial file that cannot be removed now is removed by the next round.
        await this.#port.unlink(partial).catch(() => false);
        if (!(error instanceof VaultError) || !noRename.has(error.details.system)) throw error;
        this.#renames = false;
      }
    }
    if (!this.#renames) await this.#writeInPlace(path, content, signal);
    this.#folders.changed(folder);
  }

  /** In place, since FAT puts no name in another's place. */
  async putOver(name: string, content: TargetContent): Promise<void> {
    const file = await this.#guard(() => this.#port.openFile(this.#path(name)));
    if (file === undefined) return this.put(name, content);
    try {
      const { onBytes, compare } = countBytes(content);
      await this.#guard(() => pour(file, content.open(), { ahead: false, onBytes }));
      compare();
      await this.#guard(() => file.truncate(content.size));
      await this.#guard(() => file.sync());
    } finally {
      await file.close();
    }
  }

  async settle(): Promise<void> {
    await this.#folders.settle((call) => this.#guard(call));
  }

  async tidy(): Promise<number> {
    return this.#guard(() => this.#partials.clear());
  }

  async remove(name: string): Promise<boolean> {
    const path = this.#path(name);
    const removed = await this.#guard(() => this.#port.unlink(path));
    if (removed) this.#folders.changed(dirname(path));
    else await this.#presence.refuseGone();
    return removed;
  }

  async close(): Promise<void> {
    await this.#threads.close();
  }

  async #entriesOf(within: string): Promise<readonly FolderEntry[]> {
    const entries = await this.#guard(() => this.#port.listFolder(this.#folderOf(within)));
    // It was listed a moment ago: if it was not taken away, all of the place was.
    if (entries === undefined) await this.#presence.refuseGone();
    return entries ?? [];
  }

  async #sizesOf(within: string, files: readonly FolderEntry[]): Promise<TargetFile[]> {
    const folder = this.#folderOf(within);
    const statuses = await this.#guard(() =>
      findStatuses(
        this.#port,
        files.map(({ name }) => `${folder}${sep}${name}`),
      ),
    );
    if (statuses.includes(undefined)) await this.#presence.refuseGone();
    return files.flatMap(({ name }, i) => {
      const status = statuses[i];
      return status?.type === 'file' ? [{ name: `${within}${name}`, size: status.size }] : [];
    });
  }

  /** @param within inside the copy, ending in a slash; empty for the copy itself */
  #folderOf(within: string): string {
    return join(this.#folder, ...within.split('/'));
  }

  /** A folder that is only a mount point any more must not be taken for the stick, so the copy's folder is made with its first file alone. */
  async #makeRoot(name: string): Promise<void> {
    if (this.#presence.seen) return;
    const there = await this.#guard(() => this.#port.findStatus(this.#folder));
    if (there === undefined) {
      if (name !== replicaFileName) throw new VaultError('storage.gone');
      const place = dirname(this.#folder);
      await this.#guard(() => this.#port.makeFolder(this.#folder));
      await this.#guard(() => this.#port.syncFolder(place));
    }
    this.#presence.noteSeen();
  }

  /** Hands the bytes to the system, and takes the digest of just those. */
  async #write(path: string, content: TargetContent, signal: AbortSignal | undefined): Promise<void> {
    const { onBytes, compare } = countBytes(content);
    await this.#guard(() =>
      writeCopy(
        {
          port: this.#port,
          together: this.#together,
          ahead: this.#port instanceof NodeDurable,
          onBytes,
          written: (length) => {
            compare();
            if (length !== content.size)
              throw new VaultError('integrity.replica-damaged', { what: 'arrived' });
          },
        },
        path,
        refuseCancelled(content.open(), signal),
      ),
    );
  }

  /** The same by a thread of its own, once there are many bytes. False if something is wrong with them: then nothing lies there, and trying again tells what. */
  async #writeAside(path: string, content: TargetContent, signal: AbortSignal | undefined): Promise<boolean> {
    if (!isPlain(this.#port)) return false;
    const copied = await this.#guard(() => this.#threads.copy(content, path, signal));
    if (copied === false) await this.#guard(() => this.#port.unlink(path));
    return copied === true;
  }

  async #rename(partial: string, path: string, size: number, replaced: number | undefined): Promise<void> {
    if (replaced !== undefined) await this.#guard(() => this.#port.unlink(path));
    try {
      await this.#guard(() => this.#port.rename(partial, path));
    } catch (error) {
      // Another laptop was faster, and this file system puts nothing in another's place. It is the same file.
      if ((await this.#port.findStatus(path))?.size !== size) throw error;
      await this.#port.unlink(partial);
    }
  }

  async #writeInPlace(path: string, content: TargetContent, signal: AbortSignal | undefined): Promise<void> {
    await this.#guard(() => this.#port.unlink(path));
    try {
      await this.#write(path, content, signal);
      if (!(await this.#holds(path, content)))
        throw new VaultError('integrity.replica-damaged', { what: 'arrived' });
    } catch (error) {
      await this.#port.unlink(path).catch(() => false);
      throw error;
    }
  }

  async #holds(path: string, { sha256 }: TargetContent): Promise<boolean> {
    const file = await this.#guard(() => this.#port.openForReading(path));
    if (file === undefined) return false;
    const hash = nodeHashes.createSha256();
    for await (const bytes of readInSteps(file, undefined, (call) => this.#guard(call))) hash.update(bytes);
    return encodeHex(hash.digest()) === sha256;
  }

  #path(name: string): string {
    const steps = name.split('/');
    if (steps.some((step) => step === '' || step === '.' || step === '..' || /[\\\0]/.test(step)))
      throw new VaultError('internal.bug', { what: 'replica-name' });
    return join(this.#folder, ...steps);
  }

  #guard<Result>(call: () => Promise<Result>): Promise<Result> {
    return this.#presence.guard(call);
  }
}
