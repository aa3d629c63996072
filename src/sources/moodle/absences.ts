import type { AssignmentListing } from './assignments.ts';
import type { CourseContents } from './course-contents.ts';
import { keys, numberOf } from './keys.ts';
import { activityOfRow, courseOf } from './known-records.ts';
import type { Pull } from './pull.ts';
import type { Reply, ServiceCall } from './web-service.ts';

const contentsFunction = 'core_course_get_contents';

/**
 * Looks why a site shows fewer courses than before, or none although it names some in its warnings. An unaccepted policy and a
 * forced password change look just like having no courses; asked for one of them, the site says so.
 *
 * Throws `source.needs-attention` when that is it.
 */
export async function askWhyEmpty(pull: Pull, courses: readonly number[]): Promise<void> {
  const [courseid] = courses;
  const userid = pull.siteInfo.userid;
  if (courseid === undefined || !pull.offers('gradereport_user_get_grade_items')) return;
  await pull.call('gradereport_user_get_grade_items', { courseid, userid });
}

/**
 * Courses that were here and are not listed any more. Unenrolled, suspended, ended and hidden look alike, so nothing of them is
 * called gone: they are out of sight, and the learner is told once.
 */
export async function reportMissingCourses(pull: Pull, missing: readonly number[]): Promise<void> {
  const replies = await pull.callMany(
    missing.map((courseid) => ({ function: contentsFunction, arguments: { courseid } })),
  );
  for (const [index, reply] of replies.entries()) {
    const course = missing[index];
    if (course === undefined) continue;
    const items = [...pull.listHere('assignment/'), ...pull.listHere('quiz/')].filter(
      ({ key, record }) => numberOf(key) !== undefined && courseOf(record) === course,
    ).length;
    await pull.showsLess(keys.course(course), whyNoCourse(reply), { assignments: items });
  }
}

function whyNoCourse(reply: Reply): string {
  if ('answered' in reply) return 'not-listed';
  if (reply.refusal.errorcode === 'invalidrecord') return 'course-deleted';
  return 'enrolment-suspended unenrolled course-ended course-hidden';
}

/** A kind of activity whose listing may leave some out: how one of them is known here, and how the site is asked about it. */
interface ActivityKind {
  /** As Moodle names it in course contents and grade rows. */
  readonly modname: string;
  readonly prefix: string;
  readonly ask: (pull: Pull, instance: number) => ServiceCall;
}

const assignmentKind: ActivityKind = {
  modname: 'assign',
  prefix: 'assignment/',
  ask: (_pull, assignid) => ({ function: 'mod_assign_get_submission_status', arguments: { assignid } }),
};
const quizKind: ActivityKind = {
  modname: 'quiz',
  prefix: 'quiz/',
  ask: ({ siteInfo }, quizid) => ({
    function: 'mod_quiz_get_user_attempts',
    arguments: { quizid, userid: siteInfo.userid, status: 'all' },
  }),
};

/**
 * Assignments that were here and are not listed any more, in courses that are. Each is asked for by itself: deleted ones say
 * so, and a course's contents may say that one is not to be seen. What nobody affirms stays as it is.
 */
export async function reportMissingAssignments(
  pull: Pull,
  listing: AssignmentListing,
  contents: CourseContents,
): Promise<void> {
  const listed = new Set(listing.courses.flatMap(({ assignments }) => assignments.map(({ id }) => id)));
  await reportMissing(pull, assignmentKind, listed, new Set(listing.courses.map(({ id }) => id)), contents);
}

/** The same for quizzes. @param listed undefined where the site gave no list of them */
export async function reportMissingQuizzes(
  pull: Pull,
  listed: ReadonlySet<number> | undefined,
  courses: readonly number[],
  contents: CourseContents,
): Promise<void> {
  if (listed !== undefined) await reportMissing(pull, quizKind, listed, new Set(courses), contents);
}

async function reportMissing(
  pull: Pull,
  kind: ActivityKind,
  listed: ReadonlySet<number>,
  visible: ReadonlySet<number>,
  contents: CourseContents,
): Promise<void> {
  const missing = pull.listHere(kind.prefix).flatMap(({ key, record }) => {
    const instance = numberOf(key);
    const course = courseOf(record);
    if (instance === undefined || listed.has(instance)) return [];
    return course !== undefined && visible.has(course) ? [{ key, instance, course }] : [];
  });
  const calls = missing.map(({ instance }) => kind.ask(pull, instance));
  if (!calls.every((call) => pull.offers(call.function))) {
    for (const { key } of missing) await pull.showsLess(key, 'not-listed');
    return;
  }
  const replies = await pull.callMany(calls);
  for (const [index, reply] of replies.entries()) {
    const it = missing[index];
    if (it === undefined) continue;
    const { key, instance, course } = it;
    const code = 'refusal' in reply ? reply.refusal.errorcode : undefined;
    const shut = code === 'requireloginerror' && contents.isShut(course, kind.modname, instance);
    const reason = code !== undefined && deleted.has(code) ? 'deleted' : shut ? 'hidden' : undefined;
    if (reason === undefined) {
      await pull.showsLess(key, code === undefined ? 'not-listed' : 'hidden restricted');
      continue;
    }
    await pull.sweep(`${key}/`, () => reason);
    await pull.sweep(key, (item) => (item.key === key ? reason : undefined));
    await pull.sweep(keys.gradeItems(course), ({ record }) => {
      const activity = activityOfRow(record);
      return activity?.module === kind.modname && activity.instance === instance ? reason : undefined;
    });
  }
}

/** Deleted for good, or on its way there: the site says which thing it is that it does not have. */
const deleted: ReadonlySet<string> = new Set(['invalidrecord', 'activityisscheduledfordeletion']);
