import { z } from 'zod';

import { openObject } from '../values/open-object.ts';

/** The outcomes of vocational grading in words. */
export const gradeWords = [
  'pass',
  'merit',
  'distinction',
  'distinction-star',
  'achieved',
  'not-yet-achieved',
  'refer',
  'fail',
] as const;
export type GradeWord = (typeof gradeWords)[number];

/** Outcome grades of the Individualised Learner Record: pass, merit, distinction, distinction star, credit, fail, entry levels 1 to 3. */
export const ilrCodes = ['PA', 'ME', 'DS', 'DS*', 'CR', 'FL', 'EL1', 'EL2', 'EL3'] as const;
export type IlrCode = (typeof ilrCodes)[number];

/**
 * What we take a grade to mean, always beside what was said and never in its place.
 * `text` says that there is a grade and that we read nothing into it.
 */
export const gradeMeaningSchema = z.discriminatedUnion('scheme', [
  openObject({ scheme: z.literal('pass-merit-distinction'), outcome: z.enum(gradeWords) }),
  openObject({ scheme: z.literal('points'), value: z.number(), of: z.number().exactOptional() }),
  openObject({ scheme: z.literal('percent'), value: z.number() }),
  /** A position on a portal's own scale, counted from 1; `outcome` is the scale's word for it, where the scale is known. */
  openObject({
    scheme: z.literal('scale'),
    value: z.int().min(1),
    of: z.int().min(1).exactOptional(),
    outcome: z.string().exactOptional(),
  }),
  openObject({ scheme: z.literal('9-1'), value: z.int().min(1).max(9) }),
  openObject({ scheme: z.literal('ilr'), outcome: z.enum(ilrCodes) }),
  openObject({ scheme: z.literal('text'), value: z.string().min(1) }),
]);
export type GradeMeaning = z.infer<typeof gradeMeaningSchema>;
