import { z } from 'zod';

import { sealedSecretSchema } from '../sealed-secret.ts';
import { grantId, idText, method, nothing, shortText, taskStarted, timeText } from '../common.ts';

const scheduleSchema = z.strictObject({
  /** Hours between rounds; absent for whenever the learner says. */
  everyHours: z.number().positive().max(8760).exactOptional(),
  /** A round each time it is plugged in. */
  whenPluggedIn: z.boolean(),
});
export type CopySchedule = z.infer<typeof scheduleSchema>;

const copySchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(['folder', 'webdav']),
  /** Path or address; absent where another computer added it. */
  place: z.string().exactOptional(),
  schedule: scheduleSchema.exactOptional(),
  addedAt: timeText,
  /** When everything that the vault held was there last. */
  syncedAt: timeText.exactOptional(),
  /** Items of which something is not there yet, of how many. */
  behind: z.number(),
  items: z.number(),
  /** Not brought up to date for a month, or never. */
  stale: z.boolean(),
  checked: z.object({ at: timeText, full: z.boolean(), ok: z.boolean() }).exactOptional(),
  /** When a restore from it was tried last: items that came back, of those that were tried, of all. */
  rehearsed: z
    .object({ at: timeText, items: z.number(), readable: z.number(), of: z.number() })
    .exactOptional(),
  /** Times that something was erased which it still holds; absent for none. */
  erasures: z.number().exactOptional(),
  /** `replica-shrank`, `replica-changed`. */
  alerts: z.array(z.string()),
  /** Why the last round of this sitting did not end. */
  trouble: z.object({ code: z.string(), at: timeText }).exactOptional(),
});
export type SecondCopy = z.infer<typeof copySchema>;

const addedSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** There was a second copy of this vault already, which is gone on with. */
  found: z.boolean(),
  sameDisk: z.boolean(),
});

/** Second copies of the vault. */
export const replicaMethods = {
  'replicas.list': method(nothing, z.object({ copies: z.array(copySchema) })),
  /** Which of them can be reached just now: sticks are looked for, servers asked. */
  'replicas.look': method(nothing, z.object({ reachable: z.array(z.string()) })),
  'replicas.addFolder': method(z.strictObject({ folder: grantId }), addedSchema),
  'replicas.addServer': method(
    z.strictObject({
      url: shortText.min(1),
      user: shortText,
      password: sealedSecretSchema,
    }),
    addedSchema,
  ),
  'replicas.setSchedule': method(
    z.strictObject({ copy: idText, schedule: scheduleSchema }),
    z.strictObject({}),
  ),
  /** Brings one up to date, or all that this computer knows the place of. */
  'replicas.sync': method(z.strictObject({ copy: idText.exactOptional() }), taskStarted),
  /** Looks through one: names and lengths, or every byte. */
  'replicas.check': method(z.strictObject({ copy: idText, full: z.boolean() }), taskStarted),
  /** Restores from one into a temporary place, a sample or all of it, and records how that went. */
  'replicas.rehearse': method(z.strictObject({ copy: idText, all: z.boolean() }), taskStarted),
  /** Where two computers went on in one history: takes in what second copies have of the other half. */
  'replicas.takeInForks': method(nothing, taskStarted),
  /**
   * Older passphrases and recovery keys open the copies no more that can be reached. Gives the names of those, and of the others, which an older
   * passphrase may still open.
   */
  'replicas.forgetPassphrases': method(
    nothing,
    z.object({ done: z.array(z.string()), pending: z.array(z.string()) }),
  ),
  /** Is not kept up to date any more; what lies there stays there. */
  'replicas.remove': method(z.strictObject({ copy: idText }), z.strictObject({})),
};
