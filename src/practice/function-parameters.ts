import { z } from 'zod';

import { mainLearner } from './accounts.ts';

/** A whole number: digits in a form field, a number in the JSON arguments of a batch. */
const int = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);
const text = z.union([z.string(), z.number().transform(String)]);
const flag = z.union([
  z.boolean(),
  z.enum(['0', '1', 'true', 'false', '']).transform((word) => word === '1' || word === 'true'),
  z.literal([0, 1]).transform((number) => number === 1),
]);
/** A list: `name[0]=…` in a form, an array in JSON. */
function list<Item extends z.ZodType>(item: Item) {
  return z
    .union([
      z.array(item),
      z.record(z.string().regex(/^\d+$/), item).transform((members) => Object.values(members)),
    ])
    .default([]);
}
/** A user id where 0 or nothing means the caller. */
const ownUser = int.default(0).transform((id) => (id === 0 ? mainLearner.userId : id));
const nothing = z.strictObject({});
const courseAndUser = z.strictObject({ courseid: int, userid: int });
const gradeReport = z.strictObject({ courseid: int, userid: int.default(0), groupid: int.default(0) });

/**
 * The parameters of every recorded function, as Moodle 4.5 declares them. What is missing, of the wrong type or not
 * named here is `invalidparameter`. Outputs have every default filled in, so that equal questions look equal.
 */
export const functionParameters = {
  core_webservice_get_site_info: z.strictObject({ serviceshortnames: list(text) }),
  core_enrol_get_users_courses: z.strictObject({ userid: int, returnusercount: flag.default(true) }),
  core_course_get_contents: z.strictObject({
    courseid: int,
    options: list(z.strictObject({ name: text, value: text })),
  }),
  core_course_get_courses_by_field: z.strictObject({ field: text.default(''), value: text.default('') }),
  core_course_get_enrolled_courses_by_timeline_classification: z.strictObject({
    classification: text,
    limit: int.default(0),
    offset: int.default(0),
    sort: text.default(''),
  }),
  core_course_get_courses: z.strictObject({
    options: z.strictObject({ ids: list(int) }).default({ ids: [] }),
  }),
  core_completion_get_activities_completion_status: courseAndUser,
  core_completion_get_course_completion_status: courseAndUser,
  core_course_get_updates_since: z.strictObject({ courseid: int, since: int, filter: list(text) }),
  core_course_check_updates: z.strictObject({
    courseid: int,
    tocheck: list(z.strictObject({ contextlevel: text, id: int, since: int })),
    filter: list(text),
  }),
  core_course_get_course_module: z.strictObject({ cmid: int }),
  core_user_get_users_by_field: z.strictObject({ field: text, values: list(text) }),
  core_calendar_get_action_events_by_timesort: z.strictObject({
    timesortfrom: int.default(0),
    timesortto: int.default(0),
    aftereventid: int.default(0),
    limitnum: int.default(20),
    limittononsuspendedevents: flag.default(false),
  }),
  message_popup_get_popup_notifications: z.strictObject({
    useridto: int,
    newestfirst: flag.default(true),
    limit: int.default(0),
    offset: int.default(0),
  }),
  mod_assign_get_assignments: z.strictObject({
    courseids: list(int),
    capabilities: list(text),
    includenotenrolledcourses: flag.default(false),
  }),
  mod_assign_get_submission_status: z.strictObject({
    assignid: int,
    userid: ownUser,
    groupid: int.default(0),
  }),
  mod_assign_get_submissions: z.strictObject({
    assignmentids: list(int),
    status: text.default(''),
    since: int.default(0),
    before: int.default(0),
  }),
  mod_assign_get_grades: z.strictObject({ assignmentids: list(int), since: int.default(0) }),
  mod_assign_get_user_flags: z.strictObject({ assignmentids: list(int) }),
  mod_assign_list_participants: z.strictObject({ assignid: int, groupid: int, filter: text }),
  gradereport_user_get_grade_items: gradeReport,
  gradereport_user_get_grades_table: gradeReport,
  gradereport_overview_get_course_grades: z.strictObject({ userid: ownUser }),
  core_grades_get_gradeitems: z.strictObject({ courseid: int }),
  gradereport_user_get_access_information: z.strictObject({ courseid: int }),
  mod_quiz_get_quizzes_by_courses: z.strictObject({ courseids: list(int) }),
  mod_quiz_get_user_attempts: z.strictObject({
    quizid: int,
    userid: ownUser,
    status: z.enum(['all', 'finished', 'unfinished']).default('finished'),
    includepreviews: flag.default(false),
  }),
  mod_quiz_get_user_best_grade: z.strictObject({ quizid: int, userid: ownUser }),
  mod_quiz_get_attempt_review: z.strictObject({ attemptid: int, page: int.default(-1) }),
  mod_quiz_get_combined_review_options: z.strictObject({ quizid: int, userid: ownUser }),
  mod_forum_get_forums_by_courses: z.strictObject({ courseids: list(int) }),
  mod_forum_get_forum_discussions: z.strictObject({
    forumid: int,
    sortorder: int.default(-1),
    page: int.default(-1),
    perpage: int.default(0),
    groupid: int.default(0),
  }),
  mod_forum_get_discussion_posts: z.strictObject({
    discussionid: int,
    sortby: text.default('created'),
    sortdirection: text.default('DESC'),
    includeinlineattachments: flag.default(false),
  }),
  core_competency_list_course_competencies: z.strictObject({ id: int }),
  tool_lp_data_for_course_competencies_page: z.strictObject({ courseid: int, moduleid: int }),
  tool_lp_data_for_plans_page: z.strictObject({ userid: int }),
  tool_lp_data_for_plan_page: z.strictObject({ planid: int }),
  tool_lp_data_for_user_competency_summary_in_course: z.strictObject({
    userid: int,
    competencyid: int,
    courseid: int,
  }),
  tool_lp_data_for_user_evidence_list_page: z.strictObject({ userid: int }),
  tool_lp_data_for_user_evidence_page: z.strictObject({ id: int }),
  core_comment_get_comments: z.strictObject({
    contextlevel: text,
    instanceid: int,
    component: text,
    itemid: int,
    area: text.default(''),
    page: int.default(0),
    sortdirection: text.default('DESC'),
  }),
  core_files_get_files: z.strictObject({
    contextid: int,
    component: text,
    filearea: text,
    itemid: int,
    filepath: text,
    filename: text,
    modified: int.default(0),
    contextlevel: text.default(''),
    instanceid: int.default(-1),
  }),
  core_user_get_private_files_info: z.strictObject({ userid: ownUser }),
  tool_mobile_call_external_functions: z.strictObject({
    requests: list(
      z.strictObject({
        function: text,
        arguments: text.default('{}'),
        settingraw: flag.default(false),
        settingfileurl: flag.default(true),
        settingfilter: flag.default(false),
        settinglang: text.default(''),
      }),
    ),
  }),
  core_user_create_users: nothing,
  core_grading_get_definitions: nothing,
} as const;

export type FunctionName = keyof typeof functionParameters;
export type ParametersOf<Name extends FunctionName> = z.output<(typeof functionParameters)[Name]>;

/** True for a function that the practice site knows. */
export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(functionParameters, name);
}

/** Functions that the mobile service does not offer: `accessexception`, whatever the parameters. */
export const notInService: ReadonlySet<string> = new Set([
  'core_user_create_users',
  'core_grading_get_definitions',
]);
