import { reportError, VaultError } from '../../src/base/errors.ts';
import type { FromEngine } from '../../src/contract/control-frames.ts';
import type { OpenedContent } from './contents.ts';

export interface ContentRead {
  readonly id: number;
  readonly token: string;
  readonly start?: number;
  /** Exclusive. */
  readonly end?: number;
}

export interface ReadingEnvironment {
  readonly send: (frame: FromEngine) => void;
  /** Throws `input.not-found`, and `access.locked` where nothing may be read. */
  readonly find: (token: string) => OpenedContent;
  readonly open: (
    content: OpenedContent,
    range: { readonly start: number; readonly end: number } | undefined,
  ) => AsyncIterable<Uint8Array>;
}

/** Reads of contents that main passes on to a page: each piece is sent once it is asked for, and none before. */
export class ContentReads {
  readonly #environment: ReadingEnvironment;
  readonly #reads = new Map<number, Reading>();

  constructor(environment: ReadingEnvironment) {
    this.#environment = environment;
  }

  begin({ id, token, start, end }: ContentRead): void {
    this.stop(id);
    const { send, find, open } = this.#environment;
    try {
      const content = find(token);
      const { size, mediaType } = content;
      const range = rangeOf(size, start, end);
      const whole = range.start === 0 && range.end === size;
      const pieces = range.start === range.end ? emptyPieces() : open(content, whole ? undefined : range);
      this.#reads.set(id, new Reading(id, pieces, send, () => this.#reads.delete(id)));
      send({ type: 'content-begin', id, mediaType, size, ...range });
    } catch (thrown) {
      sendError(send, id, thrown);
    }
  }

  more(id: number): void {
    this.#reads.get(id)?.more();
  }

  stop(id: number): void {
    this.#reads.get(id)?.stop();
  }

  /** The vault is covered or going to be closed: every read ends with `access.locked`. */
  refuseAll(): void {
    for (const reading of [...this.#reads.values()]) reading.refuse();
  }
}

/** As much of `start` to `end` as there is. Throws `input.record-invalid` for a range that begins beyond the end. */
function rangeOf(size: number, start = 0, end = size): { readonly start: number; readonly end: number } {
  if (start > size || end < start || (start === size && size > 0 && end !== start))
    throw new VaultError('input.record-invalid', { what: 'range', size });
  return { start, end: Math.min(end, size) };
}

async function* emptyPieces(): AsyncGenerator<Uint8Array> {
  // A content of no bytes has no pieces.
}

class Reading {
  readonly #id: number;
  readonly #pieces: AsyncIterator<Uint8Array>;
  readonly #send: (frame: FromEngine) => void;
  readonly #done: () => void;
  #wanted = 0;
  #busy = false;
  #over = false;

  constructor(
    id: number,
    pieces: AsyncIterable<Uint8Array>,
    send: (frame: FromEngine) => void,
    done: () => void,
  ) {
    this.#id = id;
    this.#pieces = pieces[Symbol.asyncIterator]();
    this.#send = send;
    this.#done = done;
  }

  more(): void {
    this.#wanted += 1;
    if (!this.#busy) void this.#deliver();
  }

  stop(): void {
    if (this.#over) return;
    this.#over = true;
    this.#done();
    void this.#letGo();
  }

  refuse(): void {
    if (this.#over) return;
    sendError(this.#send, this.#id, new VaultError('access.locked'));
    this.stop();
  }

  async #deliver(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#wanted > 0 && !this.#isOver()) {
        this.#wanted -= 1;
        const next = await this.#pieces.next();
        if (this.#isOver()) return;
        if (next.done === true) {
          this.#send({ type: 'content-end', id: this.#id });
          this.stop();
          return;
        }
        // A copy of its own: the piece may be a view of a larger buffer, which would travel whole.
        this.#send({ type: 'content-bytes', id: this.#id, bytes: next.value.slice() });
      }
    } catch (thrown) {
      if (this.#isOver()) return;
      sendError(this.#send, this.#id, thrown);
      this.stop();
    } finally {
      this.#busy = false;
    }
  }

  #isOver(): boolean {
    return this.#over;
  }

  async #letGo(): Promise<void> {
    try {
      await this.#pieces.return?.();
    } catch {
      // Nobody reads it any more, so nobody misses what it could not give.
    }
  }
}

function sendError(send: (frame: FromEngine) => void, id: number, thrown: unknown): void {
  const { code, details } = reportError(thrown);
  send({ type: 'content-error', id, error: { code, details } });
}
