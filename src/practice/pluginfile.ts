import type { IncomingHttpHeaders } from 'node:http';

import type { Account, Tokens } from './accounts.ts';
import { mainLearner } from './accounts.ts';
import type { Answer } from './answer.ts';
import { scriptError } from './answer.ts';
import { assignmentRefusal } from './learner-answers.ts';
import { refusals } from './moodle-errors.ts';
import type { FlatParameters } from './php-parameters.ts';
import type { PracticeSite } from './practice-site.ts';
import { sendFile } from './send-file.ts';
import type { Situation } from './situations.ts';

export interface FilePort {
  readonly site: PracticeSite;
  readonly tokens: Tokens;
  readonly situation: Situation;
  /** True while the site has lost the contents that it had lost when its files were collected. */
  readonly unreadableFiles: boolean;
}

export interface FileRequest {
  /** Behind the script's name, decoded: `/29/assignsubmission_file/…`, or empty. */
  readonly rest: string;
  readonly headers: IncomingHttpHeaders;
}

/** `/webservice/pluginfile.php`: the token in the query or the form, nowhere else. */
export function answerFileWithToken(
  port: FilePort,
  request: FileRequest,
  parameters: FlatParameters,
): Answer {
  const { situation, tokens } = port;
  if (situation.files !== undefined && situation.beforeToken) return situation.files;
  if (!parameters.has('token'))
    return scriptError('missingparam', 'A required parameter (token) was missing');
  const account = tokens.check(parameters.get('token'));
  if (account === 'unknown') return scriptError('invalidtoken', refusals.invalidToken.message);
  if (account === 'expired') return scriptError('accessexception', refusals.access.message);
  if (situation.files !== undefined) return situation.files;
  const path = request.rest === '' ? (parameters.get('file') ?? '') : request.rest;
  if (path === '')
    return scriptError('invalidargorconf', 'No valid arguments supplied or incorrect server configuration');
  return answerFile(port, account, path.replace(/^\//, ''), request.headers);
}

/** The last context and the last submission that the recorded site had. */
const lastContext = 57;
const lastSubmission = 25;

/** Areas that only their owner may read; the rest belongs to everybody on the course. */
const ownersOnly = /^\d+\/(?:assignsubmission_|assignfeedback_|grade\/|user\/private\/|core_competency\/)/;

/** @param path `context/component/area/item/folders/name` */
export function answerFile(
  port: FilePort,
  account: Account,
  path: string,
  headers: IncomingHttpHeaders,
): Answer {
  const { site } = port;
  const [contextPart = '', component = '', , item = ''] = path.split('/');
  const contextId = Number(contextPart);
  const noContext = scriptError('invalidrecord', "Can't find data record in database table context.");
  if (!(contextId >= 1 && contextId <= lastContext)) return noContext;
  const closedCourse = site.closedCourses.get(site.courseOfContext(contextId) ?? 0);
  if (closedCourse === 'deleted') return noContext;
  if (closedCourse !== undefined) return scriptError('requireloginerror', refusals.notAccessible.message);
  const closed = site.closedAssignments.get(site.assignmentOfContext(contextId) ?? 0);
  if (closed === 'deleted') return noContext;
  if (closed !== undefined) {
    const { errorcode = '', message } = assignmentRefusal(closed);
    return scriptError(errorcode, message);
  }
  const file = site.shelf.find(path);
  const mayRead = account.userId === mainLearner.userId || !ownersOnly.test(path);
  if (file === undefined && component.startsWith('assignsubmission_') && Number(item) > lastSubmission)
    return scriptError('invalidrecord', "Can't find data record in database table assign_submission.");
  if (file === undefined || !mayRead)
    return scriptError('filenotfound', 'Sorry, the requested file could not be found', 404);
  return sendFile(file, site.shelf.modified(path), headers, port.unreadableFiles);
}
