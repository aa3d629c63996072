import { throwIfCancelled, VaultError } from '../base/errors.ts';
import { argon2SaltLength, checkArgon2, passphraseBytes, type Argon2Parameters } from '../crypto/argon2.ts';
import { derivePassphraseKeyInWorker } from './derive-in-worker.ts';
import { nativeArgon2id } from './native-argon2.ts';

/** KiB times passes that are done within a second or so, and need not be stopped in between. */
const shortWork = 1_048_576;

/**
 * The 32-byte slot key of a passphrase, derived beside the thread that asks, by whatever is quickest here; its memory comes back.
 * What runs on another thread is begun before this returns its promise.
 *
 * Throws `format.unsafe-parameters` before anything is started, and `internal.cancelled` as soon as `signal` is aborted: long work
 * is ended then, and short work is left to end by itself.
 *
 * @param salt 16 bytes
 */
export async function derivePassphraseKeyAside(
  passphrase: string,
  salt: Uint8Array,
  parameters: Argon2Parameters,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  checkArgon2(parameters);
  throwIfCancelled(signal);
  if (salt.length !== argon2SaltLength) throw new VaultError('internal.bug', { what: 'salt-length' });
  const native =
    parameters.memoryKiB * parameters.passes <= shortWork
      ? deriveNatively(passphrase, salt, parameters)
      : undefined;
  if (native === undefined) return derivePassphraseKeyInWorker(passphrase, salt, parameters, signal);
  return unlessCancelled(native, signal);
}

function deriveNatively(
  passphrase: string,
  salt: Uint8Array,
  parameters: Argon2Parameters,
): Promise<Uint8Array> | undefined {
  const secret = passphraseBytes(passphrase);
  const wipe = (): void => {
    secret.fill(0);
  };
  const key = nativeArgon2id(secret, salt, parameters);
  if (key === undefined) wipe();
  return key
    ?.catch((cause: unknown) => {
      throw new VaultError('internal.bug', { what: 'argon2' }, cause);
    })
    .finally(wipe);
}

async function unlessCancelled(
  key: Promise<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const { promise, reject } = Promise.withResolvers<never>();
  const cancel = (): void => {
    reject(new VaultError('internal.cancelled'));
  };
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([key, promise]);
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}
