import { z } from 'zod';

import { enrolmentFields } from '../../evidence/records/enrolment-said.ts';
import { grantId, idText, method, nothing, recordSchema, shortText, statedSchema } from '../common.ts';

const text = shortText.exactOptional();

/** As the command line's `enrolment add` takes it, field by field. */
export const enrolmentInput = z.strictObject({
  /** Changes the one with this id; a new one if left out. */
  id: idText.exactOptional(),
  ...enrolmentFields(text),
});
export type EnrolmentInput = z.infer<typeof enrolmentInput>;

const profileInput = z.strictObject({
  name: text,
  learnerNumber: text,
  uln: text,
  dateOfBirth: text,
  registration: text,
  candidateNumber: text,
  email: text,
});

const unitSchema = z.object({
  id: z.string(),
  reference: z.string(),
  title: z.string().exactOptional(),
  level: z.string().exactOptional(),
  credit: z.number().exactOptional(),
  glh: z.number().exactOptional(),
  criteria: z.array(z.object({ id: z.string(), reference: z.string(), text: z.string().exactOptional() })),
});

/** Who the learner is and what they are enrolled on. */
export const courseMethods = {
  'profile.get': method(nothing, z.object({ record: recordSchema })),
  /** An empty text takes a part away. */
  'profile.set': method(profileInput, statedSchema),
  'enrolments.list': method(
    nothing,
    z.object({
      enrolments: z.array(z.object({ id: z.string(), record: recordSchema, said: enrolmentInput })),
    }),
  ),
  'enrolments.set': method(enrolmentInput, statedSchema),
  'units.list': method(nothing, z.object({ units: z.array(unitSchema) })),
  'units.add': method(
    z.strictObject({
      reference: shortText.min(1),
      title: text,
      level: text,
      credit: z.number().min(0).max(1000).exactOptional(),
      glh: z.number().min(0).max(10_000).exactOptional(),
    }),
    statedSchema,
  ),
  'units.addCriterion': method(
    z.strictObject({ unit: idText, reference: shortText.min(1), text }),
    statedSchema,
  ),
  'units.importCsv': method(
    z.strictObject({ file: grantId }),
    z.object({ units: z.number(), criteria: z.number(), warnings: statedSchema.shape.warnings }),
  ),
  /** Takes back a unit, criterion, mapping, note or enrolment; the history keeps that it was there. */
  'records.withdraw': method(z.strictObject({ id: idText }), nothing),
};
