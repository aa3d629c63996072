import { z } from 'zod';

import { standingCodes, waitReasons, workKinds } from '../base/work-words.ts';
import { namedSchema, timeText } from './common.ts';

const workSchemaOfOne = {
  kind: z.enum(workKinds),
  /** Of the source or second copy that it is about. */
  about: z.string().exactOptional(),
  name: z.string().exactOptional(),
};

export const standingCodeSchema = z.enum(standingCodes);
export const workKindSchema = z.enum(workKinds);

/** Where the vault, and the work that goes on by itself, stand: the same for Home, the tray and `status`. */
export const workSchema = z.object({
  code: standingCodeSchema,
  lastSync: timeText.exactOptional(),
  running: z.array(z.object(workSchemaOfOne)),
  next: z.object({ ...workSchemaOfOne, at: timeText }).exactOptional(),
  /** What is due and does not go on, and why. */
  waiting: z.array(z.object({ ...workSchemaOfOne, why: z.enum(waitReasons) })),
  copies: z.object({
    count: z.number(),
    newest: timeText.exactOptional(),
    late: z.array(namedSchema),
    soonLate: z.array(namedSchema),
  }),
  lastRehearsal: z
    .object({ at: timeText, copy: z.string(), items: z.number(), readable: z.number(), of: z.number() })
    .exactOptional(),
  lastCheck: z.object({ at: timeText, ok: z.boolean(), full: z.boolean() }).exactOptional(),
  /** Whether spare data for repairs is made. */
  parity: z.boolean(),
});
export type Work = z.infer<typeof workSchema>;
