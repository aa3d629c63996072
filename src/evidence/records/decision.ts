import { z } from 'zod';

import { idsAtSourceSchema, itemIdSchema, itemIdsSchema } from '../values/links.ts';
import { namedQualificationSchema, namedUnitSchema } from '../values/named-course.ts';
import { openObject } from '../values/open-object.ts';
import { personSchema } from '../values/person.ts';
import { saidSchema, stated } from '../values/stated.ts';
import { tableRowSchema } from '../values/table-row.ts';
import { statedDaySchema, statedTimeSchema } from '../values/times.ts';

/** Assessor, internal quality assurer, external quality assurer. */
const decisionRoles = ['assessor', 'iqa', 'eqa'] as const;

/** A decision by an assessor or a quality assurer. What is not known is absent; it is never filled in. */
export const decisionSchema = openObject({
  role: stated(z.enum(decisionRoles)),
  by: personSchema.exactOptional(),
  on: statedDaySchema.exactOptional(),
  /** The moment, where a source says it. */
  at: statedTimeSchema.exactOptional(),
  /** What was decided about, as the source names it, where that is no item here. */
  title: z.string().exactOptional(),
  ids: idsAtSourceSchema.exactOptional(),
  /** The decision in the source's own words. */
  outcome: saidSchema.exactOptional(),
  comment: z.string().exactOptional(),
  /** The document that it was read from. */
  document: itemIdSchema.exactOptional(),
  /** What was decided about. */
  unit: itemIdSchema.exactOptional(),
  criterion: itemIdSchema.exactOptional(),
  assignment: itemIdSchema.exactOptional(),
  attempt: itemIdSchema.exactOptional(),
  items: itemIdsSchema.exactOptional(),
  ofUnit: namedUnitSchema.exactOptional(),
  ofQualification: namedQualificationSchema.exactOptional(),
  /** The row that it was read from. */
  row: tableRowSchema.exactOptional(),
});
export type Decision = z.infer<typeof decisionSchema>;
