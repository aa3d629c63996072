import type { DurablePort, WritableFile } from './port.ts';
import { FileOver, PortOver } from './port-over.ts';
import type { UnsyncedMemory } from './unsynced-memory.ts';

/** Tells a memory of all that the disk behind was, and was not yet, told to keep. */
export class UnsyncedPort extends PortOver {
  readonly #memory: UnsyncedMemory;

  constructor(port: DurablePort, memory: UnsyncedMemory) {
    super(port);
    this.#memory = memory;
  }

  protected override over(path: string, file: WritableFile, created: boolean): WritableFile {
    if (created) this.#memory.created(path);
    return new UnsyncedFile(file, this.#memory.opened(path));
  }

  override async rename(from: string, to: string): Promise<void> {
    const replaced = this.#memory.look(to);
    await super.rename(from, to);
    this.#memory.renamed(from, to, replaced);
  }

  override async unlink(path: string): Promise<boolean> {
    const removed = this.#memory.look(path);
    const done = await super.unlink(path);
    if (removed !== undefined) this.#memory.unlinked(path, removed);
    return done;
  }

  override async makeFolder(path: string): Promise<boolean> {
    const made = await super.makeFolder(path);
    if (made) this.#memory.madeFolder(path);
    return made;
  }

  override async syncFolder(path: string): Promise<void> {
    await super.syncFolder(path);
    this.#memory.syncedFolder(path);
  }
}

class UnsyncedFile extends FileOver {
  readonly #memory: ReturnType<UnsyncedMemory['opened']>;

  constructor(file: WritableFile, memory: ReturnType<UnsyncedMemory['opened']>) {
    super(file);
    this.#memory = memory;
  }

  override write(bytes: Uint8Array, position: number): Promise<void> {
    this.#memory.changing();
    return super.write(bytes, position);
  }

  override truncate(length: number): Promise<void> {
    this.#memory.changing();
    return super.truncate(length);
  }

  override async sync(): Promise<void> {
    await super.sync();
    this.#memory.synced();
  }
}
