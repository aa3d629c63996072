import type { HttpAnswer } from '../../../http/http-answer.ts';
import { readAccount } from '../profile.ts';
import { readJson } from '../read-json.ts';
import { isJsonObject } from '../../../../base/json.ts';
import type { TestSession } from './check-sign-in.ts';
import { isResult, saidOf, type Validation } from './validation.ts';

const longestError = 256 * 1024;

/** What can be checked of the API itself: who is let in, whose account it is, and how errors are said. */
export async function checkApi(validation: Validation, session: TestSession | undefined): Promise<void> {
  const { host, client, list, signal } = validation;
  const at = (name: string): URL => new URL(`${host.base}/${host.api.path}/${name}`);
  const outside = await client.request({ method: 'GET', url: at('credentials'), signal });
  const problems: string[] = [];
  if (outside.status === 401) {
    list.pass('authorisation');
    problems.push(...(await errorProblems(outside, 401, 'no token')));
  } else {
    outside.discard();
    list.fail(
      'authorisation',
      `The list was answered with status ${outside.status} though no token was sent.`,
    );
  }
  if (session === undefined) {
    list.open('errors', 'Nobody signed in.');
    list.open('profile', 'Nobody signed in.');
    return;
  }
  try {
    const bad = await session.session.get(at('credentials?limit=-1'), {}, signal);
    problems.push(...(await errorProblems(bad, 400, 'a wrong limit')));
    const nowhere = await session.session.get(at('nowhere'), {}, signal);
    problems.push(...(await errorProblems(nowhere, 404, 'an address that there is not')));
    list.judge('errors', problems);
    const account = await readAccount(host.base, host.api, session.session, signal);
    if (account.id === undefined) list.fail('profile', 'There is no profile, or it has no id.');
    else list.pass('profile');
  } catch (thrown) {
    if (!isResult(thrown)) throw thrown;
    list.fail('errors', saidOf(thrown));
    list.fail('profile', saidOf(thrown));
  }
}

/** An error is said as Imsx_StatusInfo (Open Badges 3.0 section B.4). */
async function errorProblems(answer: HttpAnswer, status: number, after: string): Promise<string[]> {
  if (answer.status !== status) {
    answer.discard();
    return [`After ${after} the status was ${answer.status} and not ${status}.`];
  }
  const type = answer.header('content-type') ?? '';
  if (!type.includes('json')) {
    answer.discard();
    return [`After ${after} the answer was no JSON.`];
  }
  try {
    const said = readJson(await answer.bytes(longestError));
    return isJsonObject(said) && said.imsx_codeMajor === 'failure'
      ? []
      : [`After ${after} the answer did not say imsx_codeMajor: failure.`];
  } catch (thrown) {
    return [saidOf(thrown)];
  }
}
