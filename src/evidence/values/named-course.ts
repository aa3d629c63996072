import { z } from 'zod';

import { openObject } from './open-object.ts';

const said = z.string().exactOptional();

/** A unit as a source names it, in its own words; which of the learner's units it is, a mapping says. */
export const namedUnitSchema = openObject({
  reference: said,
  /** The awarding organisation's own code beside it. */
  otherReference: said,
  title: said,
  level: said,
  credit: said,
  criterion: said,
});
export type NamedUnit = z.infer<typeof namedUnitSchema>;

/** A qualification as a source names it, in its own words. */
export const namedQualificationSchema = openObject({
  title: said,
  number: said,
  level: said,
  awardingOrganisation: said,
  provider: said,
});
export type NamedQualification = z.infer<typeof namedQualificationSchema>;
