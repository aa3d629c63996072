/** The thread of `DigestingWriter`. Says `ready` first, and does nothing while the module loads. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

import { VaultError } from '../base/errors.ts';
import type { WriterReply, WriterRequest } from './writer-slots.ts';

const fd: unknown = workerData;
if (typeof fd !== 'number') throw new VaultError('internal.bug', { what: 'writer-task' });
const file = fd;
const hash = createHash('sha256');
let size = 0;
let failed = false;

function say(reply: WriterReply, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(reply, transfer);
}

/** Writes on another thread still, so that the disk and the digest do not wait for each other. */
async function write(bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const count = await writeOnce(bytes, done, position + done);
    // A disk that takes nothing and reports nothing would keep us here for ever.
    if (count === 0) throw Object.assign(new Error('nothing written'), { code: 'EIO', syscall: 'write' });
    done += count;
  }
}

function writeOnce(bytes: Uint8Array, offset: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.write(file, bytes, offset, bytes.length - offset, position, (error, count) =>
      error === null ? resolve(count) : reject(error),
    );
  });
}

/** So much is passed on to the disk while more is written, so that little is left to wait for at the end. */
const passOnStep = 64 << 20;
let passedOn = 0;
let passing: Promise<void> = Promise.resolve();

function passOn(end: number): void {
  if (end - passedOn < passOnStep) return;
  passedOn = end;
  passing = passing.then(
    () =>
      new Promise((resolve, reject) => {
        fs.fdatasync(file, (error) => (error === null ? resolve() : reject(error)));
      }),
  );
  // Met at the end.
  passing.catch(() => undefined);
}

let last: Promise<void> = Promise.resolve();

/** The next write begins when this one is done: together they would only wait for the same file. */
function take(slot: ArrayBuffer, length: number): void {
  const bytes = new Uint8Array(slot, 0, length);
  const position = size;
  size += length;
  last = last.then(async () => {
    if (failed) return;
    try {
      await write(bytes, position);
      passOn(position + length);
      say({ type: 'written', slot }, [slot]);
    } catch (thrown) {
      failed = true;
      say({ type: 'failed', ...describe(thrown) });
    }
  });
  hash.update(bytes);
}

parentPort?.on('message', (request: WriterRequest) => {
  if (failed) return;
  if (request.type === 'write') {
    take(request.slot, request.length);
    return;
  }
  void last
    .then(() => passing)
    .then(
      () => {
        if (!failed) say({ type: 'finished', size, sha256: new Uint8Array(hash.digest()) });
      },
      (thrown: unknown) => say({ type: 'failed', ...describe(thrown) }),
    );
});
say({ type: 'ready' });

function describe(thrown: unknown): { message: string; code: string; syscall: string } {
  const message = thrown instanceof Error ? thrown.message : 'unknown';
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'EIO';
  return { message, code, syscall: 'write' };
}
