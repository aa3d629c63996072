import { z } from 'zod';

import { itemIdSchema, itemIdsSchema } from '../values/links.ts';
import { openObject } from '../values/open-object.ts';
import { statedDaySchema } from '../values/times.ts';

const statementTypes = ['witness-statement', 'observation-record', 'professional-discussion'] as const;

/**
 * What somebody saw the learner do, or talked through with them.
 *
 * A kind of its own rather than a sort of document: it may have no file at all (typed in), one (a scanned form) or several
 * (a recording and its notes), and putting a job role right must not make a new version of a recording. Witness and contact
 * details stand apart at the top, so that an export can leave them out.
 */
export const statementSchema = openObject({
  type: z.enum(statementTypes),
  /** Who saw it: witness, observer, or the assessor of a discussion. */
  witness: z.string().exactOptional(),
  jobRole: z.string().exactOptional(),
  /** How they know the learner, in their words. */
  relationship: z.string().exactOptional(),
  /** True if they are a relative: an awarding organisation will ask. */
  relative: z.boolean().exactOptional(),
  contact: z.string().exactOptional(),
  on: statedDaySchema.exactOptional(),
  seen: z.string().exactOptional(),
  /** How it meets the criteria, in words; the map itself is made of mappings. */
  meets: z.string().exactOptional(),
  /** Moments of a recording, in seconds from its start. */
  marks: z
    .array(openObject({ item: itemIdSchema, seconds: z.number().min(0), note: z.string() }))
    .exactOptional(),
  items: itemIdsSchema.exactOptional(),
});
export type Statement = z.infer<typeof statementSchema>;
