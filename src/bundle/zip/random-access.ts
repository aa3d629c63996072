import { zipUnsafe } from './zip-rules.ts';

/** Bytes that can be read from anywhere: a file descriptor in Node, a slice of a `File` in a browser. */
export interface RandomAccess {
  readonly size: number;
  /**
   * The bytes from `offset`, exactly `length` of them where the file is long enough, else fewer.
   *
   * @param into at least `length` bytes of memory that may be used for them, so that a large file does not need as much
   *   memory as it is long
   */
  read(offset: number, length: number, into?: Uint8Array): Promise<Uint8Array>;
  /**
   * Where there is a second thread: takes the SHA-256 of ranges there, in this order, beside whatever else is being done. Each
   * promise rejects as `read` would, and may be left alone.
   */
  readonly digest?: (ranges: readonly FileRange[]) => readonly Promise<Uint8Array>[];
}

/** `length` bytes from `offset`. */
interface FileRange {
  readonly offset: number;
  readonly length: number;
}

/** Bytes in memory as random access. */
export function memoryAccess(bytes: Uint8Array): RandomAccess {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}

/** Exactly `length` bytes, or `truncated`: a file that is shorter than it said is a cut one. */
export async function readExactly(file: RandomAccess, offset: number, length: number): Promise<Uint8Array> {
  if (offset < 0 || offset + length > file.size) throw zipUnsafe('truncated');
  const bytes = await file.read(offset, length);
  if (bytes.length !== length) throw zipUnsafe('truncated');
  return bytes;
}

const windowSize = 16_384;

/** Random access that reads ahead, so that many small neighbouring reads cost one. What it gave is gone with the next read. */
export class ReadAhead implements RandomAccess {
  readonly size: number;
  readonly #file: RandomAccess;
  readonly #memory = new Uint8Array(windowSize);
  #start = 0;
  #window: Uint8Array = new Uint8Array(0);

  constructor(file: RandomAccess) {
    this.#file = file;
    this.size = file.size;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    if (length > windowSize) return this.#file.read(offset, length);
    const end = this.#start + this.#window.length;
    if (offset < this.#start || offset + length > end) {
      const wanted = Math.min(windowSize, this.size - offset);
      this.#window = await this.#file.read(offset, wanted, this.#memory);
      this.#start = offset;
    }
    return this.#window.subarray(offset - this.#start, offset - this.#start + length);
  }
}
