/** How much may be under way at once. */
export interface LaneLimits {
  readonly tasks: number;
  /** Bytes together; one task alone may be larger. */
  readonly bytes: number;
}

interface Waiting {
  readonly bytes: number;
  readonly start: () => void;
}

/**
 * Runs tasks beside each other within limits, in the order in which they came. The first error stops what has not begun, and
 * comes out of the next `run` or `drain`.
 */
export class Lanes {
  readonly #limits: LaneLimits;
  readonly #running = new Set<Promise<void>>();
  readonly #waiting: Waiting[] = [];
  #bytes = 0;
  #failure: { readonly thrown: unknown } | undefined;

  constructor(limits: LaneLimits) {
    this.#limits = limits;
  }

  /** Returns once the task has begun. Throws the first error of any task before. */
  async run(bytes: number, task: () => Promise<void>): Promise<void> {
    if (this.#waiting.length > 0 || !this.#hasRoom(bytes)) {
      const room = Promise.withResolvers<undefined>();
      this.#waiting.push({ bytes, start: () => room.resolve(undefined) });
      await room.promise;
    } else this.#enter(bytes);
    if (this.#failure !== undefined) {
      this.#leave(bytes);
      throw this.#failure.thrown;
    }
    const running: Promise<void> = this.#settle(bytes, task).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Returns once everything that began has ended. Throws the first error of any task. */
  async drain(): Promise<void> {
    await this.stopped();
    if (this.#failure !== undefined) throw this.#failure.thrown;
  }

  /** Returns once everything that began has ended, well or not. */
  async stopped(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #settle(bytes: number, task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (thrown) {
      this.#failure ??= { thrown };
    } finally {
      this.#leave(bytes);
    }
  }

  #count = 0;

  #hasRoom(bytes: number): boolean {
    return (
      this.#count === 0 || (this.#count < this.#limits.tasks && this.#bytes + bytes <= this.#limits.bytes)
    );
  }

  #enter(bytes: number): void {
    this.#count += 1;
    this.#bytes += bytes;
  }

  #leave(bytes: number): void {
    this.#count -= 1;
    this.#bytes -= bytes;
    for (let next = this.#waiting[0]; next !== undefined && this.#hasRoom(next.bytes);) {
      this.#waiting.shift();
      this.#enter(next.bytes);
      next.start();
      next = this.#waiting[0];
    }
  }
}
