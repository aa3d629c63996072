import type { ContentRef, OpenContent } from '../bundle/bundle-input.ts';
import { releaseBytes } from '../platform/release-bytes.ts';

/** A content over this is read when its turn comes: it has no long wait for each of its bytes. */
const smallSize = 1_048_576;
/** How much is read ahead. */
const most = { contents: 8, bytes: 4_194_304 };

/**
 * Opens contents in the order in which they will be wanted. Small ones are read while those before them are still being
 * used, so that thousands of small files do not each wait for the disk.
 */
export class ContentsAhead {
  readonly #contents: readonly ContentRef[];
  readonly #open: OpenContent;
  /** Under way or read, by their number in the order. */
  readonly #read = new Map<number, Promise<Uint8Array[]>>();
  /** The next that will be wanted, and the next to be read ahead. */
  #wanted = 0;
  #next = 0;
  #bytes = 0;

  /**
   * @param contents in the order in which they will be opened
   * @param open must give pieces of memory that it does not use again; what it throws comes out of `open` here
   */
  constructor(contents: readonly ContentRef[], open: OpenContent) {
    this.#contents = contents;
    this.#open = open;
  }

  /**
   * The pieces of a content, one of those named before and the same object; each is empty once the next is asked for.
   * Contents before it are forgotten.
   */
  async *open(content: ContentRef): AsyncGenerator<Uint8Array> {
    const read = this.#take(content);
    this.#readAhead();
    for await (const piece of read === undefined ? this.#open(content) : await read) {
      yield piece;
      releaseBytes(piece);
    }
  }

  /** Returns once nothing is being read any more. Throws nothing. */
  async stopped(): Promise<void> {
    await Promise.allSettled(this.#read.values());
  }

  #take(content: ContentRef): Promise<Uint8Array[]> | undefined {
    let read: Promise<Uint8Array[]> | undefined;
    for (
      let passed = this.#contents[this.#wanted];
      passed !== undefined;
      passed = this.#contents[this.#wanted]
    ) {
      read = this.#read.get(this.#wanted);
      if (this.#read.delete(this.#wanted)) this.#bytes -= passed.size;
      this.#wanted += 1;
      if (passed === content) break;
      read = undefined;
    }
    this.#next = Math.max(this.#next, this.#wanted);
    return read;
  }

  #readAhead(): void {
    for (
      let content = this.#contents[this.#next];
      content !== undefined;
      content = this.#contents[this.#next]
    ) {
      const { size } = content;
      if (size > smallSize || this.#read.size >= most.contents || this.#bytes + size > most.bytes) return;
      const pieces = collect(this.#open, content);
      // Told to whoever opens this content, if anybody does.
      pieces.catch(() => undefined);
      this.#read.set(this.#next, pieces);
      this.#bytes += size;
      this.#next += 1;
    }
  }
}

async function collect(open: OpenContent, content: ContentRef): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of open(content)) pieces.push(piece);
  return pieces;
}
