import { z } from 'zod';

import { itemIdSchema } from '../values/links.ts';
import { openObject } from '../values/open-object.ts';

/** A learning outcome of a unit. */
export const outcomeSchema = openObject({
  unit: itemIdSchema,
  /** As the unit numbers it: `LO1`, `1`. */
  reference: z.string().min(1),
  text: z.string().exactOptional(),
});
export type Outcome = z.infer<typeof outcomeSchema>;
