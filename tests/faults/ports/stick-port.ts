import { injectedError, KilledByFault } from '../../../src/store/durable/faulty-durable.ts';
import type { DurablePort, FileStatus, FolderEntry, ReadableFile } from '../../../src/store/durable/port.ts';
import { SteppingPort, type Step } from '../../../src/store/durable/stepping-port.ts';
import type { Stick } from '../stick.ts';

/** A stick that may be pulled out between any two calls, and a computer that may be dead by then. */
export class StickPort extends SteppingPort {
  readonly #stick: Stick;
  readonly #isDead: () => boolean;

  constructor(port: DurablePort, stick: Stick, isDead: () => boolean) {
    super(port);
    this.#stick = stick;
    this.#isDead = isDead;
  }

  override async findBytes(path: string, limit: number): Promise<Uint8Array | undefined> {
    return this.#isEmpty() ? undefined : this.port.findBytes(path, limit);
  }

  override async openForReading(path: string): Promise<ReadableFile | undefined> {
    if (this.#isEmpty()) return undefined;
    const file = await this.port.openForReading(path);
    if (file === undefined) return undefined;
    return {
      size: async () => {
        this.looking();
        return file.size();
      },
      read: async (into, position) => {
        this.looking();
        return file.read(into, position);
      },
      close: () => file.close(),
    };
  }

  override async findStatus(path: string): Promise<FileStatus | undefined> {
    return this.#isEmpty() ? undefined : this.port.findStatus(path);
  }

  override async listFolder(path: string): Promise<readonly FolderEntry[] | undefined> {
    return this.#isEmpty() ? undefined : this.port.listFolder(path);
  }

  /** Whatever changes something fails, however the stick went. */
  protected override async before({ name }: Step): Promise<void> {
    const how = this.#touch();
    if (how !== undefined) throw injectedError(how === 'empty' ? 'ENOENT' : 'EIO', name);
  }

  /** An open file is never only empty. */
  protected override looking(): void {
    if (this.#touch() !== undefined) throw injectedError('EIO', 'read');
  }

  /** True where the folder that the stick was mounted on is empty now; throws where the system still holds on to it. */
  #isEmpty(): boolean {
    const how = this.#touch();
    if (how === 'errors') throw injectedError('ENODEV', 'stat');
    return how === 'empty';
  }

  #touch(): 'errors' | 'empty' | undefined {
    if (this.#isDead()) throw new KilledByFault();
    return this.#stick.touch();
  }
}
