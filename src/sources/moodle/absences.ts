import { parseWith } from '../../base/zod-door.ts';
import type { AssignmentListing } from './assignments.ts';
import { keys, numberOf } from './keys.ts';
import type { Pull } from './pull.ts';
import { courseContentsSchema, isSet } from './site-answers.ts';
import type { Reply } from './web-service.ts';

const contentsFunction = 'core_course_get_contents';
const statusFunction = 'mod_assign_get_submission_status';

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
    const items = pull
      .listHere('assignment/')
      .filter(({ key, record }) => numberOf(key) !== undefined && courseOf(record) === course).length;
    await pull.showsLess(keys.course(course), whyNoCourse(reply), { assignments: items });
  }
}

function whyNoCourse(reply: Reply): string {
  if ('answered' in reply) return 'not-listed';
  if (reply.refusal.errorcode === 'invalidrecord') return 'course-deleted';
  return 'enrolment-suspended unenrolled course-ended course-hidden';
}

/**
 * Assignments that were here and are not listed any more, in courses that are. Each is asked for by itself: deleted ones say
 * so, and a course's contents may say that one is not to be seen. What nobody affirms stays as it is.
 */
export async function reportMissingAssignments(pull: Pull, listing: AssignmentListing): Promise<void> {
  const listed = new Set(
    listing.courses.flatMap(({ assignments }) => assignments.map(({ id }) => keys.assignment(id))),
  );
  const visible = new Set(listing.courses.map(({ id }) => id));
  const missing = pull.listHere('assignment/').flatMap(({ key, record }) => {
    const assignment = numberOf(key);
    const course = courseOf(record);
    if (assignment === undefined || listed.has(key)) return [];
    return course !== undefined && visible.has(course) ? [{ assignment, course }] : [];
  });
  if (!pull.offers(statusFunction)) {
    for (const { assignment } of missing) await pull.showsLess(keys.assignment(assignment), 'not-listed');
    return;
  }
  const replies = await pull.callMany(
    missing.map(({ assignment }) => ({ function: statusFunction, arguments: { assignid: assignment } })),
  );
  const hidden = new HiddenModules(pull);
  for (const [index, reply] of replies.entries()) {
    const it = missing[index];
    if (it === undefined) continue;
    const code = 'refusal' in reply ? reply.refusal.errorcode : undefined;
    const shut = code === 'requireloginerror' && (await hidden.has(it.course, it.assignment));
    const reason = code !== undefined && deleted.has(code) ? 'deleted' : shut ? 'hidden' : undefined;
    const key = keys.assignment(it.assignment);
    if (reason === undefined) {
      await pull.showsLess(key, code === undefined ? 'not-listed' : 'hidden restricted');
      continue;
    }
    await pull.sweep(`${key}/`, () => reason);
    await pull.sweep(key, (item) => (item.key === key ? reason : undefined));
    await pull.sweep(keys.gradeItems(it.course), ({ record }) =>
      isRowOf(record, it.assignment) ? reason : undefined,
    );
  }
}

/** Deleted for good, or on its way there: the site says which thing it is that it does not have. */
const deleted: ReadonlySet<string> = new Set(['invalidrecord', 'activityisscheduledfordeletion']);

/** What courses list without letting the learner in. */
class HiddenModules {
  readonly #pull: Pull;
  readonly #byCourse = new Map<number, ReadonlySet<number>>();

  constructor(pull: Pull) {
    this.#pull = pull;
  }

  async has(course: number, assignment: number): Promise<boolean> {
    let hidden = this.#byCourse.get(course);
    if (hidden === undefined) {
      hidden = await this.#read(course);
      this.#byCourse.set(course, hidden);
    }
    return hidden.has(assignment);
  }

  async #read(course: number): Promise<ReadonlySet<number>> {
    if (!this.#pull.offers(contentsFunction)) return new Set();
    const reply = await this.#pull.call(contentsFunction, { courseid: course });
    if ('refusal' in reply) return new Set();
    const sections = parseWith(courseContentsSchema, reply.answered.value, 'source.protocol');
    return new Set(
      sections
        .flatMap(({ modules }) => modules)
        .filter(
          ({ modname, uservisible }) =>
            modname === 'assign' && uservisible !== undefined && !isSet(uservisible),
        )
        .flatMap(({ instance }) => (instance === undefined ? [] : [instance])),
    );
  }
}

type KnownRecord = Readonly<Record<string, unknown>> | undefined;

function courseOf(record: KnownRecord): number | undefined {
  return numberIn(member(record?.course, 'ids'), 'courseid');
}

function isRowOf(record: KnownRecord, assignment: number): boolean {
  const ids = record?.ids;
  return member(ids, 'itemmodule') === 'assign' && numberIn(ids, 'iteminstance') === assignment;
}

function numberIn(value: unknown, name: string): number | undefined {
  const found = member(value, name);
  return typeof found === 'number' ? found : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
