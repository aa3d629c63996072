import type { Account, Tokens } from './accounts.ts';
import { mainLearner } from './accounts.ts';
import type { Answer } from './answer.ts';
import { restAnswer, xmlAnswer } from './answer.ts';
import { callBatch } from './batch.ts';
import type { FunctionCaller } from './call-function.ts';
import { findMoodleError, refusals } from './moodle-errors.ts';
import { encodeMoodleXml, encodeMoodleXmlException } from './moodle-xml.ts';
import { answerNotReady } from './not-ready.ts';
import type { FlatParameters } from './php-parameters.ts';
import type { PracticeSite } from './practice-site.ts';
import type { CallSettings } from './recorded-answers.ts';
import { splitParameters } from './recorded-answers.ts';
import type { Situation } from './situations.ts';

/** What `/webservice/rest/server.php` needs of the site. */
export interface RestPort {
  readonly site: PracticeSite;
  readonly tokens: Tokens;
  readonly caller: FunctionCaller;
  readonly situation: Situation;
}

/** `/webservice/rest/server.php`, in Moodle's order: token, function, parameters, the call itself. */
export function answerRest(port: RestPort, parameters: FlatParameters): Answer {
  const { situation, tokens } = port;
  if (situation.rest !== undefined && situation.beforeToken) return situation.rest;
  const send = (answer: unknown): Answer => {
    if (parameters.get('moodlewsrestformat') === 'json') return restAnswer(answer);
    const error = findMoodleError(answer);
    return xmlAnswer(error === undefined ? encodeMoodleXml(answer) : encodeMoodleXmlException(error));
  };
  const account = tokens.check(parameters.get('wstoken'));
  if (account === 'unknown') return send(refusals.invalidToken);
  if (account === 'expired') return send(refusals.access);
  if (situation.rest !== undefined) return situation.rest;
  const name = parameters.get('wsfunction');
  if (name === undefined || name === '') return send(refusals.invalidParameter);
  const { settings, own } = splitParameters(parameters);
  return send(call(port, account, name, own, settings));
}

function call(
  port: RestPort,
  account: Account,
  name: string,
  own: Readonly<Record<string, unknown>>,
  settings: CallSettings,
): unknown {
  if (name === 'tool_mobile_call_external_functions')
    return callBatch(own, (inner, innerOwn, innerSettings) =>
      call(port, account, inner, innerOwn, innerSettings),
    );
  const { notReady } = port.situation;
  if (notReady !== undefined && account.userId === mainLearner.userId) {
    const answer = answerNotReady(port.site, notReady, name, own);
    if (answer !== undefined) return answer;
  }
  return port.caller.call(account, name, own, settings);
}
