import { VaultError } from '../../base/errors.ts';

/** Lets a few in at a time, in the order they came: a portal has no throttle of its own, so we bring one. */
export class Gate {
  readonly #places: number;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(places: number) {
    this.#places = places;
  }

  /**
   * Waits for a place.
   * @returns gives the place back; calling it again does nothing
   * Throws `internal.cancelled` if the signal is aborted while waiting.
   */
  async enter(signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw new VaultError('internal.cancelled');
    if (this.#inside < this.#places) this.#inside += 1;
    else await this.#turn(signal);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#leave();
    };
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(go), 1);
        reject(new VaultError('internal.cancelled'));
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(go);
    });
  }

  /** The place goes straight to whoever waits longest, so that nobody can slip in between. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#inside -= 1;
    else next();
  }
}
