import { systemClock } from '../../../../src/base/clock.ts';
import { VaultError } from '../../../../src/base/errors.ts';
import { startPracticeCanvas, type PracticeCanvas } from '../../../../src/practice/canvas/practice-canvas.ts';
import { createCanvasSource } from '../../../../src/sources/canvas/canvas-source.ts';
import type { PullResult } from '../../../../src/sources/source.ts';
import { CollectingSink } from '../../../support/collecting-sink.ts';

const app = 'evidence-vault/0.0.0-test';

/** The learner of a practice Canvas of their own, with a vault in memory. */
export class CanvasLearner {
  readonly canvas: PracticeCanvas;
  sink = new CollectingSink();
  /** What was waited for, in milliseconds; nothing waits in truth. */
  readonly waits: number[] = [];

  static async start(perPage = 100): Promise<CanvasLearner> {
    return new CanvasLearner(await startPracticeCanvas({ perPage }));
  }

  private constructor(canvas: PracticeCanvas) {
    this.canvas = canvas;
  }

  source(token = this.canvas.token, account?: string) {
    return createCanvasSource({
      url: this.canvas.url,
      token,
      app,
      clock: systemClock,
      timeZone: 'Europe/London',
      ...(account === undefined ? {} : { account }),
      http: {
        backOff: {
          sleep: async (milliseconds) => {
            this.waits.push(milliseconds);
            return Promise.resolve();
          },
          random: () => 0.5,
        },
      },
    });
  }

  /** Leaves only these assignments at the site, so that a test is quick. */
  keepOnly(...ids: readonly number[]): void {
    for (const { assignments } of this.canvas.data.courses)
      for (const assignment of assignments) if (!ids.includes(assignment.id)) assignment.state = 'deleted';
  }

  /** One pull into the same vault; what it did is in `sink.log`. */
  async pull(signal: AbortSignal = new AbortController().signal): Promise<PullResult> {
    this.canvas.requests.clear();
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

  /** The text of the last version's content that was given as bytes. */
  text(key: string): string {
    const content = this.sink.items.get(key)?.versions.at(-1)?.observation.content;
    if (content === undefined || !('bytes' in content)) throw new Error(`no bytes under ${key}`);
    return Buffer.from(content.bytes).toString('utf8');
  }
}
