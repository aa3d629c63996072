import { systemClock } from '../../../../src/base/clock.ts';
import { startPracticeCanvas, type PracticeCanvas } from '../../../../src/practice/canvas/practice-canvas.ts';
import { createCanvasSource } from '../../../../src/sources/canvas/canvas-source.ts';
import { app, SourceLearner } from '../../../support/source-learner.ts';

/** The learner of a practice Canvas of their own, with a vault in memory. */
export class CanvasLearner extends SourceLearner {
  readonly canvas: PracticeCanvas;

  static async start(perPage = 100): Promise<CanvasLearner> {
    return new CanvasLearner(await startPracticeCanvas({ perPage }));
  }

  private constructor(canvas: PracticeCanvas) {
    super();
    this.canvas = canvas;
  }

  protected get requests() {
    return this.canvas.requests;
  }

  override source(token = this.canvas.token, account?: string) {
    return createCanvasSource({
      url: this.canvas.url,
      token,
      app,
      clock: systemClock,
      timeZone: 'Europe/London',
      ...(account === undefined ? {} : { account }),
      http: this.http,
    });
  }

  /** Leaves only these assignments at the site, so that a test is quick. */
  keepOnly(...ids: readonly number[]): void {
    for (const { assignments } of this.canvas.data.courses)
      for (const assignment of assignments) if (!ids.includes(assignment.id)) assignment.state = 'deleted';
  }
}
