import type { IncomingHttpHeaders } from 'node:http';

import { mainLearner } from './accounts.ts';
import type { Answer } from './answer.ts';
import { htmlAnswer } from './answer.ts';
import { answerFileOfSession, answerPage, pageDoors } from './pages/answer-page.ts';
import type { PagePort } from './pages/answer-page.ts';
import { leadTo } from './pages/markup.ts';
import { answerFile, answerFileWithToken } from './pluginfile.ts';
import type { PracticeRequest } from './practice-request.ts';
import { answerWithoutSignIn } from './public-config.ts';
import { recordedBase } from './recordings.ts';
import { answerRest } from './rest.ts';
import type { RestPort } from './rest.ts';
import { answerSignIn } from './sign-in.ts';
import { answerWrongHost } from './wrong-host.ts';

export interface RouterPort extends RestPort, PagePort {
  /** `host:port` under which the site lives. */
  readonly host: string;
  /** True while the site tells its app to sign people in with a browser. */
  readonly singleSignOn: boolean;
  /** The first learner's key for tokenpluginfile.php. */
  readonly accessKey: string;
}

/** Finds the door of the site that a request knocks at, and its answer. */
export function route(port: RouterPort, request: PracticeRequest): Answer {
  const { site, situation } = port;
  const { path } = request;
  if (situation.everything !== undefined) return situation.everything;
  const script = /^(.*?\.php)(\/.*)?$/.exec(path);
  const door = script?.[1] ?? path;
  if (pageDoors.has(door)) return answerAsPage(port, door, decodePath(script?.[2] ?? ''), request);
  if (!doors.has(door)) return notFound(site.recordings.text('01_auth/not_moodle_path.txt'));
  if (request.headers.host !== port.host)
    return answerWrongHost(site.recordings, request.method, door, request.query);
  const rest = decodePath(script?.[2] ?? '');
  switch (door) {
    case '/login/token.php':
      return answerSignIn(request.parameters, port.tokens, situation);
    case '/webservice/rest/server.php':
      return answerRest(port, request.parameters);
    case '/webservice/pluginfile.php':
      return answerFileWithToken(port, { rest, headers: request.headers }, request.parameters);
    case '/tokenpluginfile.php':
      return answerFileWithKey(port, rest, request.headers);
    case '/pluginfile.php':
      return answerFileOfSession(port, rest, request) ?? redirectToLogin();
    default:
      return answerWithoutSignIn(
        site.recordings,
        port.singleSignOn,
        situation,
        new URLSearchParams(request.query),
        request.body,
      );
  }
}

const doors: ReadonlySet<string> = new Set([
  '/login/token.php',
  '/webservice/rest/server.php',
  '/webservice/pluginfile.php',
  '/tokenpluginfile.php',
  '/pluginfile.php',
  '/lib/ajax/service-nologin.php',
]);

/** People who come by another of this computer's names are led to the site's own, as Moodle does. */
function answerAsPage(port: RouterPort, door: string, rest: string, request: PracticeRequest): Answer {
  if (request.headers.host !== port.host) return leadTo(`http://${port.host}${request.path}`);
  return (
    answerPage(port, door, rest, request) ??
    notFound(port.site.recordings.text('01_auth/not_moodle_path.txt'))
  );
}

/** The path as text; what is not percent-encoded UTF-8 stays as it came. */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function notFound(page: string): Answer {
  return { ...htmlAnswer(404, page, [], 'text/html'), framing: 'length' };
}

/** A file address for a browser: without a session it leads to the sign-in page. */
function redirectToLogin(): Answer {
  return htmlAnswer(
    303,
    `<!DOCTYPE html>\n<html lang="en"><head><title>Redirect</title></head><body><a href="${recordedBase}/login/index.php">Continue</a></body></html>\n`,
    [
      ['X-Redirect-By', 'Moodle'],
      ['Location', `${recordedBase}/login/index.php`],
    ],
  );
}

function answerFileWithKey(port: RouterPort, rest: string, headers: IncomingHttpHeaders): Answer {
  const [, key = '', path = ''] = /^\/([^/]*)\/(.*)$/s.exec(rest) ?? [];
  if (key !== port.accessKey)
    return htmlAnswer(
      404,
      '<!DOCTYPE html>\n<html lang="en"><head><title>Error | lab</title></head><body><p>Incorrect key</p></body></html>\n',
    );
  return answerFile(port, mainLearner, path, headers);
}
