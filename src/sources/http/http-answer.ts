import type { IncomingMessage } from 'node:http';

import { concatBytes } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import type { Certificate } from '../../evidence/provenance.ts';
import { certificatesOf } from './certificates.ts';
import { networkError, timedOut } from './http-errors.ts';
import { within, type HttpTimeouts } from './timeouts.ts';

/** How an answer's body is read: by when, how patiently, and what to do when it is over. */
export interface BodyReading {
  readonly timeouts: HttpTimeouts;
  /** `performance.now()` at which the whole exchange must be over. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  /** Called once, when the body has been read, given up or thrown away. */
  readonly done: () => void;
}

/**
 * An answer whose body has not been read yet. It holds a place of the gate until its body is read to the end, left, or
 * thrown away, so each answer must meet one of the three.
 */
export class HttpAnswer {
  readonly status: number;
  /** Leaf first; undefined without TLS. */
  readonly tls: readonly Certificate[] | undefined;
  readonly #message: IncomingMessage;
  readonly #reading: BodyReading;

  constructor(message: IncomingMessage, reading: BodyReading) {
    this.status = message.statusCode ?? 0;
    this.tls = certificatesOf(message.socket);
    this.#message = message;
    this.#reading = reading;
  }

  /** A header by its lower-case name; several of one name joined by commas. */
  header(name: string): string | undefined {
    const value = this.#message.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  /**
   * The body, read once, as it comes. The idle limit counts only while the caller waits for more, so a slow disk is not the
   * portal's fault.
   *
   * Throws `source.unreachable` (reason `cut-off`) when it ends early, `source.timeout`, `source.too-large` beyond `limit`
   * bytes, `internal.cancelled`.
   */
  async *body(limit = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array, void, undefined> {
    const { timeouts, deadline, signal } = this.#reading;
    const pieces: AsyncIterator<unknown> = this.#message[Symbol.asyncIterator]();
    let received = 0;
    try {
      for (;;) {
        if (signal.aborted) throw new VaultError('internal.cancelled');
        const left = deadline - performance.now();
        const piece = await within(pieces.next(), Math.max(0, Math.min(timeouts.idle, left)), () =>
          timedOut(left < timeouts.idle ? 'total' : 'idle'),
        );
        if (piece.done === true) break;
        if (!(piece.value instanceof Uint8Array)) throw new VaultError('internal.bug');
        received += piece.value.length;
        if (received > limit) throw new VaultError('source.too-large', { limit });
        yield piece.value;
      }
    } catch (thrown) {
      const error = networkError(thrown, signal);
      // A connection that breaks inside a body was good enough to begin with: it was cut off, whatever the system calls it.
      throw error.code === 'source.unreachable'
        ? new VaultError('source.unreachable', { reason: 'cut-off' })
        : error;
    } finally {
      this.discard();
    }
  }

  /** The whole body. Throws as `body`. */
  async bytes(limit: number): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.body(limit)) pieces.push(piece);
    return concatBytes(...pieces);
  }

  /** Gives up what has not been read; a connection with a rest in it is closed. */
  discard(): void {
    if (!this.#message.readableEnded) {
      this.#message.on('error', () => undefined);
      this.#message.destroy();
    }
    this.#reading.done();
  }
}
