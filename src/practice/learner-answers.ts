import { mainLearner, accounts } from './accounts.ts';
import type { Warning } from './documents.ts';
import { courseContentsSchema } from './documents.ts';
import type { ParametersOf } from './function-parameters.ts';
import { courseContextRefusal, refusals } from './moodle-errors.ts';
import type { MoodleError } from './moodle-errors.ts';
import type { AssignmentClosure, PracticeSite } from './practice-site.ts';

const warning = (item: string, itemid: number, warningcode: string, message: string): Warning => ({
  item,
  itemid,
  warningcode,
  message,
});

/** mod_assign_get_assignments: any selection of courses is put together from the recorded ones. */
export function assignmentList(
  site: PracticeSite,
  { courseids }: ParametersOf<'mod_assign_get_assignments'>,
): unknown {
  const open = site.assignmentCourses.filter(({ id }) => !site.closedCourses.has(id));
  const refused = courseids
    .filter((wanted) => !open.some(({ id }) => id === wanted))
    .map((id) => warning('course', id, '2', 'User is not enrolled or does not have requested capability'));
  const chosen = courseids.length === 0 ? open : open.filter(({ id }) => courseids.includes(id));
  const closedModules = chosen.flatMap(({ assignments }) =>
    assignments.filter(({ id }) => ['hidden', 'deleting'].includes(site.closedAssignments.get(id) ?? '')),
  );
  return {
    courses: chosen.map((course) => ({
      ...course,
      assignments: course.assignments.filter(({ id }) => !site.closedAssignments.has(id)),
    })),
    warnings: [
      ...refused,
      ...chosen.flatMap(({ id }) => site.moduleWarnings.get(id) ?? []),
      ...closedModules.map(({ cmid }) => warning('module', cmid, '1', 'No access rights in module context')),
    ],
  };
}

/** mod_assign_get_submission_status */
export function submissionStatus(
  site: PracticeSite,
  { assignid, userid }: ParametersOf<'mod_assign_get_submission_status'>,
): unknown {
  const courseId = site.courseOfAssignment(assignid);
  const status = site.status(assignid);
  if (courseId === undefined || status === undefined) return refusals.unknownAssignment;
  const closure = site.closedCourses.get(courseId);
  if (closure === 'deleted') return refusals.unknownAssignment;
  if (closure !== undefined) return refusals.notAccessible;
  if (userid !== mainLearner.userId) return refusals.nopermission;
  return status;
}

/** gradereport_user_get_grade_items */
export function gradeItems(
  site: PracticeSite,
  { courseid, userid }: ParametersOf<'gradereport_user_get_grade_items'>,
): unknown {
  const report = site.gradeReport(courseid);
  const closure = site.closedCourses.get(courseid);
  if (report === undefined || closure === 'deleted') return refusals.unknownCourse;
  if (closure !== undefined) return refusals.notAccessible;
  if (userid === 0) return refusals.gradesOfOthers;
  if (!accounts.some((each) => each.userId === userid)) return refusals.invalidUser;
  if (userid !== mainLearner.userId) return refusals.noViewGrades;
  return report;
}

/** core_course_get_contents; of its options only `excludecontents`. */
export function courseContents(
  site: PracticeSite,
  { courseid, options }: ParametersOf<'core_course_get_contents'>,
): unknown {
  const answer = site.contents(courseid);
  const closure = site.closedCourses.get(courseid);
  if (answer === undefined || closure === 'deleted') return refusals.unknownCourse;
  if (closure !== undefined) return courseContextRefusal(courseid, refusals.notAccessible.message);
  if (options.some(({ name }) => name !== 'excludecontents')) return undefined;
  const sections = courseContentsSchema.safeParse(answer).data;
  if (sections === undefined) return answer;
  const withoutContents = options.some(({ value }) => value === '1' || value === 'true');
  return sections.map((section) => ({
    ...section,
    modules: section.modules
      .filter(
        ({ modname, instance }) =>
          modname !== 'assign' || instance === undefined || !site.closedAssignments.has(instance),
      )
      .map((module) =>
        withoutContents && module.contents !== undefined ? { ...module, contents: [] } : module,
      ),
  }));
}

/** What somebody is told who opens a closed assignment or one of its files. */
export function assignmentRefusal(closure: AssignmentClosure): MoodleError {
  switch (closure) {
    case 'hidden':
      return refusals.notAccessible;
    case 'deleting':
      return {
        exception: 'core\\exception\\moodle_exception',
        errorcode: 'activityisscheduledfordeletion',
        message: 'Activity deletion in progress...',
      };
    case 'deleted':
      return refusals.unknownAssignment;
  }
}
