import { z } from 'zod';

/**
 * What is read of Canvas's answers. Everything may be missing or null, since Canvases differ by version and by what a learner may see;
 * only ids must be there. With string ids asked for, some numbers still come as numbers: both are taken.
 */
const id = z.union([z.string(), z.int()]).transform(String);
const optionalId = id.nullish();
const text = z.string().nullish();
const number = z.number().nullish();
const flag = z.boolean().nullish();

export const selfSchema = z.looseObject({ id, name: text, short_name: text, login_id: text });

export const courseSchema = z.looseObject({
  id,
  name: text,
  original_name: text,
  course_code: text,
  workflow_state: text,
  concluded: flag,
  start_at: text,
  end_at: text,
  access_restricted_by_date: flag,
  term: z.looseObject({ id: optionalId, name: text }).nullish(),
});
export type CanvasCourse = z.infer<typeof courseSchema>;

export const fileSchema = z.looseObject({
  id,
  display_name: text,
  filename: text,
  'content-type': text,
  url: text,
  size: z.int().min(0).nullish(),
  created_at: text,
  updated_at: text,
  modified_at: text,
  locked_for_user: flag,
});
export type CanvasFile = z.infer<typeof fileSchema>;

const mediaSchema = z.looseObject({
  media_id: text,
  media_type: text,
  'content-type': text,
  display_name: text,
  url: text,
});
export type CanvasMedia = z.infer<typeof mediaSchema>;

const ratingSchema = z.looseObject({
  id: optionalId,
  points: number,
  description: text,
  long_description: text,
});
const rubricRowSchema = z.looseObject({
  id,
  points: number,
  description: text,
  long_description: text,
  ratings: z.array(ratingSchema).nullish(),
});
export type CanvasRubricRow = z.infer<typeof rubricRowSchema>;

export const assignmentSchema = z.looseObject({
  id,
  name: text,
  description: text,
  course_id: optionalId,
  created_at: text,
  updated_at: text,
  unlock_at: text,
  due_at: text,
  lock_at: text,
  points_possible: number,
  grading_type: text,
  submission_types: z.array(z.string()).nullish(),
  group_category_id: optionalId,
  anonymous_grading: flag,
  allowed_attempts: number,
  muted: flag,
  post_manually: flag,
  quiz_id: optionalId,
  rubric: z.array(rubricRowSchema).nullish(),
});
export type CanvasAssignment = z.infer<typeof assignmentSchema>;

const entrySchema = z.looseObject({
  id,
  user_id: optionalId,
  user_name: text,
  message: text,
  created_at: text,
  attachments: z.array(fileSchema).nullish(),
  attachment: fileSchema.nullish(),
});
export type CanvasEntry = z.infer<typeof entrySchema>;

const attemptShape = {
  id: optionalId,
  user_id: optionalId,
  assignment_id: optionalId,
  attempt: z.int().min(0).nullish(),
  submission_type: text,
  submitted_at: text,
  workflow_state: text,
  body: text,
  url: text,
  attachments: z.array(fileSchema).nullish(),
  media_comment: mediaSchema.nullish(),
  discussion_entries: z.array(entrySchema).nullish(),
  grade: text,
  score: number,
  entered_grade: text,
  entered_score: number,
  graded_at: text,
  grader_id: optionalId,
  grade_matches_current_submission: flag,
  posted_at: text,
  late: flag,
  missing: flag,
  excused: flag,
  late_policy_status: text,
  points_deducted: number,
  group: z.looseObject({ id: optionalId, name: text }).nullish(),
};
const attemptSchema = z.looseObject(attemptShape);
export type CanvasAttempt = z.infer<typeof attemptSchema>;

const commentSchema = z.looseObject({
  id,
  author_id: optionalId,
  author_name: text,
  comment: text,
  created_at: text,
  edited_at: text,
  attempt: z.int().min(0).nullish(),
  attachments: z.array(fileSchema).nullish(),
  media_comment: mediaSchema.nullish(),
});
export type CanvasComment = z.infer<typeof commentSchema>;

export const submissionSchema = z.looseObject({
  ...attemptShape,
  assignment_id: id,
  submission_history: z.array(attemptSchema.nullable()).nullish(),
  submission_comments: z.array(commentSchema).nullish(),
  rubric_assessment: z
    .record(z.string(), z.looseObject({ points: number, comments: text, rating_id: optionalId }).nullable())
    .nullish(),
});
export type CanvasSubmission = z.infer<typeof submissionSchema>;
