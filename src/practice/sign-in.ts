import type { Tokens } from './accounts.ts';
import { findAccount } from './accounts.ts';
import type { Answer } from './answer.ts';
import { scriptAnswer, scriptError } from './answer.ts';
import type { FlatParameters } from './php-parameters.ts';
import type { Situation } from './situations.ts';

/** `/login/token.php`: name and password for a token of the mobile service. */
export function answerSignIn(parameters: FlatParameters, tokens: Tokens, situation: Situation): Answer {
  if (situation.signIn !== undefined && situation.beforeToken) return situation.signIn;
  for (const name of ['username', 'password', 'service'])
    if (!parameters.has(name))
      return scriptError('missingparam', `A required parameter (${name}) was missing`);
  const account = findAccount(parameters.get('username') ?? '', parameters.get('password') ?? '');
  if (situation.signIn !== undefined) return situation.signIn;
  if (account === undefined) return scriptError('invalidlogin', 'Invalid login, please try again');
  if (parameters.get('service') !== 'moodle_mobile_app')
    return scriptError(
      'servicenotavailable',
      "Web service is not available. (It doesn't exist or might be disabled.)",
    );
  return scriptAnswer({ token: tokens.issue(account), privatetoken: null });
}
