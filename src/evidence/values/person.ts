import { z } from 'zod';

import { openObject } from './open-object.ts';
import { saidSchema, type Said } from './stated.ts';

/**
 * Who did something, as far as the source says: `named` by the source, known by an `id-only` that must never be shown as a
 * name, `hidden` by the source on purpose (Moodle gives -1), or `unknown`.
 */
const personStandings = ['named', 'id-only', 'hidden', 'unknown'] as const;

export const personSchema = openObject({
  standing: z.enum(personStandings),
  /** The source's own id of the person, verbatim. */
  id: saidSchema.exactOptional(),
  name: z.string().min(1).exactOptional(),
  /** The job role as the source words it. */
  jobRole: z.string().exactOptional(),
}).refine((person) => (person.name !== undefined) === (person.standing === 'named'), {
  error: 'a person has a name exactly where the source gave one',
  path: ['name'],
});
export type Person = z.infer<typeof personSchema>;

/** The person for an id and a name as a source gave them. An empty name is no name. */
export function personAtSource(id: Said | undefined, name?: string): Person {
  const said = id === undefined ? {} : { id };
  if (name !== undefined && name.trim() !== '') return { standing: 'named', name, ...said };
  return { standing: id === undefined || id === null ? 'unknown' : 'id-only', ...said };
}

/** The person whom the source hides, with whatever it says in the place of an id. */
export function hiddenPerson(id: Said): Person {
  return { standing: 'hidden', id };
}

/** A name to show, or undefined: an id is never shown as a name. */
export function personName(person: Person | undefined): string | undefined {
  return person?.standing === 'named' ? person.name : undefined;
}
