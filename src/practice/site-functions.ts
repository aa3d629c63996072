import type { z } from 'zod';

import { mainLearner, secondLearner } from './accounts.ts';
import { courseListSchema, userCoursesSchema } from './documents.ts';
import type { FunctionName } from './function-parameters.ts';
import { functionParameters } from './function-parameters.ts';
import { assignmentList, courseContents, gradeItems, submissionStatus } from './learner-answers.ts';
import { refusals } from './moodle-errors.ts';
import type { PracticeSite } from './practice-site.ts';

/** Answers a function from the site as it is now; undefined means: as recorded, if it was. */
type SiteFunction = (site: PracticeSite, parameters: unknown) => unknown;

function answering<Schema extends z.ZodType>(
  name: FunctionName,
  schema: Schema,
  answer: (site: PracticeSite, parameters: z.output<Schema>) => unknown,
): [FunctionName, SiteFunction] {
  return [name, (site, parameters) => answer(site, schema.parse(parameters))];
}

/** The time of the last change before the recordings were made. */
const recordedUntil = 1_795_293_900;

/** The functions whose answers depend on the site's state; all others answer as recorded. */
export const siteFunctions: ReadonlyMap<FunctionName, SiteFunction> = new Map([
  answering(
    'core_enrol_get_users_courses',
    functionParameters.core_enrol_get_users_courses,
    (site, { userid, returnusercount }) => {
      const shared = (): unknown => site.recordings.json('02_core/users_courses_of_other_learner.json');
      const all =
        userid === mainLearner.userId
          ? site.userCourses
          : userid === secondLearner.userId
            ? userCoursesSchema.parse(shared())
            : [];
      const open = all.filter(({ id }) => !site.closedCourses.has(id));
      return returnusercount ? open : open.map(({ enrolledusercount: _count, ...course }) => course);
    },
  ),
  answering('core_course_get_contents', functionParameters.core_course_get_contents, courseContents),
  answering(
    'core_course_get_courses_by_field',
    functionParameters.core_course_get_courses_by_field,
    (site, { field, value }) => {
      const all = courseListSchema.parse(site.recordings.json('02_core/courses_by_field_all.json'));
      const there = all.courses.filter(({ id }) => site.closedCourses.get(id) !== 'deleted');
      if (field === '') return { ...all, courses: there };
      const wanted = value.split(',').map(Number);
      const found = there.filter(({ id }) => wanted.includes(id));
      if (field === 'id' || (field === 'ids' && found.length === wanted.length))
        return { ...all, courses: found };
      return undefined;
    },
  ),
  answering('mod_assign_get_assignments', functionParameters.mod_assign_get_assignments, assignmentList),
  answering(
    'mod_assign_get_submission_status',
    functionParameters.mod_assign_get_submission_status,
    submissionStatus,
  ),
  answering(
    'gradereport_user_get_grade_items',
    functionParameters.gradereport_user_get_grade_items,
    gradeItems,
  ),
  answering(
    'core_course_get_updates_since',
    functionParameters.core_course_get_updates_since,
    (site, { courseid, since }) => {
      const told = site.updates.get(courseid) ?? [];
      if (told.length > 0) return { instances: told, warnings: [] };
      // Before the site was filled everything is news: only a recording can say it.
      return since < recordedUntil ? undefined : { instances: [], warnings: [] };
    },
  ),
  answering(
    'mod_quiz_get_user_attempts',
    functionParameters.mod_quiz_get_user_attempts,
    (site, { quizid, userid, status }) => {
      if (quizid !== 1) return refusals.unknownQuiz;
      if (userid !== mainLearner.userId || status === 'all') return undefined;
      if (status === 'unfinished') return { attempts: [], warnings: [] };
      return site.recordings.json('05_quiz/user_attempts.json');
    },
  ),
  // Course 3 is the only one with a quiz and a forum, as the recorded course contents show.
  answering(
    'mod_quiz_get_quizzes_by_courses',
    functionParameters.mod_quiz_get_quizzes_by_courses,
    (site, { courseids }) =>
      concernsCourse3(site, courseids)
        ? site.recordings.json('05_quiz/quizzes_c2.json')
        : { quizzes: [], warnings: [] },
  ),
  answering(
    'mod_forum_get_forums_by_courses',
    functionParameters.mod_forum_get_forums_by_courses,
    (site, { courseids }) =>
      concernsCourse3(site, courseids) ? site.recordings.json('06_forum/forums_c2.json') : [],
  ),
  answering(
    'core_comment_get_comments',
    functionParameters.core_comment_get_comments,
    (_site, { contextlevel, component, instanceid }) =>
      contextlevel === 'module' && component === 'assignsubmission_comments' && instanceid !== 28
        ? { comments: [], count: 0, perpage: 15, canpost: true, warnings: [] }
        : undefined,
  ),
]);

function concernsCourse3(site: PracticeSite, courseIds: readonly number[]): boolean {
  return (courseIds.length === 0 || courseIds.includes(3)) && !site.closedCourses.has(3);
}
