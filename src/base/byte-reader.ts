import { VaultError } from './errors.ts';

/** Reads a binary frame; every read beyond the end throws `format.malformed`. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get offset(): number {
    return this.#at;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2));
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  /** 64 bits as a number; beyond 2^53 - 1 throws `format.malformed`. */
  u64(): number {
    const value = this.#view.getBigUint64(this.#take(8));
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw new VaultError('format.malformed', { what: 'integer-range' });
    return Number(value);
  }

  /** A view (no copy) of the next `count` bytes. */
  raw(count: number): Uint8Array {
    const at = this.#take(count);
    return this.#bytes.subarray(at, at + count);
  }

  /** Throws `format.malformed` unless everything was read. */
  end(): void {
    if (this.remaining !== 0) throw new VaultError('format.malformed', { what: 'trailing-bytes' });
  }

  #take(count: number): number {
    const at = this.#at;
    if (count > this.#bytes.length - at) throw new VaultError('format.malformed', { what: 'truncated' });
    this.#at = at + count;
    return at;
  }
}
