import type { Feedback } from '../../evidence/records/feedback.ts';
import type { CanvasAssignment, CanvasSubmission } from './answers.ts';
import type { CommentsByAttempt } from './comments.ts';
import { keys } from './keys.ts';
import type { Pull } from './pull.ts';
import { isPosted } from './release.ts';
import type { SubmissionInHand } from './in-hand.ts';

/**
 * Reports what assessors wrote on an attempt: their comments, and the rubric that belongs to the last attempt.
 * @param of undefined for what belongs to no attempt in particular
 */
export async function reportFeedback(
  pull: Pull,
  { assignment, submission, answered }: SubmissionInHand,
  of: { readonly number: number; readonly current: boolean } | undefined,
  byAttempt: CommentsByAttempt,
): Promise<void> {
  const key =
    of === undefined
      ? `assignment/${assignment.id}/feedback`
      : `${keys.attempt(assignment.id, of.number)}/feedback`;
  const comments = byAttempt.get(of?.number) ?? [];
  const posted = isPosted(assignment, submission);
  const withRubric = posted && (of?.current ?? typeof submission.attempt !== 'number');
  const rubric = withRubric ? rubricOf(assignment, submission) : [];
  if (comments.length === 0 && rubric.length === 0) return;
  const items = comments.flatMap((each) => each.items);
  const record: Feedback = {
    assignment: pull.idOf(keys.assignment(assignment.id)),
    ...(of === undefined ? {} : { attempt: pull.idOf(keys.attempt(assignment.id, of.number)) }),
    ...(comments.length === 0
      ? {}
      : {
          comments: comments.map(({ comment }) => ({
            said: pull.parts.api.redactor.text(comment.comment ?? ''),
            field: 'comment',
            format: { said: 'text', means: 'plain' as const },
          })),
        }),
    ...(rubric.length === 0 ? {} : { rubric }),
    released: true,
    releasedBecause: rubric.length > 0 && submission.posted_at !== undefined ? 'posted' : 'shown-to-learner',
    ...(items.length === 0 ? {} : { items }),
  };
  const attempt = of === undefined ? '' : `, attempt ${of.number}`;
  await pull.record({
    key,
    kind: 'feedback',
    name: `${assignment.name ?? assignment.id}${attempt}, feedback`,
    namedAfterAnother: true,
    record,
    from: [answered],
    more: {
      text: [
        ...(record.comments ?? []).map(({ said }) => said),
        ...rubric.map((row) => row.comment ?? ''),
      ].join(' '),
    },
  });
}

/** The rows of the assignment's rubric that were marked, in its order; rows that it no longer has come last, under their id. */
function rubricOf({ rubric }: CanvasAssignment, { rubric_assessment: marked }: CanvasSubmission) {
  const rows = [...(rubric ?? [])];
  const known = new Set(rows.map(({ id }) => id));
  const left = Object.keys(marked ?? {}).filter((id) => !known.has(id));
  return [
    ...rows,
    ...left.map((id) => ({ id, description: id, points: undefined, ratings: undefined })),
  ].flatMap(({ id, description, points, ratings }) => {
    const mark = marked?.[id];
    if (mark === undefined || mark === null) return [];
    const level = ratings?.find((rating) => rating.id === mark.rating_id)?.description;
    return [
      {
        title: description ?? id,
        ...(typeof level === 'string' ? { level } : {}),
        ...(typeof mark.points === 'number' ? { points: mark.points } : {}),
        ...(typeof points === 'number' ? { of: points } : {}),
        ...(typeof mark.comments === 'string' && mark.comments !== '' ? { comment: mark.comments } : {}),
      },
    ];
  });
}
