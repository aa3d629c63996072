import { z } from 'zod';

import { absent, flagSchema } from './site-answers.ts';

/** A file as Moodle lists it. */
export const moodleFileSchema = z.looseObject({
  filename: z.string(),
  filepath: z.string().default('/'),
  filesize: z.int().nonnegative().nullish().transform(absent),
  fileurl: z.string(),
  timemodified: z.number().nullish().transform(absent),
  mimetype: z.string().nullish().transform(absent),
  isexternalfile: flagSchema.nullish().transform(absent),
});
export type MoodleFile = z.infer<typeof moodleFileSchema>;
const filesSchema = z.array(moodleFileSchema).nullish().transform(absent);

/** An assignment of `mod_assign_get_assignments`. */
const listedAssignmentSchema = z.looseObject({
  id: z.int(),
  cmid: z.int(),
  name: z.string(),
  nosubmissions: flagSchema.nullish().transform(absent),
  allowsubmissionsfromdate: z.number().nullish().transform(absent),
  duedate: z.number().nullish().transform(absent),
  cutoffdate: z.number().nullish().transform(absent),
  timemodified: z.number().nullish().transform(absent),
  grade: z.number().nullish().transform(absent),
  teamsubmission: flagSchema.nullish().transform(absent),
  blindmarking: flagSchema.nullish().transform(absent),
  maxattempts: z.number().nullish().transform(absent),
  intro: z.string().nullish().transform(absent),
  introformat: z.number().nullish().transform(absent),
  introfiles: filesSchema,
  introattachments: filesSchema,
  activity: z.string().nullish().transform(absent),
  activityformat: z.number().nullish().transform(absent),
  activityattachments: filesSchema,
});
export type ListedAssignment = z.infer<typeof listedAssignmentSchema>;

const assignmentCourseSchema = z.looseObject({
  id: z.int(),
  fullname: z.string().nullish().transform(absent),
  shortname: z.string().nullish().transform(absent),
  assignments: z.array(listedAssignmentSchema),
});
export type AssignmentCourse = z.infer<typeof assignmentCourseSchema>;

export const assignmentListSchema = z.looseObject({
  courses: z.array(assignmentCourseSchema),
  warnings: z
    .array(
      z.looseObject({
        item: z.string().nullish().transform(absent),
        itemid: z.int().nullish().transform(absent),
      }),
    )
    .nullish()
    .transform(absent),
});

/** A part of a submission or of feedback: `file`, `onlinetext`, `comments`, `editpdf`, or one that a site added. */
const pluginSchema = z.looseObject({
  type: z.string(),
  name: z.string().nullish().transform(absent),
  fileareas: z
    .array(z.looseObject({ area: z.string(), files: filesSchema }))
    .nullish()
    .transform(absent),
  editorfields: z
    .array(
      z.looseObject({
        name: z.string(),
        description: z.string().nullish().transform(absent),
        text: z.string(),
        format: z.number().nullish().transform(absent),
      }),
    )
    .nullish()
    .transform(absent),
});
export type Plugin = z.infer<typeof pluginSchema>;
export type EditorField = NonNullable<Plugin['editorfields']>[number];

const submissionSchema = z.looseObject({
  id: z.int(),
  /** 0 for a submission by a group. */
  userid: z.int(),
  attemptnumber: z.int().nonnegative(),
  timecreated: z.number().nullish().transform(absent),
  timemodified: z.number().nullish().transform(absent),
  timestarted: z.number().nullish().transform(absent),
  status: z.string(),
  groupid: z.int().nullish().transform(absent),
  plugins: z.array(pluginSchema).nullish().transform(absent),
});
export type MoodleSubmission = z.infer<typeof submissionSchema>;

const gradeSchema = z.looseObject({
  id: z.int(),
  attemptnumber: z.int().nonnegative().nullish().transform(absent),
  timemodified: z.number().nullish().transform(absent),
  grader: z.int().nullish().transform(absent),
  /** A decimal as text; `-1.00000` for none. */
  grade: z.union([z.string(), z.number()]).nullish().transform(absent),
  /** In `previousattempts` only. */
  gradefordisplay: z.string().nullish().transform(absent),
});
export type MoodleGrade = z.infer<typeof gradeSchema>;

/** `mod_assign_get_submission_status`. */
export const submissionStatusSchema = z.looseObject({
  lastattempt: z
    .looseObject({
      submission: submissionSchema.nullish().transform(absent),
      teamsubmission: submissionSchema.nullish().transform(absent),
      submissiongroup: z.int().nullish().transform(absent),
      gradingstatus: z.string().nullish().transform(absent),
      blindmarking: flagSchema.nullish().transform(absent),
      extensionduedate: z.number().nullish().transform(absent),
    })
    .nullish()
    .transform(absent),
  feedback: z
    .looseObject({
      grade: gradeSchema.nullish().transform(absent),
      gradefordisplay: z.string().nullish().transform(absent),
      gradeddate: z.number().nullish().transform(absent),
      plugins: z.array(pluginSchema).nullish().transform(absent),
    })
    .nullish()
    .transform(absent),
  previousattempts: z
    .array(
      z.looseObject({
        attemptnumber: z.int().nonnegative(),
        submission: submissionSchema.nullish().transform(absent),
        grade: gradeSchema.nullish().transform(absent),
        feedbackplugins: z.array(pluginSchema).nullish().transform(absent),
      }),
    )
    .nullish()
    .transform(absent),
});
export type SubmissionStatus = z.infer<typeof submissionStatusSchema>;
