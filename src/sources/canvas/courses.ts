import { plainText } from '../../evidence/values/plain-text.ts';
import { daySaid } from '../../evidence/values/times.ts';
import { idsOf } from '../ids-of.ts';
import { courseSchema, type CanvasCourse } from './answers.ts';
import type { Answered } from './canvas-api.ts';
import { idIn, keys } from './keys.ts';
import { readList } from './list.ts';
import type { Pull } from './pull.ts';

export interface ListedCourse {
  readonly course: CanvasCourse;
  /** `active` or `completed`: how the learner is enrolled. */
  readonly enrolment: string;
  readonly answered: Answered;
}

/** How the learner may be enrolled on a course that is theirs to read. */
const enrolments = ['active', 'completed'] as const;

/** The learner's own courses, those that are over too: Canvas lists only what is going on unless it is asked. */
export async function listCourses(pull: Pull): Promise<readonly ListedCourse[]> {
  const { api } = pull.parts;
  const courses = new Map<string, ListedCourse>();
  for (const enrolment of enrolments) {
    const url = api.address('courses', [
      ['enrollment_type', 'student'],
      ['enrollment_state', enrolment],
      ['state[]', 'available'],
      ['state[]', 'completed'],
      ['include[]', 'concluded'],
      ['include[]', 'term'],
      ['per_page', '100'],
    ]);
    const listed = await readList(pull, url, 'courses', courseSchema);
    if (listed === undefined) pull.incomplete();
    for (const { row, answered } of listed ?? [])
      if (!courses.has(row.id)) courses.set(row.id, { course: row, enrolment, answered });
  }
  return [...courses.values()];
}

/** What a course that is closed by its dates is told as: its id, and nothing else. */
export function isClosed({ course }: ListedCourse): boolean {
  return course.access_restricted_by_date === true;
}

export function titleOf(course: CanvasCourse): string {
  return plainText(course.original_name ?? course.name ?? course.course_code ?? course.id);
}

/** Reports a course as what the learner is enrolled on. Progress and scores change by themselves and stay out. */
export async function reportCourse(pull: Pull, { course, enrolment, answered }: ListedCourse): Promise<void> {
  const name = titleOf(course);
  await pull.record({
    key: keys.course(course.id),
    kind: 'enrolment',
    name,
    record: {
      provider: { name: pull.parts.site.host },
      programme: name,
      ids: idsOf({
        courseid: course.id,
        course_code: course.course_code,
        workflow_state: course.workflow_state,
        enrollment_state: enrolment,
        concluded: course.concluded === true ? true : undefined,
        term: course.term?.name,
      }),
      ...dayOf('start', course.start_at),
      ...dayOf('expectedEnd', course.end_at),
    },
    from: [answered],
  });
}

/** A moment in Canvas's own zone, which it does not tell: so no day is read out of it. */
function dayOf<Name extends string>(name: Name, said: string | null | undefined) {
  const stated: Partial<Record<Name, ReturnType<typeof daySaid>>> = {};
  if (typeof said === 'string' && said !== '') stated[name] = daySaid(said);
  return stated;
}

/**
 * Courses that were here and are not listed any more, or are listed as closed. Ended, unenrolled and deleted look alike to a learner,
 * so nothing of them is called gone: they are out of sight, and the learner is told once.
 */
export async function reportMissingCourses(pull: Pull, listed: readonly ListedCourse[]): Promise<void> {
  const open = new Set(listed.filter((each) => !isClosed(each)).map(({ course }) => keys.course(course.id)));
  const closed = new Set(listed.filter(isClosed).map(({ course }) => keys.course(course.id)));
  for (const { key } of pull.listHere('course/')) {
    if (idIn(key) === undefined || open.has(key)) continue;
    await pull.showsLess(key, closed.has(key) ? 'course-closed' : 'unenrolled course-ended course-hidden');
  }
}
