import type { VaultError } from '../../base/errors.ts';
import { parseWith } from '../../base/zod-door.ts';
import { plainText } from '../../evidence/values/plain-text.ts';
import {
  assignmentListSchema,
  submissionStatusSchema,
  type AssignmentCourse,
  type MoodleSubmission,
} from './assignment-answers.ts';
import { reportAssignment, type AssignmentInCourse } from './assignment-record.ts';
import { atMost } from '../http/at-most.ts';
import { readAttempts, type AttemptSeen } from './attempts.ts';
import { readComments, type CommentedSubmission, type SubmissionComments } from './comments.ts';
import type { GradeReports, ShownComments } from './grade-report.ts';
import { textOfHtml } from '../html/html-text.ts';
import { keys } from './keys.ts';
import { answerOf, type Pull } from './pull.ts';
import { safeCode } from './refusals.ts';
import { reportAttempt } from './report-attempt.ts';
import type { Answered, Reply } from './web-service.ts';

export interface AssignmentListing {
  readonly courses: readonly AssignmentCourse[];
  /** Courses that the answer warns about: something keeps their assignments from being listed. */
  readonly warnedCourses: readonly number[];
  readonly answered: Answered;
}

/** The assignments of all courses. Hidden and restricted ones are left out by the site, with nothing but a warning. */
export async function listAssignments(pull: Pull): Promise<AssignmentListing> {
  const answered = answerOf(await pull.call('mod_assign_get_assignments', {}));
  const { courses, warnings } = parseWith(assignmentListSchema, answered.value, 'source.protocol');
  const warnedCourses = (warnings ?? [])
    .filter(({ item }) => item === 'course')
    .flatMap(({ itemid }) => (itemid === undefined ? [] : [itemid]));
  return { courses, warnedCourses, answered };
}

/** Assignments at once: enough to keep the few connections busy while one of them writes. */
const atOnce = 3;
/** Statuses asked for before their assignments are reported. */
const inOneGo = 20;

const statusFunction = 'mod_assign_get_submission_status';

/** Reports every listed assignment with its brief and all its attempts. */
export async function reportAssignments(
  pull: Pull,
  listing: AssignmentListing,
  reports: GradeReports,
): Promise<ShownComments> {
  const all = listing.courses.flatMap((course) =>
    course.assignments.map((assignment): AssignmentInCourse => ({ course, assignment })),
  );
  pull.expect(all.length);
  const shown = new Map<number, ReadonlySet<string>>();
  const withStatus = pull.offers(statusFunction);
  if (!withStatus) pull.lacks(statusFunction);
  for (let from = 0; from < all.length; from += inOneGo) {
    const some = all.slice(from, from + inOneGo);
    pull.at(plainText(some[0]?.assignment.name ?? ''));
    const works = withStatus ? await readWorks(pull, some) : [];
    const comments = await readComments(pull, works.flatMap(commentedIn));
    const pairs = some.map((each, index) => ({ each, work: works[index] }));
    await atMost(atOnce, pairs, async ({ each, work }) => {
      pull.at(plainText(each.assignment.name));
      await reportAssignment(pull, each, listing.answered);
      if (work !== undefined) shown.set(each.assignment.id, await reportWork(pull, work, comments, reports));
      pull.finished();
    });
  }
  return shown;
}

/** What the site answers of the learner's work on one assignment. */
type Work = AssignmentInCourse &
  (
    | { readonly attempts: readonly AttemptSeen[] | undefined; readonly answered: Answered }
    | { readonly failure: Pick<VaultError, 'code' | 'details'> }
  );

async function readWorks(pull: Pull, some: readonly AssignmentInCourse[]): Promise<Work[]> {
  const replies = await pull.callMany(
    some.map(({ assignment }) => ({ function: statusFunction, arguments: { assignid: assignment.id } })),
  );
  return some.flatMap((each, index) => {
    const reply = replies[index];
    return reply === undefined ? [] : [{ ...each, ...readWork(reply) }];
  });
}

function readWork(reply: Reply) {
  if ('refusal' in reply) {
    const details = { errorcode: safeCode(reply.refusal) };
    return { failure: { code: 'source.item-refused' as const, details } };
  }
  const { answered } = reply;
  const status = submissionStatusSchema.safeParse(answered.value);
  if (status.success) return { attempts: readAttempts(status.data), answered };
  const details = { field: status.error.issues[0]?.path.map(String).join('.') ?? '' };
  return { failure: { code: 'source.protocol' as const, details } };
}

/** The submissions of all attempts under which somebody may comment. */
function commentedIn(work: Work): CommentedSubmission[] {
  if (!('attempts' in work)) return [];
  return (work.attempts ?? []).flatMap((attempt) =>
    submissionsOf(attempt)
      .filter(takesComments)
      .map(({ id }) => ({ cmid: work.assignment.cmid, submission: id })),
  );
}

function submissionsOf({ own, team }: AttemptSeen): MoodleSubmission[] {
  return [own, team].filter((each) => each !== undefined);
}

function takesComments({ plugins }: MoodleSubmission): boolean {
  return (plugins ?? []).some(({ type }) => type === 'comments');
}

/** Reports the learner's work on an assignment. @returns the comments that they were shown, as plain text */
async function reportWork(
  pull: Pull,
  work: Work,
  comments: ReadonlyMap<number, SubmissionComments>,
  reports: GradeReports,
): Promise<ReadonlySet<string>> {
  const { course, assignment } = work;
  const key = keys.assignment(assignment.id);
  const title = plainText(assignment.name);
  if ('failure' in work) {
    await pull.failed({ key, recordKind: 'assignment', name: title, ...work.failure });
    return new Set();
  }
  const { attempts, answered } = work;
  if (attempts === undefined) {
    if (pull.listHere(keys.attempts(assignment.id)).length > 0)
      await pull.showsLess(key, 'attempts-not-shown');
    return new Set();
  }
  for (const attempt of attempts) {
    const commented = submissionsOf(attempt).filter(takesComments);
    await reportAttempt(pull, {
      place: {
        assignment,
        assignmentId: pull.idOf(key),
        attemptId: pull.idOf(keys.attempt(assignment.id, attempt.number)),
      },
      title,
      attempt,
      inGradebook: reports.gradeOf(course.id, assignment.id),
      comments: {
        seen: commented.flatMap(({ id }) => comments.get(id) ?? []),
        all: commented.length > 0 && commented.every(({ id }) => comments.has(id)),
      },
      answered,
    });
  }
  const seen = attempts.map(({ number }) => keys.attempt(assignment.id, number));
  await pull.sweep(keys.attempts(assignment.id), (item) =>
    seen.some((attempt) => item.key === attempt || item.key.startsWith(`${attempt}/`))
      ? undefined
      : 'not-listed',
  );
  return new Set(attempts.flatMap(commentsOf));
}

function commentsOf({ feedback }: AttemptSeen): string[] {
  return (feedback ?? []).flatMap((plugin) => plugin.editorfields ?? []).map(({ text }) => textOfHtml(text));
}
