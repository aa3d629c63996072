import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import type { Answer } from './answer.ts';
import { practiceHeader } from './practice-mark.ts';

/** How an answer goes onto the wire. */
export interface Sending {
  /** True for HEAD: headers only. */
  readonly headersOnly: boolean;
  /** Of body; undefined for full speed. */
  readonly bytesPerSecond: number | undefined;
  /** Break the connection after so many bytes of body; undefined for never. */
  readonly cutAfter: number | undefined;
  /** Told of every stretch of body that was written. */
  readonly onBytes: (count: number) => void;
}

/** Sends an answer; returns when it is handed over, or when the connection is gone. */
export async function sendAnswer(response: ServerResponse, answer: Answer, how: Sending): Promise<void> {
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) response.appendHeader(name, value);
  response.setHeader(practiceHeader, '1');
  if (answer.framing === 'length' && answer.status !== 304)
    response.setHeader('Content-Length', answer.body.length);
  const whole = how.headersOnly || answer.status === 304 ? Buffer.alloc(0) : answer.body;
  const end = Math.min(whole.length, how.cutAfter ?? whole.length);
  // Not otherwise: Node would send the headers as UTF-8, and the names in them are UTF-8 bytes already.
  if (end === 0 && how.cutAfter !== undefined) response.flushHeaders();
  const step =
    how.bytesPerSecond === undefined ? 256 * 1024 : Math.max(1, Math.ceil(how.bytesPerSecond / 10));
  for (let at = 0; at < end && !response.destroyed; at += step) {
    const piece = whole.subarray(at, Math.min(at + step, end));
    await write(response, piece);
    how.onBytes(piece.length);
    if (how.bytesPerSecond !== undefined) await wait((piece.length / how.bytesPerSecond) * 1000);
  }
  if (how.cutAfter !== undefined) response.socket?.destroy();
  else response.end();
}

/** Resolves once the piece has left for the kernel, or the connection has gone. */
function write(response: ServerResponse, piece: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const gone = (): void => {
      resolve();
    };
    response.once('close', gone);
    response.write(piece, () => {
      response.off('close', gone);
      resolve();
    });
  });
}
