/** How long a press counts for opening something, in milliseconds; as long as Chromium lets it count. */
const lasting = 5000;
/** Presses that may still be answered by a download. A portal may take long to answer, so these do not run out by time. */
const mostCredits = 2;

const gestures: ReadonlySet<string> = new Set([
  'mouseDown',
  'rawKeyDown',
  'keyDown',
  'gestureTap',
  'touchEnd',
]);

/** Counts the learner's own presses and keys, so that one press opens one thing. */
export class PortalGestures {
  #last = Number.NEGATIVE_INFINITY;
  #credits = 0;

  /** @param type of an input event, as Electron names it */
  note(type: string, now: number): void {
    if (!gestures.has(type)) return;
    this.#last = now;
    this.grant();
  }

  /** Another page is shown: what was pressed on the one before does not count for it. */
  forget(): void {
    this.#last = Number.NEGATIVE_INFINITY;
    this.#credits = 0;
  }

  /** The learner asked for an address in the address bar. */
  grant(): void {
    this.#credits = Math.min(mostCredits, this.#credits + 1);
  }

  /** True once for a recent press. */
  takeForWindow(now: number): boolean {
    if (now - this.#last > lasting) return false;
    this.#last = Number.NEGATIVE_INFINITY;
    return true;
  }

  /** True once for each press. */
  takeForDownload(): boolean {
    if (this.#credits === 0) return false;
    this.#credits -= 1;
    return true;
  }
}
