import { z } from 'zod';

import { idText, method, namedSchema, nothing, taskStarted, timeText } from '../common.ts';

/** What can go along with an item, by what it is. */
const goesAlongSchema = z.enum(['attempts', 'feedback', 'grades', 'files', 'messages', 'others', 'raw']);
export type GoesAlong = z.infer<typeof goesAlongSchema>;

const choice = { item: idText, along: z.array(goesAlongSchema).max(7) };

const plannedSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  versions: z.number(),
  /** Of the contents of all versions. */
  bytes: z.number(),
});

const planSchema = z.object({
  item: z.string(),
  /** Given back by whoever means it; it fits no other plan. */
  code: z.string(),
  /** What would go: the item first. */
  items: z.array(plannedSchema.extend({ word: goesAlongSchema.exactOptional() })),
  /** What belongs to it and would stay, with the word that takes it along. */
  stays: z.array(plannedSchema.extend({ word: goesAlongSchema })),
  /** Files, and answers of portals (`raw`), with who else needs them. */
  contents: z.array(
    z.object({
      sha256: z.string(),
      size: z.number(),
      type: z.enum(['kept', 'raw']),
      sharedWith: z.array(namedSchema),
      goes: z.boolean(),
    }),
  ),
  /** Notes, links and marks of the learner about it. */
  statements: z.number(),
  /** Bundles made before that hold it. */
  bundles: z.array(z.object({ bundle: z.string(), at: timeText })),
  copies: z.array(namedSchema.extend({ reachable: z.boolean() })),
});
export type ErasePlan = z.infer<typeof planSchema>;

/** Taking an item out of the vault for good. */
export const eraseMethods = {
  /** What would go, and what would not. Changes nothing. */
  'erase.plan': method(z.strictObject(choice), planSchema),
  'erase.start': method(
    z.strictObject({
      ...choice,
      /** In the learner's words; stays in the history. */
      reason: z.string().max(2000),
      /** The plan's code. */
      confirmed: z.string().max(40),
    }),
    taskStarted,
  ),
  /** What was erased before, newest first. */
  'erase.list': method(
    nothing,
    z.object({
      erased: z.array(
        z.object({
          at: timeText,
          reason: z.string(),
          items: z.array(z.string()),
          within: z.array(z.string()),
        }),
      ),
    }),
  ),
};
