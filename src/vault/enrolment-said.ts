import type { JsonObject } from '../base/json.ts';
import { present } from '../base/present.ts';
import { parseRecord } from '../evidence/parse-record.ts';
import type { Enrolment } from '../evidence/records/enrolment.ts';
import { enrolmentSaidSchema, type EnrolmentSaid } from '../evidence/records/enrolment-said.ts';
import { daySaid } from '../evidence/values/times.ts';
import type { OpenVault } from './vault-context.ts';

/** What was said, as a record. */
export function enrolmentOf(said: EnrolmentSaid): Enrolment {
  const text = (value: string | undefined): string | undefined => (value === '' ? undefined : value);
  const day = (value: string | undefined): ReturnType<typeof daySaid> | undefined =>
    value === undefined || value === '' ? undefined : daySaid(value);
  return (
    present({
      provider: present({ name: text(said.provider), ukprn: text(said.ukprn) }),
      programme: text(said.programme),
      awardingOrganisation: present({ name: text(said.ao), recognitionNumber: text(said.aoNumber) }),
      qualification: present({
        title: text(said.qualification),
        qan: text(said.qan),
        level: text(said.level),
      }),
      standard: present({ title: text(said.standard), reference: text(said.standardReference) }),
      endPointAssessor: present({ name: text(said.assessor), epao: text(said.epao) }),
      registration: text(said.registration),
      start: day(said.start),
      expectedEnd: day(said.end),
    }) ?? {}
  );
}

/** What was said out of named texts, such as the options of a command; other names are passed over. Throws for what is no text. */
export function parseEnrolmentSaid(texts: unknown): EnrolmentSaid {
  return enrolmentSaidSchema.parse(texts);
}

/** A record as it was said: what `enrolmentOf` takes. */
function saidOfEnrolment(enrolment: Enrolment): EnrolmentSaid {
  const { provider, awardingOrganisation, qualification, standard, endPointAssessor } = enrolment;
  const day = (value: Enrolment['start']): string | undefined =>
    typeof value?.said === 'string' ? value.said : undefined;
  return (
    present({
      provider: provider?.name,
      ukprn: provider?.ukprn,
      programme: enrolment.programme,
      ao: awardingOrganisation?.name,
      aoNumber: awardingOrganisation?.recognitionNumber,
      qualification: qualification?.title,
      qan: qualification?.qan,
      level: qualification?.level,
      standard: standard?.title,
      standardReference: standard?.reference,
      assessor: endPointAssessor?.name,
      epao: endPointAssessor?.epao,
      registration: enrolment.registration,
      start: day(enrolment.start),
      end: day(enrolment.expectedEnd),
    }) ?? {}
  );
}

export interface StatedEnrolment {
  readonly id: string;
  readonly record: JsonObject;
  readonly said: EnrolmentSaid;
}

/** The enrolments that the learner entered, in the order of entering. Those of a later version's shape are left out here. */
export function listEnrolments(vault: OpenVault): StatedEnrolment[] {
  return vault.index.statements.list('enrolment').flatMap(({ id, record }) => {
    const parsed = parseRecord('enrolment', record);
    return parsed.known && parsed.kind === 'enrolment'
      ? [{ id, record, said: saidOfEnrolment(parsed.record) }]
      : [];
  });
}
