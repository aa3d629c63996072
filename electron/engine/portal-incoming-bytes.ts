import { VaultError } from '../../src/base/errors.ts';

/** More than this is never sent unasked; whoever does is not ours. */
const mostWaiting = 4 * 1024 * 1024;

/** Bytes that come in pieces from main and are read once, in order; each piece that was read is told, so that the next may come. */
export class IncomingBytes implements AsyncIterable<Uint8Array> {
  readonly #taken: (count: number) => void;
  readonly #waiting: Uint8Array[] = [];
  #size = 0;
  #ended = false;
  #failure: VaultError | undefined;
  #wake: (() => void) | undefined;

  constructor(taken: (count: number) => void) {
    this.#taken = taken;
  }

  push(bytes: Uint8Array): void {
    if (this.#ended || this.#failure !== undefined) return;
    this.#waiting.push(bytes);
    this.#size += bytes.length;
    if (this.#size > mostWaiting) this.fail(new VaultError('internal.bug', { what: 'backpressure' }));
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** The reader hears of this instead of what has not been read. */
  fail(error: VaultError): void {
    this.#failure ??= error;
    this.#waiting.length = 0;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      const next = this.#waiting.shift();
      if (next !== undefined) {
        this.#size -= next.length;
        yield next;
        this.#taken(next.length);
      } else if (this.#ended) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}
