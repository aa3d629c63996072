import { basename, dirname, relative, resolve, sep } from 'node:path';

import type {
  DurablePort,
  FileStatus,
  FolderEntry,
  ReadableFile,
  WritableFile,
} from '../../../src/store/durable/port.ts';
import type { Mutation } from '../mutations/mutation.ts';

const noteMark = Buffer.from('evidence-vault/log/');

/** What is known of one file while a mutation looks at it. */
interface FileState {
  wrote: 'checkpoint' | 'other' | 'nothing';
}

/** A port that leaves out, or puts off, one step of the order in which things are written. */
export class MutatingPort implements DurablePort {
  readonly #real: DurablePort;
  readonly #root: string;
  readonly #mutation: Mutation;
  readonly #lastNamed = new Map<string, string>();
  readonly #late: { due: number; readonly run: () => Promise<void> }[] = [];
  #steps = 0;
  /** Files of the ledger that are open. */
  #open = 0;
  /** How often the step was left out or put off. */
  times = 0;

  constructor(real: DurablePort, root: string, mutation: Mutation) {
    this.#real = real;
    this.#root = root;
    this.#mutation = mutation;
  }

  async createFile(path: string): Promise<WritableFile> {
    await this.#step();
    return this.#wrap(path, await this.#real.createFile(path), { wrote: 'nothing' });
  }

  async openFile(path: string): Promise<WritableFile | undefined> {
    await this.#step();
    const file = await this.#real.openFile(path);
    if (file === undefined) return undefined;
    this.#open += 1;
    return this.#wrap(path, file, { wrote: 'nothing' }, () => (this.#open -= 1));
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#step();
    await this.#real.rename(from, to);
    this.#lastNamed.set(dirname(resolve(to)), basename(to));
  }

  async unlink(path: string): Promise<boolean> {
    await this.#step();
    return this.#real.unlink(path);
  }

  async makeFolder(path: string): Promise<boolean> {
    await this.#step();
    const made = await this.#real.makeFolder(path);
    if (made) this.#lastNamed.set(dirname(resolve(path)), basename(path));
    return made;
  }

  async removeFolder(path: string): Promise<boolean> {
    await this.#step();
    return this.#real.removeFolder(path);
  }

  async syncFolder(path: string): Promise<void> {
    await this.#step();
    const { before } = this.#mutation;
    const named = this.#lastNamed.get(resolve(path)) ?? '';
    const fits = before === undefined || ('named' in before && before.named.test(named));
    await this.#unlessMutated('syncFolder', path, fits, () => this.#real.syncFolder(path));
  }

  findBytes(path: string, limit: number): Promise<Uint8Array | undefined> {
    return this.#real.findBytes(path, limit);
  }

  openForReading(path: string): Promise<ReadableFile | undefined> {
    return this.#real.openForReading(path);
  }

  findStatus(path: string): Promise<FileStatus | undefined> {
    return this.#real.findStatus(path);
  }

  listFolder(path: string): Promise<readonly FolderEntry[] | undefined> {
    return this.#real.listFolder(path);
  }

  #wrap(path: string, file: WritableFile, state: FileState, closed?: () => void): WritableFile {
    return {
      size: () => file.size(),
      read: (into, position) => file.read(into, position),
      write: async (bytes, position) => {
        await this.#step();
        await file.write(bytes, position);
        state.wrote = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(noteMark)
          ? 'checkpoint'
          : 'other';
      },
      truncate: async (length) => {
        await this.#step();
        await file.truncate(length);
      },
      sync: async () => {
        await this.#step();
        const { before } = this.#mutation;
        const fits =
          before === undefined ||
          ('wrote' in before && before.wrote === state.wrote) ||
          ('alone' in before && this.#open === 1);
        await this.#unlessMutated('sync', path, fits, () => file.sync());
        state.wrote = 'nothing';
      },
      // A sync that was put off needs the file: it is closed when the process ends.
      close: async () => {
        closed?.();
        if (this.#late.length === 0) await file.close();
        else this.#late.push({ due: this.#steps + 1000, run: () => file.close() });
      },
    };
  }

  /** Lets go of everything that was put off. */
  async end(): Promise<void> {
    for (const { run } of this.#late.splice(0)) await run().catch(() => undefined);
  }

  async #unlessMutated(
    call: Mutation['call'],
    path: string,
    fits: boolean,
    run: () => Promise<void>,
  ): Promise<void> {
    const mutation = this.#mutation;
    const inside = relative(this.#root, resolve(path)).split(sep).join('/');
    if (!fits || mutation.call !== call || !mutation.path.test(inside)) return run();
    this.times += 1;
    if (mutation.lateBy !== undefined) this.#late.push({ due: this.#steps + mutation.lateBy, run });
  }

  /** One step on: what was put off until now is made. */
  async #step(): Promise<void> {
    this.#steps += 1;
    for (const late of this.#late.filter(({ due }) => due < this.#steps)) {
      this.#late.splice(this.#late.indexOf(late), 1);
      await late.run();
    }
  }
}
