import { basename } from 'node:path';

import { VaultError } from '../../../src/base/errors.ts';
import { KilledByFault, type Fault, type StepName } from '../../../src/store/durable/faulty-durable.ts';
import type {
  DurablePort,
  FileStatus,
  FolderEntry,
  ReadableFile,
  WritableFile,
} from '../../../src/store/durable/port.ts';
import { storageError } from '../../../src/store/durable/system-errors.ts';
import type { SimulatedDisk } from '../disk/simulated-disk.ts';

/** A fault at a step, counted from the moment when it was armed, and how many steps fail from then on. */
export interface Strike {
  readonly step: number;
  readonly fault: Fault;
  /** 1, a few, or all that follow: a disk that is full mostly stays full. Means nothing for a kill. */
  readonly lasting: number;
}

/** A port whose steps fail as planned, in front of a disk that forgets. */
export class StrikingPort implements DurablePort {
  readonly #real: DurablePort;
  readonly #disk: SimulatedDisk;
  readonly #struck: string[] = [];
  #strike: Strike | undefined;
  #steps = 0;
  #armedAt = 0;
  #killed = false;

  constructor(real: DurablePort, disk: SimulatedDisk) {
    this.#real = real;
    this.#disk = disk;
  }

  arm(strike: Strike): void {
    this.#strike = strike;
    this.#armedAt = this.#steps;
  }

  /** Each fault that struck, such as `EIO at sync vault.json.new`. */
  get struck(): readonly string[] {
    return this.#struck;
  }

  isKilled(): boolean {
    return this.#killed;
  }

  /** From now on nothing reaches the disk. */
  kill(): void {
    this.#killed = true;
  }

  async createFile(path: string): Promise<WritableFile> {
    await this.#step('createFile', path);
    return this.#wrap(path, await this.#real.createFile(path));
  }

  async openFile(path: string): Promise<WritableFile | undefined> {
    await this.#step('openFile', path);
    const file = await this.#real.openFile(path);
    return file === undefined ? undefined : this.#wrap(path, file);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#step('rename', to);
    await this.#real.rename(from, to);
  }

  async unlink(path: string): Promise<boolean> {
    await this.#step('unlink', path);
    return this.#real.unlink(path);
  }

  async makeFolder(path: string): Promise<boolean> {
    await this.#step('makeFolder', path);
    return this.#real.makeFolder(path);
  }

  async removeFolder(path: string): Promise<boolean> {
    await this.#step('removeFolder', path);
    return this.#real.removeFolder(path);
  }

  async syncFolder(path: string): Promise<void> {
    await this.#step('syncFolder', path);
    await this.#real.syncFolder(path);
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
    return {
      size: async () => {
        this.#alive();
        return file.size();
      },
      read: async (into, position) => {
        this.#alive();
        return file.read(into, position);
      },
      write: async (bytes, position) => {
        await this.#step('write', path, () => file.write(bytes.subarray(0, bytes.length >> 1), position));
        await file.write(bytes, position);
      },
      truncate: async (length) => {
        await this.#step('truncate', path);
        await file.truncate(length);
      },
      sync: async () => {
        await this.#step('sync', path);
        await file.sync();
      },
      // A killed process has its files closed by the system.
      close: () => file.close(),
    };
  }

  #alive(): void {
    if (this.#killed) throw new KilledByFault();
  }

  /** Counts a step and lets it fail if it is one of those that do; `half` does half of it first. */
  async #step(name: StepName, path: string, half?: () => Promise<void>): Promise<void> {
    this.#alive();
    this.#steps += 1;
    const strike = this.#strike;
    if (strike === undefined) return;
    const since = this.#steps - this.#armedAt - strike.step;
    const kills = strike.fault === 'kill' || strike.fault === 'torn-kill';
    if (since < 0 || since >= (kills ? 1 : strike.lasting)) return;
    const { fault } = strike;
    if (this.#struck.length < 3) this.#struck.push(`${fault} at ${name} ${basename(path)}`);
    if (fault === 'short-write' || fault === 'torn-kill') await half?.();
    if (kills) {
      this.kill();
      throw new KilledByFault();
    }
    if (name === 'sync') this.#disk.syncFailed(path);
    throw injected(fault === 'short-write' ? 'ENOSPC' : fault, name);
  }
}

/** An error that looks like the system's own and takes the same way through the mapping. */
function injected(system: string, syscall: string): Error {
  const cause = Object.assign(new Error(`${system}: injected`), { code: system, syscall });
  const error = storageError(cause, 'writing');
  return error instanceof Error ? error : new VaultError('internal.bug', {}, error);
}
