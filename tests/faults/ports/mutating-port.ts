import { basename, dirname, relative, resolve, sep } from 'node:path';

import type { DurablePort, WritableFile } from '../../../src/store/durable/port.ts';
import { FileOver } from '../../../src/store/durable/port-over.ts';
import { SteppingPort, type Step } from '../../../src/store/durable/stepping-port.ts';
import type { Mutation } from '../mutations/mutation.ts';
import { callers } from './callers.ts';

/** A port that leaves out, or puts off, one step of the order in which things are written. */
export class MutatingPort extends SteppingPort {
  readonly #root: string;
  readonly #mutation: Mutation;
  readonly #told: (callers: readonly string[]) => void;
  readonly #late: { due: number; readonly run: () => Promise<void> }[] = [];
  /** The last name that was given in each folder. */
  readonly #named = new Map<string, string>();
  #steps = 0;

  /** @param told each time the step was left out or put off, with the places in the source that asked for it */
  constructor(
    port: DurablePort,
    root: string,
    mutation: Mutation,
    told: (callers: readonly string[]) => void,
  ) {
    super(port);
    this.#root = root;
    this.#mutation = mutation;
    this.#told = told;
  }

  override async rename(from: string, to: string): Promise<void> {
    await super.rename(from, to);
    this.#named.set(dirname(resolve(to)), basename(to));
  }

  override async makeFolder(path: string): Promise<boolean> {
    const made = await super.makeFolder(path);
    if (made) this.#named.set(dirname(resolve(path)), basename(path));
    return made;
  }

  protected override over(path: string, file: WritableFile, created: boolean): WritableFile {
    return super.over(path, new LateFile(file, (close) => this.#closing(close)), created);
  }

  /** One step on: what was put off until now is made. */
  protected override async before(): Promise<void> {
    this.#steps += 1;
    for (const late of this.#late.filter(({ due }) => due < this.#steps)) {
      this.#late.splice(this.#late.indexOf(late), 1);
      await late.run();
    }
  }

  protected override async syncing({ name, path }: Step, sync: () => Promise<void>): Promise<void> {
    const { call, path: paths, named, from = [], lateBy } = this.#mutation;
    const inside = relative(this.#root, resolve(path)).split(sep).join('/');
    if (name !== call || !paths.test(inside)) return sync();
    if (named?.test(this.#named.get(resolve(path)) ?? '') === false) return sync();
    const called = callers();
    if (!from.every((each) => called.includes(each))) return sync();
    if (lateBy !== undefined) this.#late.push({ due: this.#steps + lateBy, run: sync });
    this.#told(called);
  }

  /** Lets go of everything that was put off. */
  async end(): Promise<void> {
    for (const { run } of this.#late.splice(0)) await run().catch(() => undefined);
  }

  /** A sync that was put off needs the file: it is closed when the process ends. */
  async #closing(close: () => Promise<void>): Promise<void> {
    if (this.#late.length === 0) await close();
    else this.#late.push({ due: this.#steps + 1000, run: close });
  }
}

class LateFile extends FileOver {
  readonly #closing: (close: () => Promise<void>) => Promise<void>;

  constructor(file: WritableFile, closing: (close: () => Promise<void>) => Promise<void>) {
    super(file);
    this.#closing = closing;
  }

  override close(): Promise<void> {
    return this.#closing(() => super.close());
  }
}
