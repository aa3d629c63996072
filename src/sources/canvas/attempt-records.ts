import { gradeSaid } from '../../evidence/grades/grade-value.ts';
import type { Attempt } from '../../evidence/records/attempt.ts';
import type { Grade } from '../../evidence/records/grade.ts';
import type { Submission } from '../../evidence/records/submission.ts';
import { personAtSource, type Person } from '../../evidence/values/person.ts';
import { idsOf } from '../ids-of.ts';
import type { CanvasAttempt } from './answers.ts';
import type { NumberedAttempt } from './attempts.ts';
import { nameOf, type ListedFile } from './files.ts';
import type { Pull } from './pull.ts';
import { hasOwnMark, isPosted } from './release.ts';
import type { SubmissionInHand } from './in-hand.ts';
import { gradeHint, setTimes, standingOf } from './stated.ts';

/** Item ids of what something hangs on. */
export interface Place {
  readonly assignment: string;
  readonly attempt?: string;
}

export function attemptRecord(
  assignment: string,
  { number, attempt }: NumberedAttempt,
  files: readonly ListedFile[],
  items: readonly string[],
  idOf: Pull['idOf'],
  posted: boolean,
): Attempt {
  return {
    assignment,
    // The vault counts attempts as it captures them and puts its own number here.
    number,
    numberAtSource: number,
    ids: idsOf({ submissionid: attempt.id, submission_type: attempt.submission_type }),
    status: statusOf(attempt),
    ...gradingStatusOf(attempt, posted),
    ...setTimes({ submitted: attempt.submitted_at }),
    ...groupOf(attempt),
    ...standingOf(attempt),
    ...(items.length === 0 ? {} : { items: [...items] }),
    ...(files.length === 0
      ? {}
      : {
          files: files.map(({ key, file }) => ({
            item: idOf(key),
            name: nameOf(file),
            ...(typeof file.size === 'number' ? { sizeClaimed: file.size } : {}),
            ...setTimes({ modified: file.modified_at ?? undefined }),
          })),
        }),
  };
}

/** `graded` says nothing of whether anything was handed in; the time of it does. */
function statusOf({
  workflow_state: said = null,
  submitted_at: submitted,
}: CanvasAttempt): Attempt['status'] {
  if (typeof submitted === 'string' && said !== 'unsubmitted') return { said, means: 'submitted' };
  return said === 'unsubmitted' ? { said, means: 'not-started' } : { said };
}

function gradingStatusOf(attempt: CanvasAttempt, posted: boolean): Pick<Attempt, 'gradingStatus'> {
  const { workflow_state: said } = attempt;
  if (typeof said !== 'string') return {};
  if (said === 'submitted') return { gradingStatus: { said, means: 'not-graded' } };
  if (said === 'pending_review') return { gradingStatus: { said, means: 'in-marking' } };
  if (said !== 'graded') return { gradingStatus: { said } };
  return { gradingStatus: { said, means: posted && hasOwnMark(attempt) ? 'released' : 'graded' } };
}

export function submissionRecord(
  place: Required<Place>,
  attempt: CanvasAttempt,
  items: readonly string[],
): Submission {
  return {
    ...place,
    ids: idsOf({ submissionid: attempt.id, submission_type: attempt.submission_type }),
    status: statusOf(attempt),
    ...setTimes({ submitted: attempt.submitted_at }),
    ...groupOf(attempt),
    items: [...items],
  };
}

/** Handed in by a group: Canvas names the group beside the attempt, and no group has no id. */
function groupOf({ group }: CanvasAttempt): Pick<Attempt, 'team' | 'group'> {
  if (typeof group?.id !== 'string') return {};
  const name = typeof group.name === 'string' ? { name: group.name } : {};
  return { team: { said: group.id, means: true }, group: { id: group.id, ...name } };
}

/** What the learner is shown, as Canvas posts it; or that there is no mark, where work is excused or missing. */
export function gradeRecord(
  place: Place,
  { assignment, submission }: SubmissionInHand,
  attempt: CanvasAttempt,
): Grade {
  const { grade, score, points_deducted: deducted } = attempt;
  const of = assignment.points_possible;
  const hint = gradeHint(assignment);
  const marked = hasOwnMark(attempt) && isPosted(assignment, submission);
  const points = { scheme: 'points' as const, ...(typeof of === 'number' ? { of } : {}) };
  // Before points were taken off for being late.
  const entered = typeof deducted === 'number' && deducted !== 0 ? attempt.entered_grade : undefined;
  return {
    ...place,
    ...(place.attempt === undefined ? { title: assignment.name ?? assignment.id } : {}),
    ids: idsOf({
      submissionid: attempt.id,
      grading_type: assignment.grading_type,
      ...(marked && typeof entered === 'string' ? { entered_grade: entered } : {}),
    }),
    value: marked ? gradeSaid(grade ?? score ?? null, hint) : { said: null },
    ...(marked && typeof score === 'number' ? { raw: gradeSaid(score, points) } : {}),
    ...(typeof of === 'number' ? { scale: { max: of } } : {}),
    ...(marked ? { ...setTimes({ gradedAt: attempt.graded_at }), ...graderOf(attempt) } : {}),
    ...standingOf(attempt),
    ...(marked
      ? {
          released: true,
          releasedBecause: submission.posted_at === undefined ? 'shown-to-learner' : 'posted',
        }
      : { released: false, releasedBecause: 'no-grade' }),
  };
}

/** An id, which is no name. A negative one is a quiz or a tool that marked by itself. */
function graderOf({ grader_id: grader }: CanvasAttempt): { by?: Person } {
  if (typeof grader !== 'string') return {};
  return { by: grader.startsWith('-') ? { standing: 'unknown', id: grader } : personAtSource(grader) };
}
