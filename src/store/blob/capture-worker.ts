/**
 * A thread that takes files in: reads, digests, seals, writes and syncs them, away from the thread that answers people.
 * Says `ready` first, and does nothing while the module loads.
 */
import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';

import { asVaultError, VaultError } from '../../base/errors.ts';
import { NodeDurable } from '../durable/node-durable.ts';
import { blockingFiles } from '../durable/raw-files.ts';
import { BufferPool } from './buffer-pool.ts';
import type { CaptureReply } from './capture-replies.ts';
import { parseCaptureRequest, parseSealingPlace } from './capture-requests.ts';
import { readFileContent } from './content-reader.ts';
import { bufferSize } from './content-sealer.ts';
import { sealContent, type Decision } from './seal-content.ts';

const place = parseSealingPlace(workerData);
const port = NodeDurable.blocking();
const buffers = new BufferPool(bufferSize);

interface Running {
  cancelled: boolean;
  readonly decision: PromiseWithResolvers<Decision>;
}
const running = new Map<number, Running>();

function say(reply: CaptureReply): void {
  parentPort?.postMessage(reply);
}

async function capture(id: number, path: string): Promise<void> {
  const state: Running = { cancelled: false, decision: Promise.withResolvers() };
  running.set(id, state);
  try {
    const reader = await readFileContent(blockingFiles, path);
    const content = await sealContent(reader, port, place, buffers, {
      decide: async (digests, parts) => {
        say({ type: 'digested', id, digests, parts });
        return state.decision.promise;
      },
      cancelled: () => state.cancelled,
      onProgress: (bytes) => say({ type: 'progress', id, bytes }),
    });
    const { digests, head, parts } = content;
    say({ type: 'captured', id, digests, head, ...(parts === undefined ? {} : { parts: [...parts] }) });
  } catch (thrown) {
    const { code, details } = asVaultError(thrown);
    say({ type: 'failed', id, code, details: { ...details }, cause: inspect(thrown) });
  } finally {
    running.delete(id);
  }
}

parentPort?.on('message', (message: unknown) => {
  const request = parseCaptureRequest(message);
  if (request.type === 'capture') {
    void capture(request.id, request.path);
    return;
  }
  const state = running.get(request.id);
  if (state === undefined) return;
  if (request.type === 'cancel') {
    state.cancelled = true;
    state.decision.reject(new VaultError('internal.cancelled'));
    // Nobody may be waiting for it.
    state.decision.promise.catch(() => undefined);
  } else {
    state.decision.resolve({ plaintextId: request.plaintextId, shelves: request.shelves });
  }
});
say({ type: 'ready' });
