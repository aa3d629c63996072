import * as crypto from 'node:crypto';

import type { Argon2Parameters } from '../crypto/argon2.ts';

/**
 * Argon2id with one lane and 32 bytes out by the platform's own OpenSSL, on its pool of threads; its memory is back when it is done.
 * It cannot be stopped in between.
 *
 * Undefined where there is none: Node before 24.7, and Electron, whose BoringSSL knows no Argon2.
 * Rejects with the system's own error.
 */
export function nativeArgon2id(
  message: Uint8Array,
  nonce: Uint8Array,
  { memoryKiB, passes }: Argon2Parameters,
): Promise<Uint8Array> | undefined {
  if (!('argon2' in crypto)) return undefined;
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  try {
    crypto.argon2(
      'argon2id',
      { message, nonce, parallelism: 1, tagLength: 32, memory: memoryKiB, passes },
      (error, key) => {
        if (error === null) resolve(new Uint8Array(key));
        else reject(error);
      },
    );
  } catch (thrown) {
    if (isUnsupported(thrown)) return undefined;
    throw thrown;
  }
  return promise;
}

function isUnsupported(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_CRYPTO_ARGON2_NOT_SUPPORTED';
}
