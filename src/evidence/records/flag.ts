import { z } from 'zod';

import { itemIdSchema } from '../values/links.ts';
import { openObject } from '../values/open-object.ts';

/** Why an item is left out of what is sent: it is about health or the like, or it holds what is other people's. */
export const itemFlags = ['sensitive', 'others'] as const;
export type ItemFlag = (typeof itemFlags)[number];

/** The learner's mark on an item, with what belongs to it: an export leaves it out unless it is ticked by itself. Never leaves the vault. */
export const flagSchema = openObject({ item: itemIdSchema, flags: z.array(z.enum(itemFlags)).min(1) });
export type Flag = z.infer<typeof flagSchema>;
