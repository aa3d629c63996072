import { z } from 'zod';

import { saidSchema } from './stated.ts';

/**
 * The id of another item of the same vault. Links point upwards and never need a change when something is added below:
 * a grade names its attempt, an attempt its assignment; `items` names the documents that something is made of.
 */
export const itemIdSchema = z.string().min(1).max(128);

export const itemIdsSchema = z.array(itemIdSchema);

/** The portal's own numbers and names for a thing, verbatim, such as `{ assignid: 1, cmid: 8 }`: three different numbers in Moodle. */
export const idsAtSourceSchema = z.record(z.string(), saidSchema);
