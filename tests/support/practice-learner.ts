import { systemClock } from '../../src/base/clock.ts';
import { startPracticeProvider, type PracticeProvider } from '../../src/practice/provider.ts';
import { createMoodleSource } from '../../src/sources/moodle/moodle-source.ts';
import { signInMoodle } from '../../src/sources/moodle/sign-in.ts';
import { app, SourceLearner } from './source-learner.ts';

/** Learner 1 of a practice provider of their own, with a vault in memory. */
export class PracticeLearner extends SourceLearner {
  readonly provider: PracticeProvider;
  token = '';

  static async start(): Promise<PracticeLearner> {
    const learner = new PracticeLearner(await startPracticeProvider());
    await learner.signIn();
    return learner;
  }

  private constructor(provider: PracticeProvider) {
    super();
    this.provider = provider;
  }

  protected get requests() {
    return this.provider.requests;
  }

  async signIn(): Promise<void> {
    const { signal } = new AbortController();
    const { token } = await signInMoodle(
      { site: this.provider.url, ...this.provider.learner, signal },
      { app },
    );
    this.token = token;
  }

  override source() {
    return createMoodleSource({
      url: this.provider.url,
      token: this.token,
      app,
      clock: systemClock,
      timeZone: 'Europe/London',
      http: this.http,
    });
  }
}
