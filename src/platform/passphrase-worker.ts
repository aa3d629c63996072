/**
 * Runs one key derivation, in a thread that then ends: only that gives back the memory, which libsodium keeps for good.
 *
 * Says `ready`, waits for the task, answers with the key. Nothing runs while the module loads, since Node 24 can take the
 * whole process down with a thread that is terminated during that.
 */
import { parentPort } from 'node:worker_threads';

import { VaultError } from '../base/errors.ts';
import { derivePassphraseKey, type Argon2Parameters } from '../crypto/argon2.ts';

interface Task {
  readonly passphrase: string;
  readonly salt: Uint8Array;
  readonly parameters: Argon2Parameters;
}

/** By hand: loading a schema library would take a good part of the time that a person waits for the vault to open. */
function isTask(message: unknown): message is Task {
  if (typeof message !== 'object' || message === null) return false;
  if (!('passphrase' in message && 'salt' in message && 'parameters' in message)) return false;
  const { passphrase, salt, parameters } = message;
  if (typeof parameters !== 'object' || parameters === null) return false;
  if (!('memoryKiB' in parameters && 'passes' in parameters)) return false;
  const { memoryKiB, passes } = parameters;
  return (
    typeof passphrase === 'string' &&
    salt instanceof Uint8Array &&
    Number.isInteger(memoryKiB) &&
    Number.isInteger(passes)
  );
}

parentPort?.once('message', (task: unknown) => {
  if (!isTask(task)) throw new VaultError('internal.bug', { what: 'key-derivation-task' });
  parentPort?.postMessage(derivePassphraseKey(task.passphrase, task.salt, task.parameters));
});
parentPort?.postMessage('ready');
