/**
 * Runs one key derivation, in a thread that then ends: only that gives back the memory, which libsodium keeps for good.
 *
 * Says `ready`, waits for the task, answers with the key. Nothing runs while the module loads, since Node 24 can take the
 * whole process down with a thread that is terminated during that.
 */
import { parentPort } from 'node:worker_threads';

import { z } from 'zod';

import { parseWith } from '../base/zod-door.ts';
import { derivePassphraseKey } from '../crypto/argon2.ts';

const taskSchema = z.strictObject({
  passphrase: z.string(),
  salt: z.instanceof(Uint8Array),
  parameters: z.strictObject({ memoryKiB: z.int(), passes: z.int() }),
});

parentPort?.once('message', (message: unknown) => {
  const task = parseWith(taskSchema, message, 'internal.bug');
  parentPort?.postMessage(derivePassphraseKey(task.passphrase, task.salt, task.parameters));
});
parentPort?.postMessage('ready');
