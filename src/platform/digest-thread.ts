import { Worker } from 'node:worker_threads';

import { VaultError } from '../base/errors.ts';
import {
  mostPasses,
  passLength,
  slotLength,
  type DigestReply,
  type DigestRequest,
  type PassedPiece,
} from './digest-requests.ts';

/** Beside this file, as TypeScript in the source tree and as JavaScript once built. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './digest-thread-worker.ts' : './digest-thread-worker.js',
  import.meta.url,
);

/**
 * Takes the SHA-256 of bytes on a thread of its own, so that whoever makes them has a processor core to themselves. The thread comes up at
 * once. Memory: a few megabytes, however many there are.
 */
export class DigestThread {
  readonly #worker: Worker;
  readonly #free: ArrayBuffer[] = [];
  readonly #ready = Promise.withResolvers<undefined>();
  readonly #end = Promise.withResolvers<Uint8Array>();
  /** What is passed on next, in order. */
  #pieces: PassedPiece[] = [];
  #waitingLength = 0;
  /** The buffer that bytes are copied into now, and how far. */
  #slot: ArrayBuffer | undefined;
  #filled = 0;
  #passes = 0;
  #waiting: PromiseWithResolvers<undefined> | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor() {
    this.#end.promise.catch(() => undefined);
    this.#worker = new Worker(workerFile);
    this.#worker.on('message', (reply: DigestReply) => this.#heard(reply));
    this.#worker.on('error', (cause) =>
      this.#fail(new VaultError('internal.bug', { what: 'digest' }, cause)),
    );
    this.#worker.on('exit', () => this.#fail(new VaultError('internal.bug', { what: 'digest-ended' })));
  }

  /** Takes bytes in, which may be used again afterwards. */
  async take(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      this.#slot ??= this.#free.pop() ?? new ArrayBuffer(slotLength);
      const piece = bytes.subarray(at, at + slotLength - this.#filled);
      new Uint8Array(this.#slot, this.#filled).set(piece);
      this.#add({ buffer: this.#slot, offset: this.#filled, length: piece.length });
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled === slotLength || this.#waitingLength >= passLength) await this.#pass();
    }
  }

  /** As `take`, but takes the memory itself where nobody else has a part of it: `bytes` is empty afterwards, and nothing was copied. */
  async give(bytes: Uint8Array): Promise<void> {
    const { buffer, byteOffset, length } = bytes;
    if (!(buffer instanceof ArrayBuffer) || buffer.byteLength !== length || length === 0)
      return this.take(bytes);
    this.#add({ buffer: buffer.transfer(), offset: byteOffset, length });
    if (this.#waitingLength >= passLength) await this.#pass();
  }

  /** SHA-256 of everything; nothing may come after. */
  async finish(): Promise<Uint8Array> {
    if (this.#pieces.length > 0) await this.#pass();
    if (this.#failure !== undefined) throw this.#failure.error;
    this.#worker.postMessage({ type: 'finish' } satisfies DigestRequest);
    return this.#end.promise;
  }

  /** Ends the thread, finished or not. */
  async close(): Promise<void> {
    // Node 24 can take the whole process down with a thread that is ended while its modules load.
    await this.#ready.promise;
    await this.#worker.terminate();
  }

  /** Neighbours in the slot become one piece. */
  #add(piece: PassedPiece): void {
    const last = this.#pieces.at(-1);
    if (last?.buffer === piece.buffer)
      this.#pieces[this.#pieces.length - 1] = { ...last, length: last.length + piece.length };
    else this.#pieces.push(piece);
    this.#waitingLength += piece.length;
  }

  /** Hands over what has gathered, and waits until another pass may gather. */
  async #pass(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure.error;
    const [pieces, slot] = [this.#pieces, this.#slot];
    const request: DigestRequest = { type: 'digest', pieces, slot };
    this.#worker.postMessage(request, [...new Set(pieces.map(({ buffer }) => buffer))]);
    [this.#pieces, this.#slot, this.#filled, this.#waitingLength] = [[], undefined, 0, 0];
    this.#passes += 1;
    if (this.#passes < mostPasses) return;
    this.#waiting = Promise.withResolvers();
    await this.#waiting.promise;
  }

  #heard(reply: DigestReply): void {
    if (reply.type === 'ready') {
      this.#ready.resolve(undefined);
    } else if (reply.type === 'finished') {
      this.#end.resolve(reply.sha256);
    } else {
      if (reply.slot !== undefined) this.#free.push(reply.slot);
      this.#passes -= 1;
      this.#waiting?.resolve(undefined);
      this.#waiting = undefined;
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#ready.resolve(undefined);
    this.#end.reject(error);
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}
