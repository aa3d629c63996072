import type { VaultError } from '../../base/errors.ts';
import { parseWith } from '../../base/zod-door.ts';
import type { Assignment } from '../../evidence/records/assignment.ts';
import { plainText } from '../../evidence/values/plain-text.ts';
import {
  assignmentListSchema,
  submissionStatusSchema,
  type AssignmentCourse,
  type ListedAssignment,
} from './assignment-answers.ts';
import { atMost } from './at-most.ts';
import { readAttempts, type AttemptSeen } from './attempts.ts';
import { keepFiles, type ListedFile } from './files.ts';
import type { GradeReports, ShownComments } from './grade-report.ts';
import { textOfHtml } from './html-text.ts';
import { keys, placeOf } from './keys.ts';
import { answerOf, type Pull } from './pull.ts';
import { safeCode } from './refusals.ts';
import { reportAttempt } from './report-attempt.ts';
import { isSet } from './site-answers.ts';
import { idsOf, setTimes, writtenText } from './stated-values.ts';
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

interface InCourse {
  readonly course: AssignmentCourse;
  readonly assignment: ListedAssignment;
}

/** Assignments at once: enough to keep the few connections busy while one of them writes. */
const atOnce = 3;
/** Statuses asked for before their assignments are reported. */
const inOneGo = 20;

/** Reports every listed assignment with its brief and all its attempts. */
export async function reportAssignments(
  pull: Pull,
  listing: AssignmentListing,
  reports: GradeReports,
): Promise<ShownComments> {
  const all = listing.courses.flatMap((course) =>
    course.assignments.map((assignment): InCourse => ({ course, assignment })),
  );
  pull.expect(all.length);
  const shown = new Map<number, ReadonlySet<string>>();
  const statusFunction = 'mod_assign_get_submission_status';
  const withStatus = pull.offers(statusFunction);
  if (!withStatus) await pull.lacks(statusFunction);
  for (let from = 0; from < all.length; from += inOneGo) {
    const some = all.slice(from, from + inOneGo);
    pull.at(plainText(some[0]?.assignment.name ?? ''));
    const replies = withStatus
      ? await pull.callMany(
          some.map(({ assignment }) => ({
            function: statusFunction,
            arguments: { assignid: assignment.id },
          })),
        )
      : [];
    const pairs = some.map((each, index) => ({ each, reply: replies[index] }));
    await atMost(atOnce, pairs, async ({ each, reply }) => {
      pull.at(plainText(each.assignment.name));
      await reportAssignment(pull, each, listing.answered);
      if (reply !== undefined) shown.set(each.assignment.id, await reportWork(pull, each, reply, reports));
      pull.finished();
    });
  }
  return shown;
}

async function reportAssignment(
  pull: Pull,
  { course, assignment }: InCourse,
  answered: Answered,
): Promise<void> {
  const key = keys.assignment(assignment.id);
  const title = plainText(assignment.name);
  const files = briefFiles(pull, assignment, key);
  await keepFiles(pull, files);
  const brief = [
    ...textPart(assignment.intro, assignment.introformat, 'intro'),
    ...textPart(assignment.activity, assignment.activityformat, 'activity'),
  ];
  const record: Assignment = {
    title,
    course: {
      ...(course.fullname === undefined ? {} : { title: plainText(course.fullname) }),
      ids: idsOf({ courseid: course.id, shortname: course.shortname }),
    },
    ids: idsOf({ assignid: assignment.id, cmid: assignment.cmid, name: assignment.name }),
    ...(brief.length === 0 ? {} : { brief }),
    ...(files.length === 0 ? {} : { items: files.map((file) => pull.idOf(file.key)) }),
    ...setTimes({
      opens: assignment.allowsubmissionsfromdate,
      due: assignment.duedate,
      cutOff: assignment.cutoffdate,
      modified: assignment.timemodified,
    }),
    ...flag('team', assignment.teamsubmission, true),
    ...flag('blindMarking', assignment.blindmarking, true),
    ...flag('takesSubmissions', assignment.nosubmissions, false),
    ...(assignment.maxattempts === undefined ? {} : { attemptsAllowed: assignment.maxattempts }),
    ...(assignment.grade === undefined ? {} : { gradedBy: assignment.grade }),
  };
  const text = brief.map(({ said }) => textOfHtml(said)).join(' ');
  await pull.record({ key, kind: 'assignment', name: title, record, from: [answered], more: { text } });
  // Before it opens a site may keep the brief back: then its files are out of sight, and not gone.
  if (assignment.intro !== undefined) await pull.sweep(`${key}/brief`, () => 'not-listed');
}

function textPart(said: string | undefined, format: number | undefined, field: string) {
  return said === undefined || said.trim() === '' ? [] : [writtenText(said, format, field)];
}

function flag<Name extends string>(
  name: Name,
  said: boolean | number | undefined,
  whenSet: boolean,
): Partial<Record<Name, { said: boolean | number; means: boolean }>> {
  const stated: Partial<Record<Name, { said: boolean | number; means: boolean }>> = {};
  if (said !== undefined) stated[name] = { said, means: isSet(said) === whenSet };
  return stated;
}

/** The brief's attachments, and the files that its text shows; they are two places that may hold the same names. */
function briefFiles(pull: Pull, assignment: ListedAssignment, key: string): ListedFile[] {
  const id = pull.idOf(key);
  const places = [
    { part: 'brief', files: assignment.introattachments },
    { part: 'brief-text', files: assignment.introfiles },
    { part: 'brief-activity', files: assignment.activityattachments },
  ];
  return places.flatMap(({ part, files }) =>
    (files ?? []).map((file): ListedFile => ({
      key: `${key}/${part}/${placeOf(file)}`,
      role: 'brief',
      file,
      belongs: { assignment: id, partOf: id },
    })),
  );
}

/** Reports the learner's work on an assignment. @returns the comments that they were shown, as plain text */
async function reportWork(
  pull: Pull,
  { course, assignment }: InCourse,
  reply: Reply,
  reports: GradeReports,
): Promise<ReadonlySet<string>> {
  const key = keys.assignment(assignment.id);
  const title = plainText(assignment.name);
  const failedWith = async (code: VaultError['code'], details: VaultError['details']): Promise<void> =>
    pull.failed({ key, recordKind: 'assignment', name: title, code, details });
  if ('refusal' in reply) {
    await failedWith('source.item-refused', { errorcode: safeCode(reply.refusal) });
    return new Set();
  }
  const { answered } = reply;
  const status = submissionStatusSchema.safeParse(answered.value);
  if (!status.success) {
    await failedWith('source.protocol', { field: status.error.issues[0]?.path.map(String).join('.') ?? '' });
    return new Set();
  }
  const attempts = readAttempts(status.data);
  if (attempts === undefined) {
    if (pull.listHere(keys.attempts(assignment.id)).length > 0)
      await pull.showsLess(key, 'attempts-not-shown');
    return new Set();
  }
  for (const attempt of attempts)
    await reportAttempt(pull, {
      place: {
        assignment,
        assignmentId: pull.idOf(key),
        attemptId: pull.idOf(keys.attempt(assignment.id, attempt.number)),
      },
      title,
      attempt,
      inGradebook: reports.gradeOf(course.id, assignment.id),
      answered,
    });
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
