import { z } from 'zod';

import { absent } from './site-answers.ts';

const commentSchema = z.looseObject({
  id: z.int(),
  /** HTML, as the site shows it. */
  content: z.string(),
  format: z.number().nullish().transform(absent),
  timecreated: z.number().nullish().transform(absent),
  fullname: z.string().nullish().transform(absent),
  userid: z.int().nullish().transform(absent),
});
export type MoodleComment = z.infer<typeof commentSchema>;

/** `core_comment_get_comments`: one page, newest first. */
export const commentsSchema = z.looseObject({
  comments: z.array(commentSchema),
  /** Of all pages together. */
  count: z.int().nonnegative().nullish().transform(absent),
});
