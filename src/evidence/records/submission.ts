import { z } from 'zod';

import { idsAtSourceSchema, itemIdSchema, itemIdsSchema } from '../values/links.ts';
import { openObject } from '../values/open-object.ts';
import { stated } from '../values/stated.ts';
import { statedTimeSchema } from '../values/times.ts';
import { attemptStatuses, groupSchema } from './attempt.ts';

/**
 * What was handed in for an attempt, by the learner or (`team`) by their group: an attempt can have both.
 * Online text is a document too (role `online-text`), so that it has a digest, versions and a place in a bundle.
 */
export const submissionSchema = openObject({
  assignment: itemIdSchema.exactOptional(),
  attempt: itemIdSchema,
  ids: idsAtSourceSchema.exactOptional(),
  status: stated(z.enum(attemptStatuses)).exactOptional(),
  created: statedTimeSchema.exactOptional(),
  modified: statedTimeSchema.exactOptional(),
  submitted: statedTimeSchema.exactOptional(),
  team: stated(z.boolean()).exactOptional(),
  group: groupSchema.exactOptional(),
  /** The documents it consists of, in the source's order. */
  items: itemIdsSchema,
});
export type Submission = z.infer<typeof submissionSchema>;
