import { z } from 'zod';

import { absent, flagSchema } from './site-answers.ts';

/** A row of the learner's grade report. */
const gradeItemSchema = z.looseObject({
  id: z.int(),
  itemname: z.string().nullish().transform(absent),
  /** `mod`, `manual`, `course`, `category`. */
  itemtype: z.string(),
  itemmodule: z.string().nullish().transform(absent),
  iteminstance: z.int().nullish().transform(absent),
  /** 0 for the grade itself; 1000 and more for outcomes. */
  itemnumber: z.int().nullish().transform(absent),
  idnumber: z.string().nullish().transform(absent),
  outcomeid: z.int().nullish().transform(absent),
  scaleid: z.int().nullish().transform(absent),
  cmid: z.int().nullish().transform(absent),
  graderaw: z.number().nullish().transform(absent),
  gradedategraded: z.number().nullish().transform(absent),
  gradehiddenbydate: flagSchema.nullish().transform(absent),
  gradeishidden: flagSchema.nullish().transform(absent),
  gradeisoverridden: flagSchema.nullish().transform(absent),
  gradeformatted: z.string().nullish().transform(absent),
  grademin: z.number().nullish().transform(absent),
  grademax: z.number().nullish().transform(absent),
  feedback: z.string().nullish().transform(absent),
  feedbackformat: z.number().nullish().transform(absent),
});
export type GradeItem = z.infer<typeof gradeItemSchema>;

/** `gradereport_user_get_grade_items`. */
export const gradeReportSchema = z.looseObject({
  usergrades: z.array(
    z.looseObject({ courseid: z.int(), userid: z.int(), gradeitems: z.array(gradeItemSchema) }),
  ),
});
