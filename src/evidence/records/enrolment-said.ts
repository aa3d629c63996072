import { z } from 'zod';

/** The fields in which a person enters an enrolment, each with this schema. They are the options of the command line, too. */
export function enrolmentFields<Text extends z.ZodType>(text: Text) {
  return {
    provider: text,
    ukprn: text,
    programme: text,
    ao: text,
    aoNumber: text,
    qualification: text,
    qan: text,
    level: text,
    standard: text,
    standardReference: text,
    assessor: text,
    epao: text,
    registration: text,
    start: text,
    end: text,
  };
}

/** An enrolment as a person enters it, field by field; a text that is empty says nothing. */
export const enrolmentSaidSchema = z.object(enrolmentFields(z.string().exactOptional()));
export type EnrolmentSaid = Readonly<z.infer<typeof enrolmentSaidSchema>>;
