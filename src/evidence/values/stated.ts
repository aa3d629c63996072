import { z } from 'zod';

import { openObject } from './open-object.ts';

/** A value exactly as a source gave it: not trimmed, not decoded, not rounded; `null` where the source said null. */
export const saidSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Said = z.infer<typeof saidSchema>;

/** What was said, and beside it what we take it to mean; no `means` where we cannot tell. */
export type Stated<Meaning> = { said: Said; means?: Meaning };

/** The schema of a `Stated` value with the given meaning. */
export function stated<Meaning extends z.ZodType>(meaning: Meaning) {
  return openObject({ said: saidSchema, means: meaning.exactOptional() });
}

/** Reads a word of a source's own vocabulary by a table, such as `new`, `draft`, `submitted`. A word not in it has no meaning here. */
export function stateByTable<Meaning extends string>(
  said: Said,
  table: ReadonlyMap<Said, Meaning>,
): Stated<Meaning> {
  const means = table.get(said);
  return means === undefined ? { said } : { said, means };
}
