import type { RandomAccess } from './random-access.ts';
import { zipUnsafe } from './zip-rules.ts';

const windowSize = 1_048_576;

interface Window {
  readonly start: number;
  readonly memory: Uint8Array;
  readonly bytes: Promise<Uint8Array>;
}

/**
 * Reads ranges of a file that mostly follow one another, in two windows of 1 MiB: one is being used while the next is read,
 * also where thousands of short ranges lie in it.
 */
export class ForwardReader {
  readonly #file: RandomAccess;
  #current: Window | undefined;
  #next: Window | undefined;

  constructor(file: RandomAccess) {
    this.#file = file;
  }

  /**
   * The bytes from `start` to `end`, in pieces; each is gone once the next is asked for, so read one range at a time.
   * Throws `format.zip-unsafe` (`truncated`) if the file ends before.
   */
  async *pieces(start: number, end: number): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end;) {
      const window = this.#windowAt(at);
      const bytes = await window.bytes;
      const piece = bytes.subarray(at - window.start, end - window.start);
      if (piece.length === 0) throw zipUnsafe('truncated');
      at += piece.length;
      yield piece;
    }
  }

  /** The window that holds a place; from then on the one behind it is being read. */
  #windowAt(at: number): Window {
    if (this.#current !== undefined && covers(this.#current, at)) return this.#current;
    const [past, next] = [this.#current, this.#next];
    const found = next !== undefined && covers(next, at) ? next : this.#read(at, undefined);
    this.#current = found;
    // Only what was read to its end may be written over.
    const memory = found === next ? past?.memory : undefined;
    const behind = found.start + windowSize;
    this.#next = behind < this.#file.size ? this.#read(behind, memory) : undefined;
    return found;
  }

  #read(start: number, memory: Uint8Array = new Uint8Array(Math.min(windowSize, this.#file.size))): Window {
    const bytes = this.#file.read(start, Math.min(windowSize, this.#file.size - start), memory);
    // A caller may stop before it comes to this window; then nobody waits for it, and its failure is nobody's.
    bytes.catch(() => undefined);
    return { start, memory, bytes };
  }
}

function covers({ start }: Window, at: number): boolean {
  return start <= at && at < start + windowSize;
}
