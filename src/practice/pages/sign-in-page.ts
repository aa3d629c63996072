import { findAccount, mainLearner } from '../accounts.ts';
import type { Answer } from '../answer.ts';
import type { PracticeRequest } from '../practice-request.ts';
import { html, leadTo, pageAnswer } from './markup.ts';
import type { Sessions } from './sessions.ts';

/** The sign-in page, and what it does with a name and a password: a wrong one is told on the same page, as Moodle does. */
export function answerSignInPage(sessions: Sessions, request: PracticeRequest): Answer {
  const wanted = ownPath(request.parameters.get('wants'));
  if (request.method !== 'POST') return signInPage(wanted, false);
  const { parameters } = request;
  const account = findAccount(parameters.get('username') ?? '', parameters.get('password') ?? '');
  if (account === undefined) return signInPage(wanted, true);
  return leadTo(wanted, [sessions.begin(account)]);
}

/** Where somebody who is not signed in is sent, to come back afterwards. */
export function leadToSignIn(request: PracticeRequest): Answer {
  const wanted = `${request.path}${request.query === '' ? '' : `?${request.query}`}`;
  return leadTo(`/login/index.php?wants=${encodeURIComponent(wanted)}`);
}

/** A path of this site and of no other, whatever the address says. */
function ownPath(wanted = '/my/'): string {
  return /^\/(?![/\\])/.test(wanted) ? wanted : '/my/';
}

function signInPage(wanted: string, refused: boolean): Answer {
  const { username, password } = mainLearner;
  return pageAnswer(
    { title: 'Sign in' },
    html`${refused ? html`<p class="error" role="alert">Invalid login, please try again.</p>` : html``}
      <form method="post" action="/login/index.php">
        <input type="hidden" name="wants" value="${wanted}" /> <label for="username">Username</label
        ><input id="username" name="username" autocomplete="username" required />
        <label for="password">Password</label
        ><input id="password" name="password" type="password" autocomplete="current-password" required />
        <div><button type="submit">Sign in</button></div>
      </form>
      <p>To practise, sign in as <kbd>${username}</kbd> with the password <kbd>${password}</kbd>.</p>`,
  );
}
