import { z } from 'zod';

import { saidSchema } from '../../../evidence/values/stated.ts';

/**
 * What Moodle's data privacy export writes as JSON, told by its properties: names of folders are in the learner's own language, and so are
 * `status` and all times. Sources: moodle `privacy/classes/local/request/moodle_content_writer.php`, `mod/assign/classes/privacy/provider.php`
 * with the providers of its plugins, `grade/classes/privacy/provider.php`, `comment/classes/privacy/provider.php`.
 */
const time = saidSchema.exactOptional();

/** An attempt number as exports count them: from 1. */
const attemptNumber = z.coerce.number().int().min(1).max(1_000_000);

const submissionData = z.looseObject({
  attemptnumber: attemptNumber,
  status: saidSchema,
  latest: saidSchema,
  groupid: saidSchema.exactOptional(),
  timecreated: time,
  timemodified: time,
  timestarted: time,
});
export type SubmissionData = z.infer<typeof submissionData>;

const gradeData = z.looseObject({
  attemptnumber: attemptNumber,
  grade: saidSchema,
  /** Number of whoever graded; Moodle gives no name. */
  grader: saidSchema,
  timecreated: time,
  timemodified: time,
});
export type GradeData = z.infer<typeof gradeData>;

const onlineText = z.strictObject({ text: z.string() });
const feedbackComment = z.strictObject({ commenttext: z.string() });
const comments = z.strictObject({
  comments: z.array(z.looseObject({ content: z.string(), time, userid: saidSchema.exactOptional() })),
});
export type CommentData = z.infer<typeof comments>['comments'][number];

/** What an activity says of itself. */
const activity = z.looseObject({ name: z.string(), intro: z.string().exactOptional() });
export type ActivityData = z.infer<typeof activity>;

const gradebook = z.strictObject({
  grades: z.array(
    z.looseObject({
      item: z.string().nullable(),
      grade: saidSchema,
      grade_formatted: saidSchema.exactOptional(),
      feedback: z.string().nullable().exactOptional(),
      timemodified: time,
      /** Only in the history. */
      action: z.undefined().exactOptional(),
    }),
  ),
});
export type GradebookLine = z.infer<typeof gradebook>['grades'][number];

export type ExportData =
  | { readonly is: 'submission'; readonly data: SubmissionData }
  | { readonly is: 'grade'; readonly data: GradeData }
  | { readonly is: 'online-text'; readonly text: string }
  | { readonly is: 'feedback-comment'; readonly text: string }
  | { readonly is: 'comments'; readonly comments: readonly CommentData[] }
  | { readonly is: 'activity'; readonly data: ActivityData }
  | { readonly is: 'gradebook'; readonly lines: readonly GradebookLine[] };

/** What a JSON file of an export holds; undefined for anything that is not known here. */
export function readExportData(bytes: Uint8Array): ExportData | undefined {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
  const submission = submissionData.safeParse(value);
  if (submission.success) return { is: 'submission', data: submission.data };
  const grade = gradeData.safeParse(value);
  if (grade.success) return { is: 'grade', data: grade.data };
  const text = onlineText.safeParse(value);
  if (text.success) return { is: 'online-text', text: text.data.text };
  const comment = feedbackComment.safeParse(value);
  if (comment.success) return { is: 'feedback-comment', text: comment.data.commenttext };
  const said = comments.safeParse(value);
  if (said.success) return { is: 'comments', comments: said.data.comments };
  const lines = gradebook.safeParse(value);
  if (lines.success) return { is: 'gradebook', lines: lines.data.grades };
  const about = activity.safeParse(value);
  return about.success ? { is: 'activity', data: about.data } : undefined;
}
