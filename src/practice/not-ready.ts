import type { FunctionName, ParametersOf } from './function-parameters.ts';
import { functionParameters, isFunctionName } from './function-parameters.ts';
import { courseContextRefusal } from './moodle-errors.ts';
import type { MoodleError } from './moodle-errors.ts';
import type { PracticeSite } from './practice-site.ts';

/**
 * What a learner is told who has to agree to the site's policy or to change the password first: who they are, no
 * courses, no assignments (only warnings), and the reason for everything else. Undefined: as ever.
 */
export function answerNotReady(
  site: PracticeSite,
  why: MoodleError,
  name: string,
  own: Readonly<Record<string, unknown>>,
): unknown {
  if (name === 'core_webservice_get_site_info' || !isFunctionName(name)) return undefined;
  if (!functionParameters[name].safeParse(own).success) return undefined;
  switch (name) {
    case 'core_enrol_get_users_courses':
      return [];
    case 'mod_assign_get_assignments':
      return { courses: [], warnings: warnings(site, why, functionParameters[name].parse(own)) };
    case 'core_course_get_contents':
      return courseContextRefusal(functionParameters[name].parse(own).courseid, why.message);
    default:
      return why;
  }
}

function warnings(
  site: PracticeSite,
  why: MoodleError,
  { courseids }: ParametersOf<'mod_assign_get_assignments' & FunctionName>,
): unknown[] {
  return site.assignmentCourses
    .filter(({ id }) => courseids.length === 0 || courseids.includes(id))
    .map(({ id }) => ({
      item: 'course',
      itemid: id,
      warningcode: '1',
      message: `No access rights in course context ${why.message}`,
    }));
}
