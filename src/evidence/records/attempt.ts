import { z } from 'zod';

import { idsAtSourceSchema, itemIdSchema, itemIdsSchema } from '../values/links.ts';
import { openObject } from '../values/open-object.ts';
import { saidSchema, stated } from '../values/stated.ts';
import { standingShape } from '../values/standing.ts';
import { statedTimeSchema } from '../values/times.ts';

/** `not-started` and `removed` may look alike at a source (Moodle says `new` for both); then there is no meaning. */
export const attemptStatuses = ['not-started', 'draft', 'submitted', 'reopened', 'removed'] as const;
const gradingStatuses = ['not-graded', 'in-marking', 'graded', 'released'] as const;

/** A group as the source names it. */
export const groupSchema = openObject({ id: saidSchema, name: z.string().exactOptional() });

/** A file as the source listed it with an attempt, whether or not its bytes could be had. */
const listedFileSchema = openObject({
  item: itemIdSchema,
  name: z.string(),
  path: z.string().exactOptional(),
  sizeClaimed: z.int().min(0).exactOptional(),
  modified: statedTimeSchema.exactOptional(),
});

/**
 * One attempt at an assignment. Its submission, feedback and grade are records of their own that name this attempt, so that
 * what arrives later changes nothing here.
 */
export const attemptSchema = openObject({
  assignment: itemIdSchema,
  /** Our number: counted from 1 in the order of capture, in one chain for each source, account and assignment. */
  number: z.int().min(1),
  /** The source's number, verbatim (Moodle counts from 0). */
  numberAtSource: saidSchema,
  ids: idsAtSourceSchema.exactOptional(),
  status: stated(z.enum(attemptStatuses)),
  gradingStatus: stated(z.enum(gradingStatuses)).exactOptional(),
  created: statedTimeSchema.exactOptional(),
  started: statedTimeSchema.exactOptional(),
  modified: statedTimeSchema.exactOptional(),
  submitted: statedTimeSchema.exactOptional(),
  /** A later date granted to this learner. */
  extension: statedTimeSchema.exactOptional(),
  team: stated(z.boolean()).exactOptional(),
  group: groupSchema.exactOptional(),
  /** What the source keeps from the learner, such as the review of a quiz, with its own word for why. */
  notShown: z.array(openObject({ part: z.string(), said: saidSchema })).exactOptional(),
  ...standingShape,
  /** Documents that belong to the attempt as a whole. */
  items: itemIdsSchema.exactOptional(),
  /** The files handed in, so that the attempt's place in its chain holds what was listed then. */
  files: z.array(listedFileSchema).exactOptional(),
});
export type Attempt = z.infer<typeof attemptSchema>;
