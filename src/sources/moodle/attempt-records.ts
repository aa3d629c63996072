import type { GradeHint } from '../../evidence/grades/read-grade.ts';
import { gradeSaid } from '../../evidence/grades/grade-value.ts';
import type { Attempt } from '../../evidence/records/attempt.ts';
import type { Feedback } from '../../evidence/records/feedback.ts';
import type { Grade } from '../../evidence/records/grade.ts';
import type { Submission } from '../../evidence/records/submission.ts';
import { hiddenPerson, personAtSource, type Person } from '../../evidence/values/person.ts';
import { stateByTable, type Said } from '../../evidence/values/stated.ts';
import type { JsonObject } from '../../base/json.ts';
import { idsOf } from '../ids-of.ts';
import type { ListedAssignment, MoodleFile, MoodleSubmission } from './assignment-answers.ts';
import { hasMark, type AttemptSeen } from './attempts.ts';
import type { GradeItem } from './grade-answers.ts';
import { setTimes, writtenText } from './stated-values.ts';

/** Moodle says `new` both before anything was handed in and after it was removed: so that word has no meaning here. */
const statuses = new Map<Said, NonNullable<Attempt['status']['means']>>([
  ['draft', 'draft'],
  ['submitted', 'submitted'],
  ['reopened', 'reopened'],
]);

const gradingStatuses = new Map<Said, 'not-graded' | 'in-marking' | 'graded' | 'released'>([
  ['notgraded', 'not-graded'],
  ['graded', 'graded'],
  ['released', 'released'],
  ['notmarked', 'in-marking'],
  ['inmarking', 'in-marking'],
  ['readyforreview', 'in-marking'],
  ['inreview', 'in-marking'],
  ['readyforrelease', 'in-marking'],
]);

/** What an attempt hangs on. */
export interface AttemptPlace {
  readonly assignment: ListedAssignment;
  /** Item ids. */
  readonly assignmentId: string;
  readonly attemptId: string;
}

export function attemptRecord(
  { assignmentId }: AttemptPlace,
  attempt: AttemptSeen,
  files: readonly { readonly item: string; readonly file: MoodleFile }[],
  items: readonly string[],
  before: JsonObject | undefined,
): Attempt {
  const main = attempt.team ?? attempt.own;
  const { extension, gradingStatus } = attempt;
  return {
    assignment: assignmentId,
    // The vault counts attempts as it captures them and puts its own number here.
    number: attempt.number + 1,
    numberAtSource: attempt.number,
    ids: idsOf({ submissionid: attempt.own?.id, teamsubmissionid: attempt.team?.id }),
    status: stateByTable(main?.status ?? null, statuses),
    ...(gradingStatus === undefined
      ? lastSaid(before)
      : { gradingStatus: stateByTable(gradingStatus, gradingStatuses) }),
    ...setTimes({
      created: main?.timecreated,
      started: main?.timestarted,
      modified: main?.timemodified,
      extension,
    }),
    ...(attempt.team === undefined ? {} : { team: { said: attempt.team.userid, means: true } }),
    ...groupOf(attempt.team),
    ...(items.length === 0 ? {} : { items: [...items] }),
    ...(files.length === 0
      ? {}
      : {
          files: files.map(({ item, file }) => ({
            item,
            name: file.filename,
            path: file.filepath,
            ...(file.filesize === undefined ? {} : { sizeClaimed: file.filesize }),
            ...setTimes({ modified: file.timemodified }),
          })),
        }),
  };
}

/**
 * The grading status that was said while an attempt was the last one: of earlier ones Moodle says nothing any more, which does
 * not mean that it changed.
 */
function lastSaid(before: JsonObject | undefined): Pick<Attempt, 'gradingStatus'> {
  const kept = before?.gradingStatus;
  const said = typeof kept === 'object' && kept !== null && 'said' in kept ? kept.said : undefined;
  return typeof said === 'string' ? { gradingStatus: stateByTable(said, gradingStatuses) } : {};
}

export function submissionRecord(
  { assignmentId, attemptId }: AttemptPlace,
  submission: MoodleSubmission,
  items: readonly string[],
): Submission {
  const byTeam = submission.userid === 0;
  return {
    assignment: assignmentId,
    attempt: attemptId,
    ids: idsOf({ submissionid: submission.id }),
    status: stateByTable(submission.status, statuses),
    ...setTimes({ created: submission.timecreated, modified: submission.timemodified }),
    ...(byTeam ? { team: { said: submission.userid, means: true } } : {}),
    ...(byTeam ? groupOf(submission) : {}),
    items: [...items],
  };
}

function groupOf(team: MoodleSubmission | undefined): Pick<Attempt, 'group'> {
  return team?.groupid === undefined || team.groupid === 0 ? {} : { group: { id: team.groupid } };
}

/** Released feedback. Rubric and marking guide stay out: Moodle does not let learners read them this way. */
export function feedbackRecord(
  { assignmentId, attemptId }: AttemptPlace,
  attempt: AttemptSeen,
  items: readonly string[],
): Feedback {
  const comments = (attempt.feedback ?? [])
    .flatMap((plugin) => plugin.editorfields ?? [])
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, format, name }) => writtenText(text, format, name));
  return {
    assignment: assignmentId,
    attempt: attemptId,
    ...(comments.length === 0 ? {} : { comments }),
    ...markerOf(attempt),
    ...setTimes({ at: attempt.mark?.timemodified }),
    released: true,
    releasedBecause: 'shown-to-learner',
    ...(items.length === 0 ? {} : { items: [...items] }),
  };
}

/** A grade that the learner is shown, with the assignment's own number beside it. */
export function gradeRecord(
  { assignment, assignmentId, attemptId }: AttemptPlace,
  attempt: AttemptSeen,
  displayed: string,
  inGradebook: GradeItem | undefined,
): Grade {
  const value = gradeSaid(displayed);
  const { mark } = attempt;
  const most = assignment.grade ?? 0;
  const hint: GradeHint = most < 0 ? { scheme: 'scale' } : { scheme: 'points', of: most };
  const raw = mark?.grade === undefined || !hasMark(attempt) ? undefined : gradeSaid(mark.grade, hint);
  const shownNumber = value.means?.scheme === 'points' ? value.means.value : undefined;
  const report = attempt.last ? inGradebook : undefined;
  const overridden = raw !== undefined && isOverridden(Number(raw.said), report?.graderaw, shownNumber);
  const flag = report?.gradeisoverridden;
  return {
    assignment: assignmentId,
    attempt: attemptId,
    ids: idsOf({ gradeid: mark?.id }),
    value,
    ...(raw === undefined ? {} : { raw }),
    ...(most < 0 ? { scale: { id: -most } } : most > 0 ? { scale: { max: most } } : {}),
    ...setTimes({ gradedAt: attempt.displayedSince ?? mark?.timemodified }),
    ...markerOf(attempt),
    released: true,
    releasedBecause: 'shown-to-learner',
    ...(overridden
      ? {
          overridden: {
            ...(flag === undefined ? {} : { flag: { said: flag, means: flag === true || flag === 1 } }),
            assignment: raw,
            gradebook:
              report?.gradeformatted === undefined
                ? value
                : gradeSaid(report.gradeformatted, most > 0 ? hint : {}),
          },
        }
      : {}),
  };
}

/** The gradebook's number differs from the assignment's; a displayed one may be rounded to whole points. */
function isOverridden(
  ofAssignment: number,
  ofGradebook: number | undefined,
  displayed: number | undefined,
): boolean {
  if (ofGradebook !== undefined) return Math.abs(ofAssignment - ofGradebook) > 0.00005;
  return displayed !== undefined && Math.abs(ofAssignment - displayed) > 0.5;
}

/** Who marked: an id, which is no name, or -1 where the site hides it. */
function markerOf({ mark }: AttemptSeen): { by?: Person } {
  const grader = mark?.grader;
  if (grader === undefined) return {};
  if (grader === -1) return { by: hiddenPerson(grader) };
  return { by: grader > 0 ? personAtSource(grader) : { standing: 'unknown', id: grader } };
}
