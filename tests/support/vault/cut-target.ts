import { VaultError } from '../../../src/base/errors.ts';
import type { ReplicaTarget, TargetContent, TargetFile } from '../../../src/store/replica/replica-target.ts';

/** A stick that is pulled out after so many calls. */
export class CutTarget implements ReplicaTarget {
  readonly #real: ReplicaTarget;
  #left: number;

  constructor(real: ReplicaTarget, calls: number) {
    this.#real = real;
    this.#left = calls;
  }

  async *list(signal?: AbortSignal): AsyncGenerator<TargetFile> {
    this.#call();
    yield* this.#real.list(signal);
  }

  async findSize(name: string): Promise<number | undefined> {
    this.#call();
    return this.#real.findSize(name);
  }

  async read(
    name: string,
    range?: { readonly start: number; readonly end: number },
  ): Promise<AsyncIterable<Uint8Array> | undefined> {
    this.#call();
    return this.#real.read(name, range);
  }

  async put(name: string, content: TargetContent, signal?: AbortSignal): Promise<void> {
    this.#call();
    await this.#real.put(name, content, signal);
  }

  async putOver(name: string, content: TargetContent): Promise<void> {
    this.#call();
    await this.#real.putOver(name, content);
  }

  async settle(): Promise<void> {
    this.#call();
    await this.#real.settle();
  }

  async tidy(): Promise<number> {
    this.#call();
    return this.#real.tidy();
  }

  async remove(name: string): Promise<boolean> {
    this.#call();
    return this.#real.remove(name);
  }

  async close(): Promise<void> {
    await this.#real.close();
  }

  #call(): void {
    this.#left -= 1;
    if (this.#left < 0) throw new VaultError('storage.gone');
  }
}
