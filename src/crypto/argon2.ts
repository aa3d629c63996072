import { utf8 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import { sodium } from './sodium.ts';

/** Argon2id 1.3 (RFC 9106), one lane: memory in KiB, passes over it. */
export interface Argon2Parameters {
  readonly memoryKiB: number;
  readonly passes: number;
}

/** What new slots use: half a second or so on a laptop of 2020. */
export const defaultArgon2: Argon2Parameters = { memoryKiB: 131_072, passes: 3 };

/** The length of a slot's salt in bytes. */
export const argon2SaltLength = 16;

/**
 * Throws `format.unsafe-parameters` outside 65,536 to 1,048,576 KiB and 1 to 16 passes: lighter ones would let a changed
 * header weaken the passphrase, heavier ones would let it tie up the computer.
 */
export function checkArgon2(parameters: Argon2Parameters): void {
  const { memoryKiB, passes } = parameters;
  const within = (value: number, low: number, high: number): boolean =>
    Number.isInteger(value) && value >= low && value <= high;
  if (!within(memoryKiB, 65_536, 1_048_576) || !within(passes, 1, 16))
    throw new VaultError('format.unsafe-parameters', { memoryKiB, passes });
}

/** What of a passphrase goes into a key: NFKC in UTF-8, so that every keyboard gives the same bytes. The caller wipes them. */
export function passphraseBytes(passphrase: string): Uint8Array {
  return utf8(passphrase.normalize('NFKC'));
}

/**
 * The 32-byte slot key of a passphrase, which is taken as NFKC in UTF-8, so that every keyboard gives the same bytes.
 *
 * Takes half a second and more, blocks its thread, and libsodium keeps the memory until the thread ends: callers run it
 * in a worker of its own. Throws `format.unsafe-parameters`.
 *
 * @param salt 16 bytes
 */
export function derivePassphraseKey(
  passphrase: string,
  salt: Uint8Array,
  parameters: Argon2Parameters,
): Uint8Array {
  checkArgon2(parameters);
  const secret = passphraseBytes(passphrase);
  try {
    return argon2id(secret, salt, parameters);
  } finally {
    secret.fill(0);
  }
}

/** Argon2id of bytes, 32 bytes out, without the limits that a vault sets. */
export function argon2id(secret: Uint8Array, salt: Uint8Array, parameters: Argon2Parameters): Uint8Array {
  return sodium.crypto_pwhash(
    32,
    secret,
    salt,
    parameters.passes,
    parameters.memoryKiB * 1024,
    sodium.crypto_pwhash_ALG_ARGON2ID13,
  );
}
