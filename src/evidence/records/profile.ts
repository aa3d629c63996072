import { z } from 'zod';

import { openObject } from '../values/open-object.ts';
import { statedDaySchema } from '../values/times.ts';

/**
 * Who the learner is, as they say. Every property stands alone at the top, since an export discloses top-level properties
 * one by one; identifiers are kept as entered and checked beside (`../identifiers`).
 */
export const profileSchema = openObject({
  name: z.string().exactOptional(),
  /** The learner's number at the provider. */
  learnerNumber: z.string().exactOptional(),
  uln: z.string().exactOptional(),
  dateOfBirth: statedDaySchema.exactOptional(),
  /** Registration number at the awarding organisation. */
  registration: z.string().exactOptional(),
  candidateNumber: z.string().exactOptional(),
  email: z.string().exactOptional(),
});
export type Profile = z.infer<typeof profileSchema>;
