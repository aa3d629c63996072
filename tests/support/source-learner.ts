import { VaultError } from '../../src/base/errors.ts';
import type { PullResult, Source } from '../../src/sources/source.ts';
import { CollectingSink } from './collecting-sink.ts';

export const app = 'evidence-vault/0.0.0-test';

/** A learner of a practice site, with a vault in memory. */
export abstract class SourceLearner {
  sink = new CollectingSink();
  /** What the client waited for between tries, in milliseconds; nothing waits in truth. */
  readonly waits: number[] = [];

  get http() {
    return {
      backOff: {
        sleep: async (milliseconds: number) => {
          this.waits.push(milliseconds);
          return Promise.resolve();
        },
        random: () => 0.5,
      },
    };
  }

  abstract source(): Source;
  /** What the site was asked: begun anew with each pull. */
  protected abstract readonly requests: { clear(): void };

  /** One pull into the same vault; what it did is in `sink.log`. */
  async pull(signal: AbortSignal = new AbortController().signal): Promise<PullResult> {
    this.requests.clear();
    const result = await this.source().pull(this.sink.begin(), this.sink, signal);
    this.sink.cursor = result.cursor ?? null;
    return result;
  }

  /** The error that a pull ends with. */
  async failingPull(): Promise<VaultError> {
    try {
      await this.pull();
    } catch (thrown) {
      if (thrown instanceof VaultError) return thrown;
      throw thrown;
    }
    throw new Error('the pull came to a good end');
  }
}
