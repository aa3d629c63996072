import type { ErrorCode } from '../../../src/base/error-codes.ts';
import { VaultError } from '../../../src/base/errors.ts';
import type { CaptureOrigin, FromEngine, ToEngine } from '../../../src/contract/control-frames.ts';

/** What the engine said of a capture that it kept. */
export interface KeptCapture {
  readonly item: string;
  readonly source: string;
  readonly outcome: 'captured' | 'changed' | 'unchanged';
}

/** One capture on its way into the vault. */
export interface CaptureUpload {
  /** Returns once there is room for more. Throws why the engine does not take it any further. */
  write(bytes: Uint8Array): Promise<void>;
  /** All was written: returns once it is durable. Throws why it is not kept. */
  end(): Promise<KeptCapture>;
  /** Gives it up: without a code as if it had never been, with one as something that could not be had whole. */
  abort(code?: ErrorCode): void;
  /** How the engine ended it; for whoever aborts with a code. */
  readonly over: Promise<KeptCapture>;
}

/** So much may be on its way before the engine says that it took some. */
const window = 1024 * 1024;
const pieceLength = 256 * 1024;

/** Sends captures to the engine, piece by piece and no faster than they are sealed; nothing is held here. */
export class CaptureOutbox {
  readonly #send: (message: ToEngine) => void;
  readonly #nextId: () => number;
  readonly #uploads = new Map<number, Upload>();

  constructor(send: (message: ToEngine) => void, nextId: () => number) {
    this.#send = send;
    this.#nextId = nextId;
  }

  begin(origin: CaptureOrigin): CaptureUpload {
    const id = this.#nextId();
    const upload = new Upload(id, this.#send);
    this.#uploads.set(id, upload);
    upload.over.then(
      () => this.#uploads.delete(id),
      () => this.#uploads.delete(id),
    );
    this.#send({ type: 'capture-begin', id, origin });
    return upload;
  }

  hear(message: FromEngine): void {
    switch (message.type) {
      case 'capture-taken':
        this.#uploads.get(message.id)?.taken(message.bytes);
        break;
      case 'capture-kept':
        this.#uploads.get(message.id)?.kept(message);
        break;
      case 'capture-failed':
        this.#uploads.get(message.id)?.fail(new VaultError(message.error.code, message.error.details));
        break;
      default:
    }
  }

  /** The engine ended, or the vault was covered. */
  giveUpAll(): void {
    for (const upload of [...this.#uploads.values()]) {
      upload.abort();
      upload.fail(new VaultError('internal.cancelled'));
    }
  }
}

class Upload implements CaptureUpload {
  readonly over: Promise<KeptCapture>;
  readonly #id: number;
  readonly #send: (message: ToEngine) => void;
  #settle: { resolve(kept: KeptCapture): void; reject(error: VaultError): void };
  #onTheWay = 0;
  #room: (() => void) | undefined;
  #failure: VaultError | undefined;
  #ended = false;

  constructor(id: number, send: (message: ToEngine) => void) {
    this.#id = id;
    this.#send = send;
    const { promise, resolve, reject } = Promise.withResolvers<KeptCapture>();
    this.over = promise;
    // Whoever waits for it hears of it; nobody has to.
    promise.catch(() => undefined);
    this.#settle = { resolve, reject };
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += pieceLength) {
      if (this.#failure !== undefined) throw this.#failure;
      // A copy of its own: the piece may be a view of a larger buffer, which would travel whole.
      const piece = new Uint8Array(bytes.subarray(at, at + pieceLength));
      this.#onTheWay += piece.length;
      this.#send({ type: 'capture-bytes', id: this.#id, bytes: piece });
      while (this.#mustWait())
        await new Promise<void>((resolve) => {
          this.#room = resolve;
        });
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  #mustWait(): boolean {
    return this.#onTheWay >= window && this.#failure === undefined;
  }

  end(): Promise<KeptCapture> {
    if (!this.#ended && this.#failure === undefined) {
      this.#ended = true;
      this.#send({ type: 'capture-end', id: this.#id });
    }
    return this.over;
  }

  abort(code?: ErrorCode): void {
    if (this.#ended || this.#failure !== undefined) return;
    this.#ended = true;
    this.#send({ type: 'capture-abort', id: this.#id, ...(code === undefined ? {} : { code }) });
  }

  taken(bytes: number): void {
    this.#onTheWay -= bytes;
    this.#wake();
  }

  kept({ item, source, outcome }: KeptCapture): void {
    this.#settle.resolve({ item, source, outcome });
  }

  fail(error: VaultError): void {
    this.#failure ??= error;
    this.#settle.reject(this.#failure);
    this.#wake();
  }

  #wake(): void {
    this.#room?.();
    this.#room = undefined;
  }
}
