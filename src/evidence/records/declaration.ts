import { z } from 'zod';

import { itemIdSchema, itemIdsSchema } from '../values/links.ts';
import { openObject } from '../values/open-object.ts';
import { statedDaySchema } from '../values/times.ts';

/** How it was made: a typed name is not a signature and is labelled as what it is. */
const declarationForms = [
  'typed-name',
  'ticked-box',
  'handwritten',
  'drawn',
  'digital-signature',
  'unknown',
] as const;

/** A declaration, usually that the work is the learner's own: the exact wording, when, and in what form. */
export const declarationSchema = openObject({
  wording: z.string().min(1),
  on: statedDaySchema.exactOptional(),
  form: z.enum(declarationForms),
  /** The name as typed or written. */
  name: z.string().exactOptional(),
  assignment: itemIdSchema.exactOptional(),
  attempt: itemIdSchema.exactOptional(),
  /** What it covers. */
  items: itemIdsSchema.exactOptional(),
  /** The document that it stands in, such as a scanned form. */
  document: itemIdSchema.exactOptional(),
});
export type Declaration = z.infer<typeof declarationSchema>;

/** The name with its form said, so that nobody takes typing for signing: `Sam Field (typed)`. */
export function declaredName(declaration: Declaration): string | undefined {
  if (declaration.name === undefined) return undefined;
  return `${declaration.name} (${formWords[declaration.form]})`;
}

const formWords: Readonly<Record<(typeof declarationForms)[number], string>> = {
  'typed-name': 'typed',
  'ticked-box': 'a box was ticked',
  handwritten: 'signed by hand',
  drawn: 'drawn on a screen',
  'digital-signature': 'signed digitally',
  unknown: 'form not known',
};
