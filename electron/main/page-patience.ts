/** So long (milliseconds) the first page may take to say that it is here; each one after it twice as long, for computers that are just slow. */
const firstPatience = 15_000;
const silentPagesAllowed = 3;

/**
 * Waits for a page that was asked for to say that it is here. Chromium can lose a page at its start without a word: when the graphics process
 * gives up in the same moment, the page's process waits for it for ever, and the learner would look at an empty window or at none.
 */
export class PagePatience {
  readonly #onSilent: () => void;
  readonly #onHopeless: () => void;
  #timer: NodeJS.Timeout | undefined;
  #silent = 0;

  constructor(on: { readonly silent: () => void; readonly hopeless: () => void }) {
    this.#onSilent = on.silent;
    this.#onHopeless = on.hopeless;
  }

  /** A page was asked for. */
  begin(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#silent += 1;
        if (this.#silent > silentPagesAllowed) this.#onHopeless();
        else this.#onSilent();
      },
      firstPatience * 2 ** this.#silent,
    );
  }

  /** The page is here. */
  rest(): void {
    this.end();
    this.#silent = 0;
  }

  /** Nothing is waited for any more. */
  end(): void {
    clearTimeout(this.#timer);
  }
}
