/**
 * A thread of `RangeDigester`. Says `ready` first, and does nothing while the module loads. It imports nothing of ours, so that it is
 * up soon.
 */
import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

import type { DigesterReply, FileRange } from './range-digester.ts';

const fd: unknown = workerData;
if (typeof fd !== 'number') throw new Error('no file to digest');
const file = fd;
const window = new Uint8Array(1 << 20);
/** Digests are told together where they are of little. */
const togetherUpTo = 8 << 20;

function say(reply: DigesterReply): void {
  parentPort?.postMessage(reply);
}

function digestOf({ offset, length }: FileRange): Uint8Array {
  const hash = createHash('sha256');
  for (let at = 0; at < length;) {
    const count = readSync(file, window, 0, Math.min(window.length, length - at), offset + at);
    if (count === 0) throw new Error('the file ends before');
    hash.update(window.subarray(0, count));
    at += count;
  }
  return new Uint8Array(hash.digest());
}

parentPort?.on('message', (ranges: readonly FileRange[]) => {
  let digests: Uint8Array[] = [];
  let bytes = 0;
  try {
    for (const range of ranges) {
      digests.push(digestOf(range));
      bytes += range.length;
      if (bytes < togetherUpTo) continue;
      say({ type: 'digests', digests });
      [digests, bytes] = [[], 0];
    }
    say({ type: 'digests', digests });
  } catch (thrown) {
    say({ type: 'digests', digests });
    say({ type: 'failed', message: thrown instanceof Error ? thrown.message : 'unknown' });
  }
});
say({ type: 'ready' });
