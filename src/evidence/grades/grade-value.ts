import { z } from 'zod';

import { openObject } from '../values/open-object.ts';
import { plainText } from '../values/plain-text.ts';
import { saidSchema, type Said } from '../values/stated.ts';
import { gradeMeaningSchema } from './grade-meaning.ts';
import { readGrade, type GradeHint } from './read-grade.ts';

/** A grade as the source said it, as plain text to show, and as we understand it. */
export const gradeValueSchema = openObject({
  said: saidSchema,
  shown: z.string().exactOptional(),
  means: gradeMeaningSchema.exactOptional(),
});
export type GradeValue = z.infer<typeof gradeValueSchema>;

/** Reads a grade that a source said: `said` stays untouched, HTML is decoded into `shown`, and `means` is read by `readGrade`. */
export function gradeSaid(said: Said, hint: GradeHint = {}): GradeValue {
  if (typeof said !== 'string' && typeof said !== 'number') return { said };
  const shown = plainText(String(said));
  const means = readGrade(shown, hint);
  return means === undefined ? { said } : { said, shown, means };
}
