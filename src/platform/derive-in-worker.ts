import { Worker } from 'node:worker_threads';

import { VaultError, throwIfCancelled } from '../base/errors.ts';
import { checkArgon2, type Argon2Parameters } from '../crypto/argon2.ts';

/** Beside this file, as TypeScript in the source tree and as JavaScript once built. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './passphrase-worker.ts' : './passphrase-worker.js',
  import.meta.url,
);

/**
 * The 32-byte slot key of a passphrase, derived in a thread of its own which then ends, so that its memory comes back.
 *
 * Throws `format.unsafe-parameters` before anything is started, and `internal.cancelled` once `signal` is aborted, which
 * ends the thread in the middle of its work.
 *
 * @param salt 16 bytes
 */
export async function derivePassphraseKeyInWorker(
  passphrase: string,
  salt: Uint8Array,
  parameters: Argon2Parameters,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  checkArgon2(parameters);
  throwIfCancelled(signal);
  const worker = new Worker(workerFile, { workerData: { passphrase, salt, parameters } });
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const cancel = (): void => reject(new VaultError('internal.cancelled'));
  signal?.addEventListener('abort', cancel, { once: true });
  worker.once('message', (message: unknown) => {
    if (message instanceof Uint8Array) resolve(message);
    else reject(new VaultError('internal.bug', { what: 'worker-reply' }));
  });
  worker.once('error', (cause) => reject(new VaultError('internal.bug', { what: 'worker' }, cause)));
  worker.once('exit', () => reject(new VaultError('internal.bug', { what: 'worker-ended' })));
  try {
    return await promise;
  } finally {
    signal?.removeEventListener('abort', cancel);
    await worker.terminate();
  }
}
