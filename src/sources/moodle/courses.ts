import { parseWith } from '../../base/zod-door.ts';
import { plainText } from '../../evidence/values/plain-text.ts';
import { daySaid } from '../../evidence/values/times.ts';
import { idsOf } from '../ids-of.ts';
import { keys, numberOf } from './keys.ts';
import { answerOf, type Pull } from './pull.ts';
import { userCoursesSchema, type UserCourse } from './site-answers.ts';
import type { Answered } from './web-service.ts';

export interface CourseListing {
  readonly courses: readonly UserCourse[];
  readonly answered: Answered;
}

/** The learner's own courses. Asked for anybody else, Moodle answers too, with the courses in common: so never ask. */
export async function listCourses(pull: Pull): Promise<CourseListing> {
  const reply = await pull.call('core_enrol_get_users_courses', { userid: pull.siteInfo.userid });
  const answered = answerOf(reply);
  return { courses: parseWith(userCoursesSchema, answered.value, 'source.protocol'), answered };
}

/** Courses that were here before and are not in the list, by number. */
export function missingCourses(pull: Pull, courses: readonly UserCourse[]): number[] {
  const listed = new Set(courses.map(({ id }) => id));
  return pull
    .listHere('course/')
    .map(({ key }) => numberOf(key))
    .filter((course): course is number => course !== undefined && !listed.has(course));
}

/** Reports each course as what the learner is enrolled on. Progress, last access and the like change by themselves and stay out. */
export async function reportCourses(
  pull: Pull,
  { courses, answered }: CourseListing,
  siteInfo: Answered,
): Promise<void> {
  for (const course of courses) {
    const name = plainText(course.fullname);
    await pull.record({
      key: keys.course(course.id),
      kind: 'enrolment',
      name,
      record: {
        provider: { name: plainText(pull.siteInfo.sitename) },
        programme: name,
        ids: idsOf({
          courseid: course.id,
          shortname: course.shortname,
          idnumber: course.idnumber,
          fullname: course.fullname,
        }),
        // Midnight in the site's own time zone, which it does not tell: so no day is read out of the seconds.
        ...(isDate(course.startdate) ? { start: daySaid(course.startdate) } : {}),
        ...(isDate(course.enddate) ? { expectedEnd: daySaid(course.enddate) } : {}),
      },
      from: [answered, siteInfo],
    });
  }
}

function isDate(seconds: number | undefined): seconds is number {
  return typeof seconds === 'number' && seconds > 0;
}
