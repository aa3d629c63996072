import { z } from 'zod';

import { itemIdSchema, itemIdsSchema } from '../values/links.ts';
import { openObject } from '../values/open-object.ts';
import { personSchema } from '../values/person.ts';
import { isReleaseSound, releaseRule, releaseShape } from '../values/release.ts';
import { saidSchema } from '../values/stated.ts';
import { statedTimeSchema } from '../values/times.ts';
import { writtenTextSchema } from '../values/written-text.ts';

/** One row of a rubric or a marking guide, verbatim. */
const markedCriterionSchema = openObject({
  title: z.string(),
  level: z.string().exactOptional(),
  points: saidSchema.exactOptional(),
  of: saidSchema.exactOptional(),
  comment: z.string().exactOptional(),
});

/** What an assessor wrote back. Feedback files and annotated copies are documents, named in `items`. */
export const feedbackSchema = openObject({
  assignment: itemIdSchema.exactOptional(),
  attempt: itemIdSchema.exactOptional(),
  comments: z.array(writtenTextSchema).exactOptional(),
  rubric: z.array(markedCriterionSchema).exactOptional(),
  markingGuide: z.array(markedCriterionSchema).exactOptional(),
  by: personSchema.exactOptional(),
  at: statedTimeSchema.exactOptional(),
  ...releaseShape,
  items: itemIdsSchema.exactOptional(),
}).refine(isReleaseSound, releaseRule);
export type Feedback = z.infer<typeof feedbackSchema>;
