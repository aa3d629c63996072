/** Thrown once a collector holds all that it may: the reader stops there. */
export class CollectorFull extends Error {
  override readonly name = 'CollectorFull';
}

/** Blanks and control characters, which no search asks for. */
const gaps = /[\s\p{Cc}]+/gu;

/** Gathers words up to a limit, whatever they are handed over in. */
export class TextCollector {
  readonly #limit: number;
  readonly #pieces: string[] = [];
  #length = 0;
  #gap: '' | ' ' | '\n' = '';

  /** @param limit UTF-16 code units */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Adds text as it stands; a word may go on in the next piece. Throws `CollectorFull`. */
  add(text: string): void {
    const tidy = text.replace(gaps, ' ');
    if (tidy === '') return;
    const words = tidy.trim();
    if (tidy.startsWith(' ') && this.#gap === '') this.#gap = ' ';
    if (words === '') return;
    const piece = (this.#length === 0 ? '' : this.#gap) + words;
    this.#gap = tidy.endsWith(' ') ? ' ' : '';
    const room = this.#limit - this.#length;
    this.#pieces.push(piece.length > room ? piece.slice(0, room) : piece);
    this.#length += Math.min(piece.length, room);
    if (piece.length > room) throw new CollectorFull();
  }

  /** A word ends here. */
  space(): void {
    if (this.#gap === '') this.#gap = ' ';
  }

  /** A line or paragraph ends here. */
  line(): void {
    this.#gap = '\n';
  }

  /** All that was gathered, never longer than the limit. */
  text(): string {
    return this.#pieces.join('').toWellFormed().normalize('NFC').slice(0, this.#limit).toWellFormed();
  }
}
