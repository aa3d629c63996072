/**
 * Who may work on the vault beside whom: any number of shared holders of different lanes, one at a time in each lane; or one exclusive
 * holder alone. First come, first served, so that nobody waits for ever.
 */
export class Lanes {
  readonly #waiting: Waiting[] = [];
  readonly #held = new Set<string>();

  /** Runs `work` once its turn has come. Rejects with the signal's reason if that is aborted before. */
  async hold<Result>(lane: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const waiting: Waiting = { lane, go: () => resolve(undefined) };
    const giveUp = (): void => {
      const at = this.#waiting.indexOf(waiting);
      if (at >= 0) this.#waiting.splice(at, 1);
      reject(abortError());
      this.#next();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    this.#waiting.push(waiting);
    this.#next();
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
    try {
      return await work();
    } finally {
      this.#held.delete(lane);
      this.#next();
    }
  }

  #next(): void {
    for (const waiting of [...this.#waiting]) {
      const { lane } = waiting;
      const free =
        lane === everything ? this.#held.size === 0 : !this.#held.has(lane) && !this.#held.has(everything);
      if (free) {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        this.#held.add(lane);
        waiting.go();
      } else if (lane === everything) return;
    }
  }
}

interface Waiting {
  readonly lane: string;
  readonly go: () => void;
}

const everything = 'everything';

function abortError(): Error {
  return new DOMException('stopped while waiting', 'AbortError');
}
