import { platform } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

import { VaultError } from '../../base/errors.ts';
import type { DurablePort, FileStatus, FolderEntry, ReadableFile, ReadPort, WritableFile } from './port.ts';
import { blockingFiles, waitingFiles, type RawFile, type RawFiles } from './raw-files.ts';
import { storageError, systemCode, type Attempted } from './system-errors.ts';
import { rulesOf, type SystemRules } from './system-rules.ts';

export interface NodeDurableOptions {
  /** The rule set of the system; by default of the one we run on. */
  readonly rules?: SystemRules;
  /** The calls underneath; by default those that never make the thread wait. */
  readonly files?: RawFiles;
  /** Waits between tries, in milliseconds. */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/** What takes longer than this, in milliseconds, was not in the system's memory. */
const slowAnswer = 2;

/** The port over this computer's own file system. */
export class NodeDurable implements DurablePort {
  readonly #plain: boolean;
  readonly #rules: SystemRules;
  readonly #files: RawFiles;
  readonly #pause: (milliseconds: number) => Promise<unknown>;

  constructor(options: NodeDurableOptions = {}) {
    this.#plain = options.rules === undefined && options.files === undefined && options.pause === undefined;
    this.#rules = options.rules ?? rulesOf(platform);
    this.#files = options.files ?? waitingFiles;
    this.#pause = options.pause ?? ((milliseconds) => pause(milliseconds));
  }

  /** True if it is nothing but the system's own calls on this computer's disk, so that other threads may make them too: `blocking`. */
  get isPlain(): boolean {
    return this.#plain;
  }

  /** For a worker thread: the thread itself makes the short calls. */
  static blocking(): NodeDurable {
    return new NodeDurable({ files: blockingFiles });
  }

  async createFile(path: string): Promise<WritableFile> {
    return this.#open('writing', path, 'wx+');
  }

  async openFile(path: string): Promise<WritableFile | undefined> {
    return missingAsUndefined(() => this.#open('writing', path, 'r+'));
  }

  async openForReading(path: string): Promise<ReadableFile | undefined> {
    return missingAsUndefined(() => this.#open('reading', path, 'r'));
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#try('writing', () => this.#files.rename(this.#path(from), this.#path(to)));
  }

  async unlink(path: string): Promise<boolean> {
    return this.#unlessMissing(() => this.#files.unlink(this.#path(path)));
  }

  async removeFolder(path: string): Promise<boolean> {
    return this.#unlessMissing(() => this.#files.removeFolder(this.#path(path)));
  }

  async makeFolder(path: string): Promise<boolean> {
    try {
      await this.#files.makeFolder(this.#path(path));
      return true;
    } catch (error) {
      if (systemCode(error) === 'EEXIST' && (await this.findStatus(path))?.type === 'folder') return false;
      throw storageError(error, 'writing');
    }
  }

  async syncFolder(path: string): Promise<void> {
    if (!this.#rules.syncsFolders) return;
    const folder = await this.#try('writing', () => this.#files.open(this.#path(path), 'r'));
    try {
      await folder.sync();
    } catch (error) {
      // Some file systems keep names by other means and say so in this way.
      const system = systemCode(error);
      if (system !== 'EINVAL' && system !== 'ENOTSUP') throw storageError(error, 'writing');
    } finally {
      await folder.close();
    }
  }

  async findBytes(path: string, limit: number): Promise<Uint8Array | undefined> {
    const file = await this.openForReading(path);
    if (file === undefined) return undefined;
    try {
      const size = await file.size();
      if (size > limit) throw new VaultError('format.malformed', { what: 'file-too-large', limit });
      const bytes = new Uint8Array(size);
      return bytes.subarray(0, await file.read(bytes, 0));
    } finally {
      await file.close();
    }
  }

  async findStatus(path: string): Promise<FileStatus | undefined> {
    return missingAsUndefined(() => this.#try('reading', () => this.#files.status(this.#path(path))));
  }

  /**
   * `findStatus` of many files of one folder. Handing a question to another thread costs several times what the answer does where the system has it in
   * memory, so they are asked on this thread, a few at a time, for as long as each is answered at once.
   */
  async findStatuses(paths: readonly string[]): Promise<(FileStatus | undefined)[]> {
    const found: (FileStatus | undefined)[] = [];
    // A slow answer may be a pause of this thread's own: where the next ones come quickly from elsewhere, a few more are forgiven.
    let forgiven = this.#files.statusNow === undefined ? 0 : 3;
    let quick = forgiven > 0;
    while (found.length < paths.length) {
      // One that waits for nothing, however long the disk takes, says whether it takes long.
      const asked = performance.now();
      const some = paths.slice(found.length, found.length + (quick ? 1 : 64));
      found.push(...(await Promise.all(some.map((path) => this.findStatus(path)))));
      quick = forgiven > 0 && performance.now() - asked < slowAnswer * (quick ? 1 : 2);
      const end = quick ? Math.min(found.length + 255, paths.length) : found.length;
      while (quick && found.length < end) {
        const began = performance.now();
        const path = paths[found.length] ?? '';
        found.push(this.#statusNow(path) ?? (await this.findStatus(path)));
        quick = performance.now() - began < slowAnswer;
        if (!quick) forgiven -= 1;
      }
    }
    return found;
  }

  /** Undefined also where there is anything to be told: then the one that waits tells it. */
  #statusNow(path: string): FileStatus | undefined {
    try {
      return this.#files.statusNow?.(this.#path(path));
    } catch {
      return undefined;
    }
  }

  async listFolder(path: string): Promise<readonly FolderEntry[] | undefined> {
    return missingAsUndefined(() => this.#try('reading', () => this.#files.list(this.#path(path))));
  }

  #path(path: string): string {
    return this.#rules.toSystemPath(path);
  }

  async #open(attempted: Attempted, path: string, flags: 'r' | 'r+' | 'wx+'): Promise<WritableFile> {
    return new NodeFile(await this.#try(attempted, () => this.#files.open(this.#path(path), flags)));
  }

  async #unlessMissing(call: () => Promise<void>): Promise<boolean> {
    const done = async (): Promise<true> => {
      await this.#try('writing', call);
      return true;
    };
    return (await missingAsUndefined(done)) ?? false;
  }

  /** Tries again while only another program stands in the way. */
  async #try<Result>(attempted: Attempted, call: () => Promise<Result>): Promise<Result> {
    for (const milliseconds of this.#rules.pauses) {
      try {
        return await call();
      } catch (error) {
        if (!this.#rules.passing.has(systemCode(error) ?? '')) throw storageError(error, attempted);
      }
      await this.#pause(milliseconds);
    }
    try {
      return await call();
    } catch (error) {
      throw storageError(error, attempted);
    }
  }
}

/** True for this computer's own disk, on which other threads may read and write as well; false where somebody is to see every step. */
export function isPlain(port: ReadPort): boolean {
  return port instanceof NodeDurable && port.isPlain;
}

class NodeFile implements WritableFile {
  readonly #raw: RawFile;
  #closed = false;

  constructor(raw: RawFile) {
    this.#raw = raw;
  }

  async size(): Promise<number> {
    return (await attempt('reading', () => this.#raw.status())).size;
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    let done = 0;
    while (done < into.length) {
      const count = await attempt('reading', () =>
        this.#raw.read(into, done, into.length - done, position + done),
      );
      if (count === 0) break;
      done += count;
    }
    return done;
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    let done = 0;
    while (done < bytes.length) {
      const count = await attempt('writing', () =>
        this.#raw.write(bytes, done, bytes.length - done, position + done),
      );
      // A disk that takes nothing and reports nothing would keep us here for ever.
      if (count === 0) throw new VaultError('storage.failed', { system: 'nothing-written' });
      done += count;
    }
  }

  async truncate(length: number): Promise<void> {
    await attempt('writing', () => this.#raw.truncate(length));
  }

  async sync(): Promise<void> {
    await attempt('writing', () => this.#raw.sync());
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await attempt('writing', () => this.#raw.close());
  }
}

async function attempt<Result>(attempted: Attempted, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw storageError(error, attempted);
  }
}

async function missingAsUndefined<Result>(call: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof VaultError) {
      const { system } = error.details;
      if (system === 'ENOENT' || system === 'ENOTDIR') return undefined;
    }
    throw error;
  }
}
