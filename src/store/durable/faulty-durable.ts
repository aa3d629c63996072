import { basename } from 'node:path';

import { VaultError } from '../../base/errors.ts';
import type { DurablePort, FileStatus, FolderEntry, ReadableFile, WritableFile } from './port.ts';
import { storageError } from './system-errors.ts';
import { UnsyncedMemory, type Loss } from './unsynced-memory.ts';

/** What goes wrong at the chosen step. A torn write does half of its work first; a kill ends all work at once. */
export type Fault = 'ENOSPC' | 'EIO' | 'EROFS' | 'short-write' | 'kill' | 'torn-kill';

/** Everything that changes the disk, or waits for it, is a step. */
export type StepName =
  | 'createFile'
  | 'openFile'
  | 'write'
  | 'truncate'
  | 'sync'
  | 'rename'
  | 'unlink'
  | 'makeFolder'
  | 'removeFolder'
  | 'syncFolder';

export interface FaultPlan {
  /** The step that fails, counted from 1. */
  readonly at: number;
  readonly fault: Fault;
}

/** Marks the end of a process that was 'killed': no code of ours may take it for an error of the disk. */
export class KilledByFault extends Error {
  override readonly name = 'KilledByFault';
}

/**
 * A port that lets one chosen step fail, in front of a real one. With `forgets`, it also remembers what the disk has not
 * been told to keep, and `crash` takes that away.
 */
export class FaultyDurable implements DurablePort {
  readonly #real: DurablePort;
  readonly #plan: FaultPlan | undefined;
  readonly #memory: UnsyncedMemory | undefined;
  readonly #steps: string[] = [];
  #killed = false;

  constructor(real: DurablePort, plan?: FaultPlan, options: { readonly forgets?: boolean } = {}) {
    this.#real = real;
    this.#plan = plan;
    this.#memory = options.forgets === true ? new UnsyncedMemory() : undefined;
  }

  /** The steps so far, such as `rename vault.json`, the last of them perhaps the one that failed. */
  get steps(): readonly string[] {
    return this.#steps;
  }

  /** True once the chosen step was reached. */
  get struck(): boolean {
    return this.#plan !== undefined && this.#steps.length >= this.#plan.at;
  }

  /** From now on nothing reaches the disk. */
  kill(): void {
    this.#killed = true;
  }

  /** The power fails: what was not synced is gone, as far as `loss` says. The port is dead afterwards. */
  crash(loss: Loss): void {
    this.kill();
    this.#memory?.forget(loss);
  }

  async createFile(path: string): Promise<WritableFile> {
    await this.#step('createFile', path);
    const file = await this.#real.createFile(path);
    this.#memory?.created(path);
    return this.#wrap(path, file);
  }

  async openFile(path: string): Promise<WritableFile | undefined> {
    await this.#step('openFile', path);
    const file = await this.#real.openFile(path);
    return file === undefined ? undefined : this.#wrap(path, file);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#step('rename', to);
    const replaced = this.#memory?.look(to);
    await this.#real.rename(from, to);
    this.#memory?.renamed(from, to, replaced);
  }

  async unlink(path: string): Promise<boolean> {
    await this.#step('unlink', path);
    const removed = this.#memory?.look(path);
    const done = await this.#real.unlink(path);
    if (removed !== undefined) this.#memory?.unlinked(path, removed);
    return done;
  }

  async makeFolder(path: string): Promise<boolean> {
    await this.#step('makeFolder', path);
    const made = await this.#real.makeFolder(path);
    if (made) this.#memory?.madeFolder(path);
    return made;
  }

  async removeFolder(path: string): Promise<boolean> {
    await this.#step('removeFolder', path);
    return this.#real.removeFolder(path);
  }

  async syncFolder(path: string): Promise<void> {
    await this.#step('syncFolder', path);
    await this.#real.syncFolder(path);
    this.#memory?.syncedFolder(path);
  }

  async findBytes(path: string, limit: number): Promise<Uint8Array | undefined> {
    this.#alive();
    return this.#real.findBytes(path, limit);
  }

  async openForReading(path: string): Promise<ReadableFile | undefined> {
    this.#alive();
    return this.#real.openForReading(path);
  }

  async findStatus(path: string): Promise<FileStatus | undefined> {
    this.#alive();
    return this.#real.findStatus(path);
  }

  async listFolder(path: string): Promise<readonly FolderEntry[] | undefined> {
    this.#alive();
    return this.#real.listFolder(path);
  }

  #wrap(path: string, file: WritableFile): WritableFile {
    const memory = this.#memory?.opened(path);
    return {
      size: () => this.#living(() => file.size()),
      read: (into, position) => this.#living(() => file.read(into, position)),
      write: async (bytes, position) => {
        memory?.changing();
        await this.#step('write', path, () => file.write(bytes.subarray(0, bytes.length >> 1), position));
        await file.write(bytes, position);
      },
      truncate: async (length) => {
        memory?.changing();
        await this.#step('truncate', path);
        await file.truncate(length);
      },
      sync: async () => {
        await this.#step('sync', path);
        await file.sync();
        memory?.synced();
      },
      // A killed process has its files closed by the system.
      close: () => file.close(),
    };
  }

  async #living<Result>(call: () => Promise<Result>): Promise<Result> {
    this.#alive();
    return call();
  }

  #alive(): void {
    if (this.#killed) throw new KilledByFault();
  }

  /** Counts a step and lets it fail if it is the chosen one; `half` does half of it first. */
  async #step(name: StepName, path: string, half?: () => Promise<void>): Promise<void> {
    this.#alive();
    this.#steps.push(`${name} ${basename(path)}`);
    if (this.#plan === undefined || this.#steps.length !== this.#plan.at) return;
    const { fault } = this.#plan;
    if (fault === 'short-write' || fault === 'torn-kill') await half?.();
    if (fault === 'kill' || fault === 'torn-kill') {
      this.kill();
      throw new KilledByFault();
    }
    throw injected(fault === 'short-write' ? 'ENOSPC' : fault, name);
  }
}

/** An error that looks like the system's own and takes the same way through the mapping. */
function injected(system: string, syscall: string): Error {
  const error = storageError(
    Object.assign(new Error(`${system}: injected`), { code: system, syscall }),
    'writing',
  );
  return error instanceof Error ? error : new VaultError('internal.bug', {}, error);
}
