import { z } from 'zod';

import { idsAtSourceSchema } from '../values/links.ts';
import { openObject } from '../values/open-object.ts';
import { statedDaySchema } from '../values/times.ts';

const name = z.string().exactOptional();

/** What the learner is enrolled on, where, and with whom. One vault may hold several. Identifiers are kept as entered. */
export const enrolmentSchema = openObject({
  provider: openObject({ name, ukprn: z.string().exactOptional() }).exactOptional(),
  programme: z.string().exactOptional(),
  awardingOrganisation: openObject({ name, recognitionNumber: z.string().exactOptional() }).exactOptional(),
  qualification: openObject({
    title: name,
    qan: z.string().exactOptional(),
    level: z.string().exactOptional(),
  }).exactOptional(),
  /** Apprenticeships: the standard (`ST0070`) and who does the end-point assessment. */
  standard: openObject({ title: name, reference: z.string().exactOptional() }).exactOptional(),
  endPointAssessor: openObject({ name, epao: z.string().exactOptional() }).exactOptional(),
  /** The portal's own numbers and names for the course, verbatim. */
  ids: idsAtSourceSchema.exactOptional(),
  /** Registration number for this qualification. */
  registration: z.string().exactOptional(),
  start: statedDaySchema.exactOptional(),
  expectedEnd: statedDaySchema.exactOptional(),
});
export type Enrolment = z.infer<typeof enrolmentSchema>;
