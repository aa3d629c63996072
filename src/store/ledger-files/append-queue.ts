/** Work that waits for the batch before it. */
interface Waiting<Work, Result> {
  readonly work: Work;
  readonly weight: number;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Group commit: while one batch is being made durable, what comes in waits, and then goes together into the next batch.
 * Each call gets its own result; an error of a batch is the error of every call in it.
 */
export class AppendQueue<Work, Result> {
  readonly #commit: (batch: readonly Work[]) => Promise<readonly Result[]>;
  readonly #batchWeight: number;
  #waiting: Waiting<Work, Result>[] = [];
  #alone: (() => Promise<void>)[] = [];
  #running: Promise<void> | undefined;

  /**
   * @param commit makes a batch durable and gives one result for each of its works
   * @param batchWeight calls are joined up to this weight together; a heavier one goes alone
   */
  constructor(commit: (batch: readonly Work[]) => Promise<readonly Result[]>, batchWeight: number) {
    this.#commit = commit;
    this.#batchWeight = batchWeight;
  }

  add(work: Work, weight: number): Promise<Result> {
    const result = new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ work, weight, resolve, reject });
    });
    this.#running ??= this.#run();
    return result;
  }

  /** Runs `work` between two batches, while nothing else is committed. Rejects as it does. */
  async alone(work: () => Promise<void>): Promise<void> {
    const done = new Promise<void>((resolve, reject) => {
      this.#alone.push(() => work().then(resolve, reject));
    });
    this.#running ??= this.#run();
    return done;
  }

  /** Resolves once nothing is waiting or under way. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // One turn of patience, so that calls made together travel together.
    await Promise.resolve();
    while (this.#alone.length > 0 || this.#waiting.length > 0) {
      for (const work of this.#alone.splice(0)) await work();
      const batch = this.#take();
      if (batch.length === 0) continue;
      try {
        const results = await this.#commit(batch.map(({ work }) => work));
        for (const [i, waiting] of batch.entries()) {
          const result = results[i];
          if (result === undefined) waiting.reject(new Error('a batch gave too few results'));
          else waiting.resolve(result);
        }
      } catch (error) {
        for (const waiting of batch) waiting.reject(error);
      }
    }
    this.#running = undefined;
  }

  #take(): Waiting<Work, Result>[] {
    let count = 0;
    let weight = 0;
    for (const waiting of this.#waiting) {
      if (count > 0 && weight + waiting.weight > this.#batchWeight) break;
      weight += waiting.weight;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }
}
