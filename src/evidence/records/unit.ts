import { z } from 'zod';

import { itemIdSchema } from '../values/links.ts';
import { namedQualificationSchema } from '../values/named-course.ts';
import { openObject } from '../values/open-object.ts';
import { saidSchema } from '../values/stated.ts';
import { tableRowSchema } from '../values/table-row.ts';
import { statedTimeSchema } from '../values/times.ts';

/**
 * The ladder that a unit climbs, lowest first. A grade in the awarding organisation's basket is locked in; that is not yet a
 * claim, and a claim is not yet a certificate.
 */
export const unitSteps = [
  'not-started',
  'submitted',
  'assessed',
  'grade-locked-in',
  'sampled',
  'claimed',
  'certificated',
] as const;
export type UnitStep = (typeof unitSteps)[number];

/** A step that was reached, when, and the document that says so. */
const unitStepReachedSchema = openObject({
  step: z.enum(unitSteps),
  /** The source's own wording of the step. */
  said: saidSchema.exactOptional(),
  on: statedTimeSchema.exactOptional(),
  document: itemIdSchema.exactOptional(),
});

/** A unit of a qualification. */
export const unitSchema = openObject({
  /** As entered: `A/502/0812`, or the awarding organisation's own code. */
  reference: z.string().min(1),
  title: z.string().exactOptional(),
  /** As written: `3`, `Level 3`, `Entry 2`. */
  level: z.string().exactOptional(),
  credit: z.number().min(0).exactOptional(),
  /** Guided learning hours. */
  glh: z.number().min(0).exactOptional(),
  enrolment: itemIdSchema.exactOptional(),
  steps: z.array(unitStepReachedSchema).exactOptional(),
  ofQualification: namedQualificationSchema.exactOptional(),
  /** The row of a table that it was read from. */
  row: tableRowSchema.exactOptional(),
});
export type Unit = z.infer<typeof unitSchema>;

/** The highest step that a unit is recorded to have reached; steps may be recorded in any order and with gaps. */
export function highestStep(unit: Unit): UnitStep {
  const reached = (unit.steps ?? []).map(({ step }) => unitSteps.indexOf(step));
  return unitSteps[Math.max(0, ...reached)] ?? 'not-started';
}
