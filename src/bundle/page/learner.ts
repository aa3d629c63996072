import type { JsonObject, JsonValue } from '../../base/json.ts';
import { objectOf } from '../readable-json.ts';
import { definitionList } from './definition-list.ts';
import { html, type Markup } from './markup.ts';
import type { PageContext } from './page-context.ts';
import { sayStated } from './words.ts';

/** Who the learner is and what they are enrolled on, as they say. */
export function renderLearner({ model }: PageContext): Markup | undefined {
  const profiles = model.statementsOf('profile').map(({ record }) => definitionList(profileRows(record)));
  const enrolments = model
    .statementsOf('enrolment')
    .map(({ record }) => definitionList(enrolmentRows(record)));
  const lists = [...profiles, ...enrolments].filter((list) => list !== undefined);
  if (lists.length === 0) return undefined;
  return html`<section aria-labelledby="learner">
    <h2 id="learner">The learner</h2>
    <p class="soft">As the learner states it.</p>
    ${lists.map((list) => html`<div class="card">${list}</div>`)}
  </section>`;
}

type Row = readonly [string, Markup | undefined];

function profileRows(record: JsonObject): Row[] {
  return [
    ['Name', sayStated(record.name)],
    ['Candidate number', sayStated(record.candidateNumber)],
    ['Registration', sayStated(record.registration)],
    ['Unique learner number', sayStated(record.uln)],
    ['Learner number at the provider', sayStated(record.learnerNumber)],
    ['Date of birth', sayStated(record.dateOfBirth)],
    ['E-mail', sayStated(record.email)],
  ];
}

function enrolmentRows(record: JsonObject): Row[] {
  return [
    ['Qualification', joined(record.qualification, ['title', 'level', 'qan'])],
    ['Provider', joined(record.provider, ['name', 'ukprn'])],
    ['Programme', sayStated(record.programme)],
    ['Awarding organisation', joined(record.awardingOrganisation, ['name', 'recognitionNumber'])],
    ['Apprenticeship standard', joined(record.standard, ['title', 'reference'])],
    ['End-point assessor', joined(record.endPointAssessor, ['name', 'epao'])],
    ['Registration', sayStated(record.registration)],
    ['Start', sayStated(record.start)],
    ['Expected end', sayStated(record.expectedEnd)],
  ];
}

function joined(value: JsonValue | undefined, properties: readonly string[]): Markup | undefined {
  const record = objectOf(value);
  const parts = properties.map((name) => sayStated(record?.[name])).filter((part) => part !== undefined);
  if (parts.length === 0) return undefined;
  return html`${parts.map((part, at) => (at === 0 ? part : html`, ${part}`))}`;
}
