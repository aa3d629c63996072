import { VaultError } from '../../../base/errors.ts';
import { withPatience, type Patience } from './patience.ts';
import { statusOf } from './webdav-errors.ts';

export interface Reading {
  /** First byte, from 0. */
  readonly start: number;
  /** The byte after the last; undefined for the rest of the file. */
  readonly end: number | undefined;
  readonly patience: Patience;
  readonly stop: AbortSignal;
  /** Undefined if there is no such file. */
  get(headers: Record<string, string>, signal: AbortSignal): Promise<Response | undefined>;
}

type Body = ReadableStreamDefaultReader<Uint8Array>;

/**
 * Bytes of a file on a server. Where the connection is cut they are asked for from there on: files of a second copy never change.
 * Undefined if there is no such file. Throws `storage.gone` once patience is at its end, and what `storageError` says.
 */
export async function readThrough(reading: Reading): Promise<AsyncIterable<Uint8Array> | undefined> {
  const first = await begin(reading, reading.start);
  return first === undefined ? undefined : bytesFrom(reading, first);
}

interface Begun {
  readonly body: Body | undefined;
  /** Bytes that come before those that were asked for, since the server does not know ranges. */
  readonly skip: number;
}

async function begin(reading: Reading, from: number): Promise<Begun | undefined> {
  const { end, patience, stop } = reading;
  const whole = from === 0 && end === undefined;
  return withPatience(patience, stop, async ({ signal }) => {
    const range = { Range: `bytes=${String(from)}-${end === undefined ? '' : String(end - 1)}` };
    const response = await reading.get(whole ? {} : range, signal).catch((thrown: unknown) => {
      // A range beyond the end holds nothing (RFC 9110 section 15.5.17).
      if (statusOf(thrown) === 416) return new Response(null, { status: 206 });
      throw thrown;
    });
    if (response === undefined) return undefined;
    return { body: response.body?.getReader(), skip: response.status === 206 ? 0 : from };
  });
}

async function* bytesFrom(reading: Reading, first: Begun): AsyncGenerator<Uint8Array, void, undefined> {
  const { patience, stop, end } = reading;
  let at = reading.start;
  let begun: Begun = first;
  let skip = begun.skip;
  let cuts = 0;
  try {
    for (;;) {
      if (end !== undefined && at >= end) return;
      let piece: Uint8Array | undefined;
      try {
        piece = await withPatience({ ...patience, tries: 1 }, stop, async ({ signal }) =>
          nextPiece(begun.body, signal),
        );
      } catch (thrown) {
        cuts += 1;
        const gone = thrown instanceof VaultError && thrown.code === 'storage.gone';
        if (!gone || cuts >= patience.tries) throw thrown;
        await drop(begun);
        const next = await begin(reading, at);
        if (next === undefined) throw new VaultError('storage.gone', { reason: 'removed' });
        begun = next;
        skip = begun.skip;
        continue;
      }
      if (piece === undefined) return;
      const skipped = Math.min(skip, piece.length);
      skip -= skipped;
      const wanted = piece.subarray(skipped, end === undefined ? undefined : skipped + end - at);
      if (wanted.length === 0) continue;
      cuts = 0;
      at += wanted.length;
      yield wanted;
    }
  } finally {
    await drop(begun);
  }
}

/** The next bytes; undefined at their end. */
async function nextPiece(body: Body | undefined, signal: AbortSignal): Promise<Uint8Array | undefined> {
  if (body === undefined) return undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new VaultError('internal.cancelled'));
    });
  });
  const { value } = await Promise.race([body.read(), aborted]);
  return value;
}

/** What is not read any more must not keep its connection. */
async function drop({ body }: Begun): Promise<void> {
  await body?.cancel().catch(() => undefined);
}
