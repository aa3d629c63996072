/** A thread that copies sealed files, and opens and hashes contents, so that more than one core is used. */
import { dirname } from 'node:path';
import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';

import { asVaultError, VaultError } from '../../base/errors.ts';
import { parseWith } from '../../base/zod-door.ts';
import { BlobReader } from '../blob/blob-reader.ts';
import { verifyContent, type BadBlob, type ContentToVerify } from '../check/verify-content.ts';
import { NodeDurable } from '../durable/node-durable.ts';
import { SyncTogether, writeOutFileSystem } from '../replica/sync-together.ts';
import {
  threadPlaceSchema,
  threadRequestSchema,
  type CopyTask,
  type ThreadReply,
} from './blob-thread-messages.ts';
import { copySealed, StagedContents } from './copy-sealed.ts';

const { folder, vault, shared } = parseWith(threadPlaceSchema, workerData, 'internal.bug');
const port = NodeDurable.blocking();
const reader = new BlobReader(port, folder, vault);
const staged = new StagedContents(port, folder, vault);

function say(reply: ThreadReply): void {
  parentPort?.postMessage(reply);
}

/** Bytes that are not counted yet. */
let rest = 0;

function count(bytes: number): void {
  refuseCancelled();
  rest += bytes;
  Atomics.add(shared, 1, rest >> 10);
  rest &= 1023;
}

function refuseCancelled(): void {
  if (Atomics.load(shared, 0) !== 0) throw new VaultError('internal.cancelled');
}

async function verify(content: ContentToVerify): Promise<{ bad: BadBlob[] }> {
  return { bad: [...(await verifyContent(reader, content, count))] };
}

/** Files whose bytes are there are synced together while others are copied. */
let together: SyncTogether | undefined;
/** One file after the other is read and written. */
let turn: Promise<unknown> = Promise.resolve();

async function copy(task: CopyTask): Promise<{ copied: boolean }> {
  together ??= new SyncTogether(() => writeOutFileSystem(dirname(task.to)));
  const before = turn;
  const mine = Promise.withResolvers<undefined>();
  turn = mine.promise;
  await before;
  try {
    refuseCancelled();
    const copied = await copySealed(
      { port, together, staged, onWritten: count, onRead: refuseCancelled, done: mine.resolve },
      task,
    );
    return { copied };
  } finally {
    mine.resolve(undefined);
  }
}

async function answer(id: number, work: Promise<{ copied: boolean } | { bad: BadBlob[] }>): Promise<void> {
  try {
    say({ id, ...(await work) });
  } catch (thrown) {
    const { code, details } = asVaultError(thrown);
    say({ id, failed: code, details: { ...details }, cause: inspect(thrown) });
  }
}

parentPort?.on('message', (message: unknown) => {
  const request = parseWith(threadRequestSchema, message, 'internal.bug');
  if (request === 'end') parentPort?.close();
  else if ('copy' in request) void answer(request.id, copy(request.copy));
  else void answer(request.id, verify(request.verify));
});
