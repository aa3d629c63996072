import { z } from 'zod';

import { itemIdSchema } from '../values/links.ts';
import { openObject } from '../values/open-object.ts';

/** An assessment criterion of a unit. */
export const criterionSchema = openObject({
  unit: itemIdSchema,
  outcome: itemIdSchema.exactOptional(),
  /** As the unit numbers it: `1.1`, `AC 3.2`, `P4`. */
  reference: z.string().min(1),
  text: z.string().exactOptional(),
});
export type Criterion = z.infer<typeof criterionSchema>;
