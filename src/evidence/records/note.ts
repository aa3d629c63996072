import { z } from 'zod';

import { itemIdSchema } from '../values/links.ts';
import { openObject } from '../values/open-object.ts';

/** The learner's own words about an item, kept apart from what its source said. */
export const noteSchema = openObject({ item: itemIdSchema, text: z.string().exactOptional() });
export type Note = z.infer<typeof noteSchema>;
