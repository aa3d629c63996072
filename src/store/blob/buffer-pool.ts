/** The smallest buffers, in bytes; from here on each size is twice the one before, up to that of the pool. */
const smallest = 32_768;

/**
 * Buffers that are used again, so that thousands of files do not make thousands of them. Most files are small: those whose length is known
 * take a small buffer, so that many can be under way at once.
 */
export class BufferPool {
  readonly #size: number;
  readonly #free = new Map<number, Uint8Array[]>();

  /** @param size of the largest buffers, in bytes */
  constructor(size: number) {
    this.#size = size;
  }

  /** A buffer for so many bytes or more, at most the largest there is; with whatever the last user left in it. */
  take(length = this.#size): Uint8Array {
    let size = smallest;
    while (size < length) size *= 2;
    size = Math.min(size, this.#size);
    return this.#free.get(size)?.pop() ?? new Uint8Array(size);
  }

  give(buffer: Uint8Array): void {
    const free = this.#free.get(buffer.length);
    if (free === undefined) this.#free.set(buffer.length, [buffer]);
    else free.push(buffer);
  }

  /** Overwrites the idle buffers, which hold plaintext, and lets them go. */
  clear(): void {
    for (const buffer of [...this.#free.values()].flat()) buffer.fill(0);
    this.#free.clear();
  }
}
