import { z } from 'zod';

import { absent, flagSchema } from './site-answers.ts';

/** What a module holds: a file, a link (`url`), or a table of contents (`content`). */
const contentSchema = z.looseObject({
  type: z.string(),
  filename: z.string().nullish().transform(absent),
  filepath: z.string().nullish().transform(absent),
  filesize: z.int().nonnegative().nullish().transform(absent),
  fileurl: z.string().nullish().transform(absent),
  timemodified: z.number().nullish().transform(absent),
  mimetype: z.string().nullish().transform(absent),
  isexternalfile: flagSchema.nullish().transform(absent),
});
export type ModuleContent = z.infer<typeof contentSchema>;

/** The state of one activity's completion, in a course's contents and in `core_completion_get_activities_completion_status`. */
export const completionStateSchema = z.looseObject({
  /** 0 not, 1 done, 2 done and passed, 3 done and failed. */
  state: z.int(),
  timecompleted: z.number().nullish().transform(absent),
  /** Who set it by hand, if somebody did. */
  overrideby: z.int().nullish().transform(absent),
});
export type CompletionState = z.infer<typeof completionStateSchema>;

const moduleSchema = z.looseObject({
  id: z.int(),
  name: z.string().nullish().transform(absent),
  modname: z.string(),
  instance: z.int().nullish().transform(absent),
  uservisible: flagSchema.nullish().transform(absent),
  description: z.string().nullish().transform(absent),
  contents: z.array(contentSchema).nullish().transform(absent),
  completiondata: completionStateSchema.nullish().transform(absent),
});
export type CourseModule = z.infer<typeof moduleSchema>;

/** `core_course_get_contents`. */
export const courseContentsSchema = z.array(
  z.looseObject({
    id: z.int().nullish().transform(absent),
    name: z.string().nullish().transform(absent),
    summary: z.string().nullish().transform(absent),
    modules: z.array(moduleSchema),
  }),
);
export type CourseSections = z.infer<typeof courseContentsSchema>;
