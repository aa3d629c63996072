import { createHash } from 'node:crypto';

import type { Account, Tokens } from '../accounts.ts';
import type { Answer } from '../answer.ts';
import type { PracticeRequest } from '../practice-request.ts';
import { leadTo } from './markup.ts';

/**
 * The single sign-on of Moodle's app (`01_auth/sso_launch.json`): whoever is signed in in this browser is led to an address of a scheme
 * of the app's own that holds the token, signed with the passport that the app made up.
 *
 * @param wwwroot `http://host:port`, what the passport is signed with
 */
export function answerLaunch(
  tokens: Tokens,
  account: Account,
  request: PracticeRequest,
  wwwroot: string,
): Answer {
  const passport = request.parameters.get('passport') ?? '';
  const signature = createHash('md5').update(`${wwwroot}${passport}`).digest('hex');
  const token = Buffer.from(`${signature}:::${tokens.issue(account)}`).toString('base64');
  // The scheme that the site was told to use; the one that is asked for is ignored, as recorded.
  return leadTo(`moodlemobile://token=${token}`, [['X-Redirect-By', 'Moodle']], 302);
}
