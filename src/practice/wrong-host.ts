import type { Answer } from './answer.ts';
import { htmlAnswer, scriptAnswer } from './answer.ts';
import { recordedBase } from './recordings.ts';
import type { Recordings } from './recordings.ts';

const restPath = '/webservice/rest/server.php';
const recordedQuery =
  'wstoken=TOKEN&amp;wsfunction=core_webservice_get_site_info&amp;moodlewsrestformat=json';

/**
 * What a Moodle answers that is reached by another host name than its `wwwroot`: token.php refuses, the web service
 * redirects (and with GET repeats the token in the Location), scripts that cannot redirect say so.
 *
 * @param query as it came, without the question mark
 */
export function answerWrongHost(recordings: Recordings, method: string, path: string, query: string): Answer {
  if (path === '/login/token.php') return scriptAnswer(recordings.json('09_errors/wrong_host_token.json'));
  if (path !== restPath) return scriptAnswer(recordings.json('09_errors/wrong_host_pluginfile.json'));
  const asked = query === '' ? '' : `?${query}`;
  const page =
    method === 'GET'
      ? recordings
          .text('09_errors/wrong_host_rest_get.txt')
          .replace(`?${recordedQuery}`, () => asked.replaceAll('&', '&amp;'))
      : recordings.text('09_errors/wrong_host_rest_post.txt');
  return htmlAnswer(
    303,
    page,
    [
      ['X-Powered-By', 'PHP/8.2.36'],
      ['X-Redirect-By', 'Moodle'],
      ['Location', `${recordedBase}${restPath}${method === 'GET' ? asked : ''}`],
      ['Content-Language', 'en'],
    ],
    'text/html; charset=UTF-8',
  );
}
