/** The thread of `DigestThread`. Says `ready` first, and does nothing while the module loads. */
import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

import type { DigestReply, DigestRequest, PassedPiece } from './digest-requests.ts';

const hash = createHash('sha256');

function say(reply: DigestReply, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(reply, transfer);
}

function take(pieces: readonly PassedPiece[], slot: ArrayBuffer | undefined): void {
  for (const { buffer, offset, length } of pieces) {
    hash.update(new Uint8Array(buffer, offset, length));
    // What was given away is given back to the system at once, not when the garbage is collected.
    if (buffer !== slot) buffer.transfer(0);
  }
  say({ type: 'digested', slot }, slot === undefined ? [] : [slot]);
}

parentPort?.on('message', (request: DigestRequest) => {
  if (request.type === 'digest') take(request.pieces, request.slot);
  else say({ type: 'finished', sha256: new Uint8Array(hash.digest()) });
});
say({ type: 'ready' });
