import type { JsonObject, JsonValue } from '../../base/json.ts';
import { sayCredentialCode } from '../../evidence/credential-codes.ts';
import { listOf, objectOf, textOf } from '../readable-json.ts';
import { definitionList } from './definition-list.ts';
import { html, type Markup } from './markup.ts';
import { sayName, sayStated, sayTime } from './words.ts';

/**
 * What a credential says, and what could be said of it when the vault kept it: each answer by itself and in its own words. The page
 * checks nothing anew, and says so.
 */
export function renderCredential(record: JsonObject): Markup {
  const checked = objectOf(record.checked) ?? {};
  const achievements = listOf(record.achievements).map(
    (each) => html`<div>${sayStated(objectOf(each)?.name)}</div>`,
  );
  const results = listOf(record.results).map((result) => sayResult(objectOf(result) ?? {}));
  return html`${definitionList([
      ['Title', sayStated(record.title)],
      ['Issued by', sayIssuer(objectOf(record.issuer))],
      ['For', achievements.length === 0 ? undefined : html`${achievements}`],
      ['Result', results.length === 0 ? undefined : html`${results}`],
      ['Awarded', sayStated(record.awarded)],
      ['Valid from', sayStated(record.validFrom)],
      ['Valid until', sayStated(record.validUntil)],
    ])}
    <p>
      What the vault could say of it, as it was kept ${sayTime(textOf(checked.at))}. Its bytes are beside it.
    </p>
    ${definitionList([
      ['Signature', sayAnswer(checked.signature)],
      ['Key', sayAnswer(checked.key)],
      ['Time', sayAnswer(checked.time)],
      ['Status', sayAnswer(checked.status)],
    ])}`;
}

const states: Readonly<Record<string, string>> = {
  good: 'Good.',
  bad: 'Not good.',
  'not-checked': 'Not checked.',
};

function sayAnswer(value: JsonValue | undefined): Markup | undefined {
  const answer = objectOf(value);
  if (answer === undefined) return undefined;
  const codes = listOf(answer.codes).flatMap((code) => textOf(code) ?? []);
  const state = textOf(answer.state) ?? '';
  return html`${Object.hasOwn(states, state) ? (states[state] ?? '') : state}
  ${codes.map((code) => sayCredentialCode(code)).join(' ')}`;
}

/** A name is what the credential calls itself by; an id is shown as an id. */
function sayIssuer(issuer: JsonObject | undefined): Markup | undefined {
  const name = textOf(issuer?.name);
  return name === undefined ? sayStated(issuer?.id) : sayName(name);
}

function sayResult(result: JsonObject): Markup {
  const of = sayStated(result.of);
  const value = sayStated(result.value ?? result.level ?? result.status);
  return html`<div>
    ${of === undefined ? '' : html`${of}: `}<strong>${value ?? 'not shown here'}</strong>
  </div>`;
}
