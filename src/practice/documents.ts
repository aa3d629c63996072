import { z } from 'zod';

/** The parts of Moodle's answers that the practice site changes; everything else passes through untouched. */

const warningSchema = z.looseObject({ item: z.string(), itemid: z.number(), warningcode: z.string() });
export type Warning = z.output<typeof warningSchema>;

const assignmentSchema = z.looseObject({
  id: z.number(),
  cmid: z.number(),
  course: z.number(),
  name: z.string(),
  duedate: z.number(),
  /** Positive: the maximum; negative: a scale's id; 0: no grade. */
  grade: z.number(),
  timemodified: z.number(),
  revealidentities: z.number(),
});
export type Assignment = z.output<typeof assignmentSchema>;

const assignmentCourseSchema = z.looseObject({ id: z.number(), assignments: z.array(assignmentSchema) });
export type AssignmentCourse = z.output<typeof assignmentCourseSchema>;

/** mod_assign_get_assignments */
export const assignmentListSchema = z.looseObject({
  courses: z.array(assignmentCourseSchema),
  warnings: z.array(warningSchema),
});

export const gradeItemSchema = z.looseObject({
  id: z.number(),
  itemtype: z.string(),
  itemmodule: z.string().nullable(),
  iteminstance: z.number().nullable(),
  itemnumber: z.number().nullable(),
  grademin: z.number(),
  grademax: z.number(),
});
export type GradeItem = z.output<typeof gradeItemSchema>;

/** gradereport_user_get_grade_items, when it is not refused */
export const gradeReportSchema = z.looseObject({
  usergrades: z.tuple([z.looseObject({ courseid: z.number(), gradeitems: z.array(gradeItemSchema) })]),
});

const editorFieldSchema = z.looseObject({ name: z.string(), text: z.string(), format: z.number() });
const feedbackPluginSchema = z.looseObject({
  type: z.string(),
  editorfields: z.array(editorFieldSchema).optional(),
});
const submissionSchema = z.looseObject({
  id: z.number(),
  assignment: z.number(),
  attemptnumber: z.number(),
  timemodified: z.number(),
});
/** mod_assign_get_submission_status, when it is not refused */
export const submissionStatusSchema = z.looseObject({
  lastattempt: z.looseObject({
    submission: submissionSchema.optional(),
    teamsubmission: submissionSchema.optional(),
    graded: z.boolean(),
    gradingstatus: z.string(),
  }),
  feedback: z
    .looseObject({
      grade: z.looseObject({ id: z.number(), grade: z.string(), timemodified: z.number() }).optional(),
      gradefordisplay: z.string().nullable(),
      gradeddate: z.number().nullable(),
      plugins: z.array(feedbackPluginSchema).optional(),
    })
    .optional(),
});

const moduleSchema = z.looseObject({
  id: z.number(),
  name: z.string(),
  modname: z.string(),
  instance: z.number().optional(),
  contextid: z.number().optional(),
  contents: z.array(z.unknown()).optional(),
  dates: z.array(z.looseObject({ timestamp: z.number(), dataid: z.string().optional() })).optional(),
});
export type CourseModule = z.output<typeof moduleSchema>;
const sectionSchema = z.looseObject({ id: z.number(), modules: z.array(moduleSchema) });
/** core_course_get_contents, when it is not refused */
export const courseContentsSchema = z.array(sectionSchema);

/** core_enrol_get_users_courses */
export const userCoursesSchema = z.array(z.looseObject({ id: z.number() }));
export type UserCourse = z.output<typeof userCoursesSchema>[number];

/** core_course_get_courses_by_field */
export const courseListSchema = z.looseObject({ courses: z.array(z.looseObject({ id: z.number() })) });
