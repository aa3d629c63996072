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
  const worker = new Worker(workerFile);
  try {
    // Not cancelled before the worker is up, a matter of milliseconds: see passphrase-worker.ts.
    await nextMessage(worker);
    throwIfCancelled(signal);
    const reply = nextMessage(worker, signal);
    worker.postMessage({ passphrase, salt, parameters });
    const key = await reply;
    if (!(key instanceof Uint8Array)) throw new VaultError('internal.bug', { what: 'worker-reply' });
    return key;
  } finally {
    await worker.terminate();
  }
}

/** What the worker says next. Rejects if it fails or ends instead, or once `signal` is aborted. */
async function nextMessage(worker: Worker, signal?: AbortSignal): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const fail = (cause: unknown): void => reject(new VaultError('internal.bug', { what: 'worker' }, cause));
  const end = (): void => reject(new VaultError('internal.bug', { what: 'worker-ended' }));
  const cancel = (): void => reject(new VaultError('internal.cancelled'));
  worker.once('message', resolve).once('error', fail).once('exit', end);
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await promise;
  } finally {
    worker.off('message', resolve).off('error', fail).off('exit', end);
    signal?.removeEventListener('abort', cancel);
  }
}
