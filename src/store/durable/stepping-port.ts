import type { FileStatus, FolderEntry, ReadableFile, WritableFile } from './port.ts';
import { FileOver, PortOver } from './port-over.ts';

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

export interface Step {
  readonly name: StepName;
  /** For a rename the new name. */
  readonly path: string;
  /** For a write: does half of it, as a disk may that fails in the middle. */
  readonly half?: () => Promise<void>;
}

/** A port that is told of every step before it is made, and may let it fail. */
export abstract class SteppingPort extends PortOver {
  /** A step is about to be made. What is thrown is what its caller gets. */
  protected abstract before(step: Step): Promise<void>;

  /** Something is about to be looked at that changes nothing. */
  protected looking(): void {
    // Whoever does not care has nothing to do.
  }

  /** Every sync of a file or folder, after `before`. */
  protected syncing(_step: Step, sync: () => Promise<void>): Promise<void> {
    return sync();
  }

  protected override over(path: string, file: WritableFile, _created: boolean): WritableFile {
    return new SteppingFile(file, path, {
      before: (step) => this.before(step),
      looking: () => {
        this.looking();
      },
      syncing: (step, sync) => this.syncing(step, sync),
    });
  }

  override async createFile(path: string): Promise<WritableFile> {
    await this.before({ name: 'createFile', path });
    return super.createFile(path);
  }

  override async openFile(path: string): Promise<WritableFile | undefined> {
    await this.before({ name: 'openFile', path });
    return super.openFile(path);
  }

  override async rename(from: string, to: string): Promise<void> {
    await this.before({ name: 'rename', path: to });
    await super.rename(from, to);
  }

  override async unlink(path: string): Promise<boolean> {
    await this.before({ name: 'unlink', path });
    return super.unlink(path);
  }

  override async makeFolder(path: string): Promise<boolean> {
    await this.before({ name: 'makeFolder', path });
    return super.makeFolder(path);
  }

  override async removeFolder(path: string): Promise<boolean> {
    await this.before({ name: 'removeFolder', path });
    return super.removeFolder(path);
  }

  override async syncFolder(path: string): Promise<void> {
    const step: Step = { name: 'syncFolder', path };
    await this.before(step);
    await this.syncing(step, () => super.syncFolder(path));
  }

  override async findBytes(path: string, limit: number): Promise<Uint8Array | undefined> {
    this.looking();
    return super.findBytes(path, limit);
  }

  override async openForReading(path: string): Promise<ReadableFile | undefined> {
    this.looking();
    return super.openForReading(path);
  }

  override async findStatus(path: string): Promise<FileStatus | undefined> {
    this.looking();
    return super.findStatus(path);
  }

  override async listFolder(path: string): Promise<readonly FolderEntry[] | undefined> {
    this.looking();
    return super.listFolder(path);
  }
}

interface Watcher {
  readonly before: (step: Step) => Promise<void>;
  readonly looking: () => void;
  readonly syncing: (step: Step, sync: () => Promise<void>) => Promise<void>;
}

class SteppingFile extends FileOver {
  readonly #path: string;
  readonly #watcher: Watcher;

  constructor(file: WritableFile, path: string, watcher: Watcher) {
    super(file);
    this.#path = path;
    this.#watcher = watcher;
  }

  override async size(): Promise<number> {
    this.#watcher.looking();
    return super.size();
  }

  override async read(into: Uint8Array, position: number): Promise<number> {
    this.#watcher.looking();
    return super.read(into, position);
  }

  override async write(bytes: Uint8Array, position: number): Promise<void> {
    const half = (): Promise<void> => super.write(bytes.subarray(0, bytes.length >> 1), position);
    await this.#watcher.before({ name: 'write', path: this.#path, half });
    await super.write(bytes, position);
  }

  override async truncate(length: number): Promise<void> {
    await this.#watcher.before({ name: 'truncate', path: this.#path });
    await super.truncate(length);
  }

  override async sync(): Promise<void> {
    const step: Step = { name: 'sync', path: this.#path };
    await this.#watcher.before(step);
    await this.#watcher.syncing(step, () => super.sync());
  }
}
