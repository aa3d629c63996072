/**
 * Who may work on the vault beside whom: any number of shared holders of different lanes, one at a time in each lane; or one exclusive
 * holder alone (lane `everything`). What a person asked for goes first: what goes on by itself waits behind it, and is asked to give way where
 * it stands in the way. Among equals first come, first served, so that nobody waits for ever.
 */
export class Lanes {
  readonly #waiting: Waiting[] = [];
  readonly #held = new Map<string, Holder>();

  /**
   * Runs `work` once its turn has come. Rejects with the signal's reason if that is aborted before.
   * @param giveWay of work that goes on by itself: asked, once, to stop because a person waits; left out for what a person asked for
   */
  async hold<Result>(
    lane: string,
    signal: AbortSignal,
    work: (held: HeldLane) => Promise<Result>,
    giveWay?: () => void,
  ): Promise<Result> {
    const holder: Holder = { giveWay, asked: false };
    await this.#take(lane, signal, holder);
    try {
      return await work({
        alone: async (inner) => {
          // Let go of first: whoever waits to be alone, and came before, would else wait for this one, and this one for them.
          this.#release(lane, holder);
          const result = await this.hold(everything, signal, inner, giveWay);
          await this.#take(lane, signal, holder);
          return result;
        },
      });
    } finally {
      this.#release(lane, holder);
    }
  }

  async #take(lane: string, signal: AbortSignal, holder: Holder): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const waiting: Waiting = { lane, holder, go: () => resolve(undefined) };
    const giveUp = (): void => {
      const at = this.#waiting.indexOf(waiting);
      // Its turn has come already: whoever does the work sees the signal.
      if (at < 0) return;
      this.#waiting.splice(at, 1);
      reject(abortError());
      this.#next();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    this.#enqueue(waiting);
    this.#next();
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  #release(lane: string, holder: Holder): void {
    if (this.#held.get(lane) !== holder) return;
    this.#held.delete(lane);
    this.#next();
  }

  #enqueue(waiting: Waiting): void {
    const ofItself = this.#waiting.findIndex(({ holder }) => holder.giveWay !== undefined);
    if (waiting.holder.giveWay !== undefined || ofItself < 0) this.#waiting.push(waiting);
    else this.#waiting.splice(ofItself, 0, waiting);
  }

  #next(): void {
    for (const waiting of [...this.#waiting]) {
      const { lane, holder } = waiting;
      const inTheWay = this.#inTheWayOf(lane);
      if (inTheWay.length === 0) {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        this.#held.set(lane, holder);
        waiting.go();
        continue;
      }
      if (holder.giveWay === undefined) for (const other of inTheWay) askToGiveWay(other);
      if (lane === everything) return;
    }
  }

  #inTheWayOf(lane: string): Holder[] {
    if (lane === everything) return [...this.#held.values()];
    return [lane, everything].flatMap((one) => this.#held.get(one) ?? []);
  }
}

/** A lane in somebody's hands. */
interface HeldLane {
  /** Lets go of the lane, runs `inner` as the exclusive holder, and takes the lane again. */
  readonly alone: <Result>(inner: () => Promise<Result>) => Promise<Result>;
}

interface Holder {
  readonly giveWay: (() => void) | undefined;
  asked: boolean;
}

interface Waiting {
  readonly lane: string;
  readonly holder: Holder;
  readonly go: () => void;
}

const everything = 'everything';

function askToGiveWay(holder: Holder): void {
  if (holder.asked) return;
  holder.asked = true;
  holder.giveWay?.();
}

function abortError(): Error {
  return new DOMException('stopped while waiting', 'AbortError');
}
