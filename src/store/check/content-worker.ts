/** A thread that opens and hashes contents, so that a full check uses more than one core. */
import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';

import { asVaultError, VaultError } from '../../base/errors.ts';
import { parseWith } from '../../base/zod-door.ts';
import { BlobReader } from '../blob/blob-reader.ts';
import { NodeDurable } from '../durable/node-durable.ts';
import { verifyingPlaceSchema, verifyRequestSchema, type VerifyReply } from './content-messages.ts';
import { verifyContent, type ContentToVerify } from './verify-content.ts';

const { folder, vault, shared } = parseWith(verifyingPlaceSchema, workerData, 'internal.bug');
const reader = new BlobReader(NodeDurable.blocking(), folder, vault);

function say(reply: VerifyReply): void {
  parentPort?.postMessage(reply);
}

/** Bytes looked into that are not counted yet. */
let rest = 0;

async function verify(id: number, content: ContentToVerify): Promise<void> {
  try {
    const bad = await verifyContent(reader, content, (count) => {
      if (Atomics.load(shared, 0) !== 0) throw new VaultError('internal.cancelled');
      rest += count;
      Atomics.add(shared, 1, rest >> 10);
      rest &= 1023;
    });
    say({ id, bad: [...bad] });
  } catch (thrown) {
    say({ id, failed: asVaultError(thrown).code, cause: inspect(thrown) });
  }
}

parentPort?.on('message', (message: unknown) => {
  const request = parseWith(verifyRequestSchema, message, 'internal.bug');
  if (request === 'end') parentPort?.close();
  else void verify(request.id, request.content);
});
