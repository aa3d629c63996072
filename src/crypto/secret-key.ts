import { VaultError } from '../base/errors.ts';
import { randomBytes } from './random.ts';

/**
 * A key that can be wiped: its bytes are reached through `use` alone and overwritten by `destroy`. Copies that JavaScript
 * or libsodium made on the way may linger; ending the process is the only dependable wipe.
 */
export class SecretKey {
  #bytes: Uint8Array | undefined;

  private constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Takes the array over: the caller keeps no copy, and `destroy` overwrites it. */
  static adopt(bytes: Uint8Array): SecretKey {
    return new SecretKey(bytes);
  }

  /** 32 random bytes. */
  static random(): SecretKey {
    return new SecretKey(randomBytes(32));
  }

  /** Runs `action` with the living bytes, which must not leave it. Throws `access.locked` after `destroy`. */
  use<Result>(action: (bytes: Uint8Array) => Result): Result {
    if (this.#bytes === undefined) throw new VaultError('access.locked');
    return action(this.#bytes);
  }

  /** Overwrites the key with zeros. May be called again. */
  destroy(): void {
    this.#bytes?.fill(0);
    this.#bytes = undefined;
  }
}
