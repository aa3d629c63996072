import { z } from 'zod';

import { itemIdSchema } from '../values/links.ts';
import { openObject } from '../values/open-object.ts';

/** Where in an item: pages counted from 1, seconds into a recording, or words. */
const placeSchema = z.discriminatedUnion('kind', [
  openObject({ kind: z.literal('page'), page: z.int().min(1), to: z.int().min(1).exactOptional() }),
  openObject({ kind: z.literal('time'), seconds: z.number().min(0), to: z.number().min(0).exactOptional() }),
  openObject({ kind: z.literal('note'), text: z.string().min(1) }),
]);
export type Place = z.infer<typeof placeSchema>;

const mappingOrigins = ['learner', 'suggested', 'provider'] as const;

/**
 * One line of the criteria map: this item is evidence for this unit or criterion. Many to many: an item may have many
 * mappings, and a criterion too.
 */
export const mappingSchema = openObject({
  item: itemIdSchema,
  unit: itemIdSchema,
  criterion: itemIdSchema.exactOptional(),
  at: placeSchema.exactOptional(),
  /** Who made it; a suggestion counts for nothing until the learner confirms it. */
  by: z.enum(mappingOrigins).exactOptional(),
  comment: z.string().exactOptional(),
});
export type Mapping = z.infer<typeof mappingSchema>;
