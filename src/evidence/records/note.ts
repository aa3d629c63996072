import { z } from 'zod';

import { itemIdSchema } from '../values/links.ts';
import { openObject } from '../values/open-object.ts';

/** Items marked so are left out of an export unless the learner ticks them. */
const privacyMarks = ['health', 'safeguarding', 'third-party'] as const;

/** The learner's own words about an item, kept apart from what its source said. */
export const noteSchema = openObject({
  item: itemIdSchema,
  text: z.string().exactOptional(),
  marks: z.array(z.enum(privacyMarks)).exactOptional(),
});
export type Note = z.infer<typeof noteSchema>;
