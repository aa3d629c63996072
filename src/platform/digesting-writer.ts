import { Worker } from 'node:worker_threads';

import { VaultError } from '../base/errors.ts';
import {
  mostPasses,
  passLength,
  slotLength,
  type PassedPiece,
  type WriterReply,
  type WriterRequest,
} from './writer-slots.ts';

/** Beside this file, as TypeScript in the source tree and as JavaScript once built. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './digesting-writer-worker.ts' : './digesting-writer-worker.js',
  import.meta.url,
);

export interface WrittenFile {
  /** Length in bytes. */
  readonly size: number;
  readonly sha256: Uint8Array;
}

/**
 * Fills a new file front to back and takes its SHA-256, both on a thread of its own, so that whoever makes the bytes has a
 * processor core to themselves. The thread comes up at once, the file when there is one: `begin`. Memory: a few megabytes, whatever the
 * file's size.
 */
export class DigestingWriter {
  readonly #worker: Worker;
  readonly #free: ArrayBuffer[] = [];
  readonly #ready = Promise.withResolvers<undefined>();
  readonly #end = Promise.withResolvers<WrittenFile>();
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
    this.#worker.on('message', (reply: WriterReply) => this.#heard(reply));
    this.#worker.on('error', (cause) =>
      this.#fail(new VaultError('internal.bug', { what: 'writer' }, cause)),
    );
    this.#worker.on('exit', () => this.#fail(new VaultError('internal.bug', { what: 'writer-ended' })));
  }

  /** To be called once, before all else. @param fd an open file, which stays the caller's to sync and close, after `close` here */
  begin(fd: number): void {
    this.#worker.postMessage({ type: 'begin', fd } satisfies WriterRequest);
  }

  /**
   * Takes bytes in, which may be used again afterwards; they are in the file once `finish` has returned.
   * Throws the system's error of this or an earlier write.
   */
  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      if (this.#failure !== undefined) throw this.#failure.error;
      this.#slot ??= this.#free.pop() ?? new ArrayBuffer(slotLength);
      const piece = bytes.subarray(at, at + slotLength - this.#filled);
      new Uint8Array(this.#slot, this.#filled).set(piece);
      this.#add({ buffer: this.#slot, offset: this.#filled, length: piece.length });
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled === slotLength || this.#waitingLength >= passLength) await this.#pass();
    }
  }

  /**
   * As `write`, but takes the memory itself where nobody else has a part of it: `bytes` is empty afterwards, and nothing was copied.
   * Throws as `write`.
   */
  async give(bytes: Uint8Array): Promise<void> {
    const { buffer, byteOffset, length } = bytes;
    if (!(buffer instanceof ArrayBuffer) || buffer.byteLength !== length || length === 0)
      return this.write(bytes);
    if (this.#failure !== undefined) throw this.#failure.error;
    this.#add({ buffer: buffer.transfer(), offset: byteOffset, length });
    if (this.#waitingLength >= passLength) await this.#pass();
  }

  /** Returns once all is written (not synced). Throws the system's error of any write. */
  async finish(): Promise<WrittenFile> {
    if (this.#pieces.length > 0) await this.#pass();
    if (this.#failure !== undefined) throw this.#failure.error;
    this.#worker.postMessage({ type: 'finish' } satisfies WriterRequest);
    return this.#end.promise;
  }

  /** Ends the thread, finished or not. Nothing is written to the file after that. */
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
    const [pieces, slot] = [this.#pieces, this.#slot];
    const request: WriterRequest = { type: 'write', pieces, slot };
    this.#worker.postMessage(request, [...new Set(pieces.map(({ buffer }) => buffer))]);
    [this.#pieces, this.#slot, this.#filled, this.#waitingLength] = [[], undefined, 0, 0];
    this.#passes += 1;
    if (this.#passes < mostPasses) return;
    if (this.#failure !== undefined) throw this.#failure.error;
    this.#waiting = Promise.withResolvers();
    await this.#waiting.promise;
  }

  #heard(reply: WriterReply): void {
    if (reply.type === 'ready') {
      this.#ready.resolve(undefined);
    } else if (reply.type === 'failed') {
      // As the system's own error would look here, for whoever tells people what it means.
      const { message, code, syscall } = reply;
      this.#fail(Object.assign(new Error(message), { code, syscall }));
    } else if (reply.type === 'finished') {
      this.#end.resolve({ size: reply.size, sha256: reply.sha256 });
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
