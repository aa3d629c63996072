import { systemClock } from '../../src/base/clock.ts';
import { VaultError } from '../../src/base/errors.ts';
import { startPracticeProvider, type PracticeProvider } from '../../src/practice/provider.ts';
import { createMoodleSource } from '../../src/sources/moodle/moodle-source.ts';
import { signInMoodle } from '../../src/sources/moodle/sign-in.ts';
import type { PullResult } from '../../src/sources/source.ts';
import { CollectingSink } from './collecting-sink.ts';

export const app = 'evidence-vault/0.0.0-test';

/** Learner 1 of a practice provider of their own, with a vault in memory. */
export class PracticeLearner {
  readonly provider: PracticeProvider;
  sink = new CollectingSink();
  /** What the client waited for between tries, in milliseconds; nothing waits in truth. */
  readonly waits: number[] = [];
  token = '';

  static async start(): Promise<PracticeLearner> {
    const learner = new PracticeLearner(await startPracticeProvider());
    await learner.signIn();
    return learner;
  }

  private constructor(provider: PracticeProvider) {
    this.provider = provider;
  }

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

  async signIn(): Promise<void> {
    const { signal } = new AbortController();
    const { token } = await signInMoodle(
      { site: this.provider.url, ...this.provider.learner, signal },
      { app },
    );
    this.token = token;
  }

  source() {
    return createMoodleSource({
      url: this.provider.url,
      token: this.token,
      app,
      clock: systemClock,
      timeZone: 'Europe/London',
      http: this.http,
    });
  }

  /** One pull into the same vault; what it did is in `sink.log`. */
  async pull(signal: AbortSignal = new AbortController().signal): Promise<PullResult> {
    this.provider.requests.clear();
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
