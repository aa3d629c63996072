import { VaultError } from '../../src/base/errors.ts';
import type { FromEngine, ToEngine } from '../../src/contract/control-frames.ts';
import type { ByteRange } from './policies/content-range.ts';

/** Evidence on its way from the engine to the page. */
export interface OpenedContent {
  readonly mediaType: string;
  /** Of the whole content, in bytes. */
  readonly size: number;
  /** The part asked for; the engine is asked for a chunk each time the reader wants one. */
  readonly body: ReadableStream<Uint8Array>;
}

interface Reading {
  begun(message: Extract<FromEngine, { type: 'content-begin' }>): void;
  bytes(bytes: Uint8Array): void;
  end(): void;
  fail(error: unknown): void;
}

/** Reads evidence through the engine, chunk by chunk; nothing is held beyond the chunk under way. */
export class ContentReads {
  readonly #send: (message: ToEngine) => void;
  readonly #nextId: () => number;
  readonly #readings = new Map<number, Reading>();

  constructor(send: (message: ToEngine) => void, nextId: () => number) {
    this.#send = send;
    this.#nextId = nextId;
  }

  /** Opens what a token stands for. Throws a VaultError: `access.locked`, `input.not-found` for a token that is none, or damage. */
  open(token: string, part?: ByteRange): Promise<OpenedContent> {
    const id = this.#nextId();
    return new Promise((resolve, reject) => {
      let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
      let wanted: (() => void) | undefined;
      const settle = (): void => {
        wanted?.();
        wanted = undefined;
      };
      const body = new ReadableStream<Uint8Array>(
        {
          start: (started) => {
            controller = started;
          },
          pull: () =>
            new Promise<void>((received) => {
              wanted = received;
              this.#send({ type: 'content-more', id });
            }),
          cancel: () => {
            settle();
            if (this.#readings.delete(id)) this.#send({ type: 'content-stop', id });
          },
        },
        { highWaterMark: 0 },
      );
      this.#readings.set(id, {
        begun: ({ mediaType, size }) => {
          resolve({ mediaType, size, body });
        },
        bytes: (bytes) => {
          controller?.enqueue(bytes);
          settle();
        },
        end: () => {
          this.#readings.delete(id);
          controller?.close();
          settle();
        },
        fail: (error) => {
          this.#readings.delete(id);
          reject(error instanceof Error ? error : new VaultError('internal.bug', {}, error));
          controller?.error(error);
          settle();
        },
      });
      this.#send({
        type: 'content-read',
        id,
        token,
        ...(part === undefined ? {} : { start: part.start, end: part.end }),
      });
    });
  }

  hear(message: FromEngine): void {
    switch (message.type) {
      case 'content-begin':
        this.#readings.get(message.id)?.begun(message);
        break;
      case 'content-bytes':
        this.#readings.get(message.id)?.bytes(message.bytes);
        break;
      case 'content-end':
        this.#readings.get(message.id)?.end();
        break;
      case 'content-error':
        this.#readings.get(message.id)?.fail(new VaultError(message.error.code, message.error.details));
        break;
      default:
    }
  }

  /** The engine ended, or the page that read is gone. */
  endAll(): void {
    for (const reading of [...this.#readings.values()]) reading.fail(new VaultError('access.locked'));
  }
}
