import { z } from 'zod';

import { idText, method, nothing, taskStarted, timeText } from '../common.ts';

/** How the last try failed, and from when on it is tried again by itself. */
const troubleSchema = z.object({ code: z.string(), at: timeText, retryAt: timeText.exactOptional() });

const authoritySchema = z.object({
  url: z.string(),
  name: z.string(),
  /** False for one that is not asked any more, but whose dates are kept. */
  listed: z.boolean(),
  /** True if there is something new that it has not seen. */
  due: z.boolean(),
  /** How many of its dates are kept, and the newest that it gave. */
  dates: z.number(),
  last: timeText.exactOptional(),
  failure: troubleSchema.exactOptional(),
});

const witnessSchema = z.object({
  url: z.string(),
  name: z.string(),
  key: z.string(),
  due: z.boolean(),
  /** How many steps of this history it signed last, and when this vault heard of it. */
  last: z.object({ size: z.number(), at: timeText }).exactOptional(),
  failure: troubleSchema.exactOptional(),
});

const datesSchema = z.object({
  consent: z.enum(['not-asked', 'on', 'off']),
  /** True once something was copied to the end and the learner has not said yes or no yet. */
  ask: z.boolean(),
  authorities: z.array(authoritySchema),
  /** Authorities that anybody may ask and that are not on the list. */
  others: z.array(z.object({ url: z.string(), name: z.string() })),
});
export type DatesState = z.infer<typeof datesSchema>;
export type Authority = DatesState['authorities'][number];

/** How much of what is kept authorities have dated, by the vault's own index. */
const coverageSchema = z.object({
  items: z.number(),
  datedItems: z.number(),
  versions: z.number(),
  datedVersions: z.number(),
  first: timeText.exactOptional(),
  last: timeText.exactOptional(),
});

const seenVersionSchema = z.object({
  version: z.number(),
  capturedAt: timeText,
  dated: z.array(z.object({ url: z.string(), name: z.string(), time: timeText })),
  seen: z.array(z.object({ name: z.string(), time: timeText, size: z.number() })),
});
export type SeenVersion = z.infer<typeof seenVersionSchema>;

const witnessesSchema = z.object({
  witnesses: z.array(witnessSchema),
});
export type WitnessesState = z.infer<typeof witnessesSchema>;
export type Witness = WitnessesState['witnesses'][number];

/** Independent dates and witnesses. Each change answers with how things stand afterwards. */
export const dateMethods = {
  'dates.state': method(nothing, datesSchema),
  /** Takes the learner's answer. Yes begins to ask at once. */
  'dates.answer': method(z.strictObject({ consent: z.enum(['on', 'off']) }), datesSchema),
  'dates.addAuthority': method(z.strictObject({ url: z.string().min(1).max(2048) }), datesSchema),
  'dates.removeAuthority': method(z.strictObject({ url: z.string().min(1).max(2048) }), datesSchema),
  /** Asks every authority of the list now. */
  'dates.ask': method(nothing, taskStarted),
  /** Asks the issuers behind the dates that are kept what they say now, keeps it, and has everything dated anew. */
  'dates.refresh': method(nothing, taskStarted),
  'dates.coverage': method(nothing, coverageSchema),
  /** What authorities and witnesses said that covers each version of an item, oldest first. */
  'dates.ofItem': method(
    z.strictObject({ item: idText }),
    z.object({ versions: z.array(seenVersionSchema) }),
  ),
  'witnesses.list': method(nothing, witnessesSchema),
  'witnesses.add': method(
    z.strictObject({ url: z.string().min(1).max(2048), key: z.string().min(1).max(2048) }),
    witnessesSchema,
  ),
  'witnesses.remove': method(z.strictObject({ key: z.string().min(1).max(2048) }), witnessesSchema),
  /** Shows the history as it is now to every witness. */
  'witnesses.ask': method(nothing, taskStarted),
};
