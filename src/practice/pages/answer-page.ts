import type { Tokens } from '../accounts.ts';
import type { Answer } from '../answer.ts';
import type { FilePort } from '../pluginfile.ts';
import { answerFile } from '../pluginfile.ts';
import type { PracticeRequest } from '../practice-request.ts';
import { assignmentPage } from './assignment-page.ts';
import { coursePage, frameOf, myPage } from './course-pages.ts';
import { answerHostile } from './hostile-page.ts';
import { answerLaunch } from './launch.ts';
import { html, leadTo, pageAnswer } from './markup.ts';
import { answerOddDownload } from './odd-downloads.ts';
import type { Session, Sessions } from './sessions.ts';
import { answerSignInPage, leadToSignIn } from './sign-in-page.ts';

export interface PagePort extends FilePort {
  readonly host: string;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  /** True while tests let the hostile page answer. */
  readonly hostilePages: boolean;
}

/** The doors of the site that people open with a browser. */
export const pageDoors: ReadonlySet<string> = new Set([
  '/',
  '/my/',
  '/login/index.php',
  '/login/logout.php',
  '/course/view.php',
  '/mod/assign/view.php',
  '/admin/tool/mobile/launch.php',
  '/practice/downloads.php',
  '/practice/hostile.php',
]);

/**
 * A page for people; undefined for what is none.
 * @param rest behind the script's name, decoded
 */
export function answerPage(
  port: PagePort,
  door: string,
  rest: string,
  request: PracticeRequest,
): Answer | undefined {
  if (door === '/login/index.php') return answerSignInPage(port.sessions, request);
  if (door === '/practice/hostile.php')
    return port.hostilePages ? answerHostile(new URLSearchParams(request.query), rest) : undefined;
  const session = port.sessions.find(request.headers);
  if (session === undefined) return leadToSignIn(request);
  return signedIn(port, session, door, rest, request);
}

function signedIn(
  port: PagePort,
  session: Session,
  door: string,
  rest: string,
  request: PracticeRequest,
): Answer | undefined {
  const id = Number(request.parameters.get('id'));
  switch (door) {
    case '/':
      return leadTo('/my/');
    case '/my/':
      return myPage(port.site, session);
    case '/course/view.php':
      return coursePage(port.site, session, id) ?? notOpen(session);
    case '/mod/assign/view.php':
      return assignmentPage(port.site, session, id) ?? notOpen(session);
    case '/practice/downloads.php':
      return answerOddDownload(session, request, rest);
    case '/admin/tool/mobile/launch.php':
      return answerLaunch(port.tokens, session.account, request, `http://${port.host}`);
    case '/login/logout.php':
      // A link from elsewhere must not sign anybody out.
      if (request.parameters.get('sesskey') !== session.sesskey) return leadTo('/my/');
      return leadTo('/login/index.php', [port.sessions.end(request.headers)]);
    default:
      return undefined;
  }
}

/** A file for a browser that is signed in; undefined for one that is not. */
export function answerFileOfSession(
  port: PagePort,
  rest: string,
  request: PracticeRequest,
): Answer | undefined {
  const session = port.sessions.find(request.headers);
  if (session === undefined) return undefined;
  const answer = answerFile(port, session.account, rest.replace(/^\//, ''), request.headers);
  if (!/(?:^|&)forcedownload=1(?:&|$)/.test(request.query)) return answer;
  return {
    ...answer,
    headers: answer.headers.map(([name, value]) => [
      name,
      name === 'Content-Disposition' ? value.replace(/^inline/, 'attachment') : value,
    ]),
  };
}

function notOpen(session: Session): Answer {
  return pageAnswer(frameOf('Not open to you', session), html`<p>This page is not open to you.</p>`, [], 404);
}
