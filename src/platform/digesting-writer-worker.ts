/** The thread of `DigestingWriter`. Says `ready` first, and does nothing while the module loads. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { parentPort } from 'node:worker_threads';

import { VaultError } from '../base/errors.ts';
import { writeLength } from './write-length.ts';
import type { PassedPiece, WriterReply, WriterRequest } from './writer-slots.ts';

let begun: number | undefined;
const hash = createHash('sha256');
let size = 0;
let failed = false;

function file(): number {
  if (begun === undefined) throw new VaultError('internal.bug', { what: 'writer-task' });
  return begun;
}

function say(reply: WriterReply, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(reply, transfer);
}

/**
 * Digests and writes piece by piece, while a piece is still near the processor. Handing the writes to yet another thread took longer: each
 * then waits here for the digest of something else.
 */
function digestAndWrite(bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    const piece = bytes.subarray(done, done + writeLength);
    hash.update(piece);
    write(piece, position + done);
    done += piece.length;
  }
}

function write(bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    const count = fs.writeSync(file(), bytes, done, bytes.length - done, position + done);
    // A disk that takes nothing and reports nothing would keep us here for ever.
    if (count === 0) throw Object.assign(new Error('nothing written'), { code: 'EIO', syscall: 'write' });
    done += count;
  }
}

/** So much is passed on to the disk while more is written, so that little is left to wait for at the end. */
const passOnStep = 32 << 20;
let passedOn = 0;
let passing: Promise<void> = Promise.resolve();

function passOn(end: number): void {
  if (end - passedOn < passOnStep) return;
  passedOn = end;
  passing = passing.then(
    () =>
      new Promise((resolve, reject) => {
        fs.fdatasync(file(), (error) => (error === null ? resolve() : reject(error)));
      }),
  );
  // Met at the end.
  passing.catch(() => undefined);
}

function take(pieces: readonly PassedPiece[], slot: ArrayBuffer | undefined): void {
  try {
    for (const { buffer, offset, length } of pieces) {
      digestAndWrite(new Uint8Array(buffer, offset, length), size);
      size += length;
      // What was given away is given back to the system at once, not when the garbage is collected.
      if (buffer !== slot) buffer.transfer(0);
    }
    passOn(size);
    say({ type: 'written', slot }, slot === undefined ? [] : [slot]);
  } catch (thrown) {
    fail(thrown);
  }
}

function fail(thrown: unknown): void {
  if (!failed) say({ type: 'failed', ...describe(thrown) });
  failed = true;
}

parentPort?.on('message', (request: WriterRequest) => {
  if (request.type === 'begin') {
    begun = request.fd;
    return;
  }
  if (failed) return;
  if (request.type === 'write') {
    take(request.pieces, request.slot);
    return;
  }
  passing.then(() => {
    say({ type: 'finished', size, sha256: new Uint8Array(hash.digest()) });
  }, fail);
});
say({ type: 'ready' });

function describe(thrown: unknown): { message: string; code: string; syscall: string } {
  const message = thrown instanceof Error ? thrown.message : 'unknown';
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'EIO';
  return { message, code, syscall: 'write' };
}
