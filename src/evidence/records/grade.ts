import { z } from 'zod';

import { gradeValueSchema } from '../grades/grade-value.ts';
import { idsAtSourceSchema, itemIdSchema } from '../values/links.ts';
import { namedQualificationSchema, namedUnitSchema } from '../values/named-course.ts';
import { openObject } from '../values/open-object.ts';
import { personSchema } from '../values/person.ts';
import { isReleaseSound, releaseRule, releaseShape } from '../values/release.ts';
import { saidSchema, stated } from '../values/stated.ts';
import { standingShape } from '../values/standing.ts';
import { tableRowSchema } from '../values/table-row.ts';
import { statedDaySchema, statedTimeSchema } from '../values/times.ts';

/** The scale or range that a grade stands on, as far as the source tells (Moodle gives a scale's number and not its words). */
const gradeScaleSchema = openObject({
  id: saidSchema.exactOptional(),
  /** The words of the scale, lowest first. */
  items: z.array(z.string()).exactOptional(),
  min: saidSchema.exactOptional(),
  max: saidSchema.exactOptional(),
});

/**
 * A grade as observed at one time. `value` is what the source displays; `raw` is the bare number behind it, a property of its
 * own because a source may leak it before release and an export must be able to leave it out.
 */
export const gradeSchema = openObject({
  assignment: itemIdSchema.exactOptional(),
  /** Absent for what is graded as a whole, such as a manual item or a course total; then `title` says what it is. */
  attempt: itemIdSchema.exactOptional(),
  title: z.string().exactOptional(),
  ids: idsAtSourceSchema.exactOptional(),
  value: gradeValueSchema,
  raw: gradeValueSchema.exactOptional(),
  scale: gradeScaleSchema.exactOptional(),
  /** Whether the source counts this as having achieved what is graded (a competency at a Moodle). */
  proficient: stated(z.boolean()).exactOptional(),
  gradedAt: statedTimeSchema.exactOptional(),
  /** The day, where the source tells no time. */
  gradedOn: statedDaySchema.exactOptional(),
  by: personSchema.exactOptional(),
  ofUnit: namedUnitSchema.exactOptional(),
  ofQualification: namedQualificationSchema.exactOptional(),
  /** The row that it was read from. */
  row: tableRowSchema.exactOptional(),
  /** The credential that says so. */
  credential: itemIdSchema.exactOptional(),
  ...releaseShape,
  ...standingShape,
  /** The gradebook said something else than the assignment: both are kept, and neither is called the right one. */
  overridden: openObject({
    flag: stated(z.boolean()).exactOptional(),
    assignment: gradeValueSchema,
    gradebook: gradeValueSchema,
  }).exactOptional(),
}).refine(isReleaseSound, releaseRule);
export type Grade = z.infer<typeof gradeSchema>;
