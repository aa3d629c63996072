/** Large buffers that are used again, so that thousands of files do not make thousands of them. */
export class BufferPool {
  readonly #size: number;
  readonly #free: Uint8Array[] = [];

  /** @param size of every buffer, in bytes */
  constructor(size: number) {
    this.#size = size;
  }

  /** A buffer with whatever the last user left in it. */
  take(): Uint8Array {
    return this.#free.pop() ?? new Uint8Array(this.#size);
  }

  give(buffer: Uint8Array): void {
    this.#free.push(buffer);
  }

  /** Overwrites the idle buffers, which hold plaintext, and lets them go. */
  clear(): void {
    for (const buffer of this.#free) buffer.fill(0);
    this.#free.length = 0;
  }
}
