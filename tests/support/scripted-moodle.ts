import type { ServerResponse } from 'node:http';

import { systemClock } from '../../src/base/clock.ts';
import { createMoodleSource } from '../../src/sources/moodle/moodle-source.ts';
import type { PullResult, Source } from '../../src/sources/source.ts';
import type { CollectingSink } from './collecting-sink.ts';
import { startScriptedServer, type ScriptedRequest, type ScriptedServer } from './scripted-server.ts';

/** What a function answers; a function that is not there is not offered. */
export type ScriptedFunctions = Record<string, (parameters: URLSearchParams, site: string) => unknown>;

export interface ScriptedMoodle {
  readonly server: ScriptedServer;
  /** To be changed between pulls. */
  readonly functions: ScriptedFunctions;
  /** Answers everything that is not the web service: files. */
  files: (request: ScriptedRequest, response: ServerResponse) => void;
}

export const refusal = (errorcode: string) => ({ exception: 'moodle_exception', errorcode, message: 'x' });

/** A Moodle of one course with the given assignments, for what the recorded site does not show. */
export async function startScriptedMoodle(given: ScriptedFunctions): Promise<ScriptedMoodle> {
  const functions: ScriptedFunctions = {
    core_enrol_get_users_courses: () => [{ id: 2, fullname: 'Joinery', shortname: 'J', idnumber: '' }],
    mod_assign_get_assignments: () => ({
      courses: [{ id: 2, fullname: 'Joinery', assignments: [] }],
      warnings: [],
    }),
    ...given,
  };
  const answerOf = (name: string, parameters: URLSearchParams): unknown => {
    if (name === 'core_webservice_get_site_info' && functions[name] === undefined)
      return {
        sitename: 'Scripted',
        username: 'sam',
        userid: 3,
        functions: [...Object.keys(functions), name].map((each) => ({ name: each })),
      };
    return functions[name]?.(parameters, server.url) ?? refusal('invalidrecord');
  };
  const server = await startScriptedServer((request, response) => {
    if (!request.url.startsWith('/webservice/rest/')) {
      moodle.files(request, response);
      return;
    }
    const parameters = new URLSearchParams(request.body);
    const answer = answerOf(parameters.get('wsfunction') ?? '', parameters);
    response.setHeader('Content-Type', 'application/json');
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  const moodle: ScriptedMoodle = {
    server,
    functions,
    files: (_request, response) => {
      response.writeHead(404).end();
    },
  };
  return moodle;
}

/** An assignment as `get_assignments` lists it. */
export const listed = (id: number, more: Readonly<Record<string, unknown>> = {}) => ({
  id,
  cmid: id + 100,
  name: `Task ${id}`,
  nosubmissions: 0,
  grade: 100,
  teamsubmission: 0,
  blindmarking: 0,
  maxattempts: -1,
  intro: '<p>Do it.</p>',
  introformat: 1,
  introfiles: [],
  introattachments: [],
  ...more,
});

/** A submission status with files handed in. */
export const handedIn = (
  assignment: number,
  files: readonly unknown[],
  more: Readonly<Record<string, unknown>> = {},
) => ({
  lastattempt: {
    submission: {
      id: assignment * 10,
      userid: 3,
      attemptnumber: 0,
      timecreated: 100,
      timemodified: 200,
      status: 'submitted',
      groupid: 0,
      plugins: [{ type: 'file', name: 'Files', fileareas: [{ area: 'submission_files', files }] }],
    },
    gradingstatus: 'notgraded',
    blindmarking: false,
  },
  warnings: [],
  ...more,
});

/** `get_assignments` of the one course. */
export const withAssignments = (...assignments: unknown[]): ScriptedFunctions => ({
  mod_assign_get_assignments: () => ({
    courses: [{ id: 2, fullname: 'Joinery', assignments }],
    warnings: [],
  }),
});

export const scriptedToken = '0123456789abcdef0123456789abcdef';

/** The connector for a scripted site; it waits for nothing between tries. */
export function sourceAt(url: string): Source {
  return createMoodleSource({
    url,
    token: scriptedToken,
    app: 'evidence-vault/0.0.0-test',
    clock: systemClock,
    timeZone: 'UTC',
    http: { backOff: { sleep: async () => Promise.resolve() } },
  });
}

/** One pull of a scripted site; what it did is in `sink.log`. */
export async function pullScripted(moodle: ScriptedMoodle, sink: CollectingSink): Promise<PullResult> {
  const result = await sourceAt(moodle.server.url).pull(sink.begin(), sink, new AbortController().signal);
  sink.cursor = result.cursor ?? null;
  return result;
}

export const scriptedPdf = Buffer.from('%PDF-1.4 a piece of work');

/** Answers everything that is not the web service with {@link scriptedPdf}. */
export const answerPdf: ScriptedMoodle['files'] = (_request, response) => {
  response
    .writeHead(200, { 'Content-Type': 'application/pdf', 'Content-Disposition': 'attachment' })
    .end(scriptedPdf);
};

/** A listed PDF. */
export const fileAt = (url: string, more: Readonly<Record<string, unknown>> = {}) => ({
  filename: 'work.pdf',
  filepath: '/',
  filesize: scriptedPdf.length,
  fileurl: url,
  timemodified: 5,
  mimetype: 'application/pdf',
  isexternalfile: false,
  ...more,
});
