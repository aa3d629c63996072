/** Runs one key derivation and ends: only that gives back the memory, which libsodium keeps for good. */
import { parentPort, workerData } from 'node:worker_threads';

import { z } from 'zod';

import { parseWith } from '../base/zod-door.ts';
import { derivePassphraseKey } from '../crypto/argon2.ts';

const task = parseWith(
  z.strictObject({
    passphrase: z.string(),
    salt: z.instanceof(Uint8Array),
    parameters: z.strictObject({ memoryKiB: z.int(), passes: z.int() }),
  }),
  workerData,
  'internal.bug',
);
const key = new Uint8Array(derivePassphraseKey(task.passphrase, task.salt, task.parameters));
parentPort?.postMessage(key, [key.buffer]);
