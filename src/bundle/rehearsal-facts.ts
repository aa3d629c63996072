import { z } from 'zod';

import type { EntryView } from './entry-view.ts';

const count = z.int().nonnegative();

/** That the vault was put together again from a second copy, to see that it can be: its own word. */
const factsSchema = z
  .object({
    at: z.iso.datetime(),
    /** Items that were tried, and of them those that came back whole. */
    items: count,
    readable: count,
    /** Items that the vault held then. */
    of: count,
  })
  .refine(({ items, readable, of }) => readable <= items && items <= of);

export type RehearsalFacts = Readonly<z.infer<typeof factsSchema>>;

/** Undefined for entries of any other kind, where a part of it is not opened, and for what nobody can have counted. */
export function rehearsalFacts({ kind, fields }: EntryView): RehearsalFacts | undefined {
  return kind === 'restore-rehearsed' ? factsSchema.safeParse(fields).data : undefined;
}

/** The latest of several; undefined of none. */
export function latestRehearsal<Facts extends RehearsalFacts>(all: readonly Facts[]): Facts | undefined {
  return all.reduce<Facts | undefined>(
    (latest, facts) => (latest === undefined || facts.at >= latest.at ? facts : latest),
    undefined,
  );
}
