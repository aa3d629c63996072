import type { CanvasAssignment, CanvasSubmission } from './answers.ts';
import type { Answered } from './canvas-api.ts';

/** A learner's submission to an assignment, to be reported. */
export interface SubmissionInHand {
  readonly assignment: CanvasAssignment;
  readonly submission: CanvasSubmission;
  readonly answered: Answered;
}
