import type { CanvasAssignment, CanvasAttempt, CanvasSubmission } from './answers.ts';

/**
 * Whether a Canvas shows its marking to the learner. `posted_at` says so; null means that it is not posted, or was hidden again, even
 * where a number has leaked. Canvases from before that field have assignments that are muted, or not.
 */
export function isPosted(assignment: CanvasAssignment, submission: CanvasSubmission): boolean {
  if (submission.posted_at !== undefined) return submission.posted_at !== null;
  return assignment.muted !== true && assignment.post_manually !== true;
}

/** True if this attempt has a mark of its own: after a resubmission Canvas repeats the old mark until there is a new one. */
export function hasOwnMark(attempt: CanvasAttempt): boolean {
  const marked = typeof attempt.grade === 'string' || typeof attempt.score === 'number';
  return marked && attempt.grade_matches_current_submission !== false;
}
