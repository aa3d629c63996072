import { createHash } from 'node:crypto';

import { afterEach, describe, expect, it } from 'vitest';

import { systemClock } from '../../../../src/base/clock.ts';
import { createMoodleSource } from '../../../../src/sources/moodle/moodle-source.ts';
import type { PullResult } from '../../../../src/sources/source.ts';
import { CollectingSink } from '../../../support/collecting-sink.ts';
import {
  handedIn,
  listed,
  refusal,
  startScriptedMoodle,
  type ScriptedFunctions,
  type ScriptedMoodle,
} from '../../../support/scripted-moodle.ts';
import { startScriptedServer, type ScriptedServer } from '../../../support/scripted-server.ts';

const token = '0123456789abcdef0123456789abcdef';
const status = 'mod_assign_get_submission_status';
const report = 'gradereport_user_get_grade_items';

describe('sites that are not like the recorded one', () => {
  const servers: ScriptedServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  const open = async (functions: ScriptedFunctions): Promise<ScriptedMoodle> => {
    const moodle = await startScriptedMoodle(functions);
    servers.push(moodle.server);
    return moodle;
  };
  const sourceAt = (url: string) =>
    createMoodleSource({
      url,
      token,
      app: 'evidence-vault/0.0.0-test',
      clock: systemClock,
      timeZone: 'UTC',
      http: { backOff: { sleep: async () => Promise.resolve() } },
    });
  const pull = async (moodle: ScriptedMoodle, sink: CollectingSink): Promise<PullResult> => {
    const result = await sourceAt(moodle.server.url).pull(sink.begin(), sink, new AbortController().signal);
    sink.cursor = result.cursor ?? null;
    return result;
  };
  const withAssignments = (...assignments: unknown[]): ScriptedFunctions => ({
    mod_assign_get_assignments: () => ({
      courses: [{ id: 2, fullname: 'Joinery', assignments }],
      warnings: [],
    }),
  });
  const assignid = (parameters: URLSearchParams): number => Number(parameters.get('assignid'));

  it('asks one by one where calls cannot be put together, and says once what an older site lacks', async () => {
    const moodle = await open({
      ...withAssignments(listed(1), listed(2)),
      [status]: (parameters) => handedIn(assignid(parameters), []),
    });
    const sink = new CollectingSink();
    expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
    expect(sink.keys()).toContain('assignment/2/attempt/0/submission');
    const lacking = { code: 'not-offered', details: { function: report } };
    expect(sink.log.alerts).toEqual([lacking]);
    await pull(moodle, sink);
    expect(sink.log.alerts).toEqual([]);
    const probed = await sourceAt(moodle.server.url).probe(new AbortController().signal);
    expect(probed).toEqual({
      name: 'Scripted',
      account: 'sam',
      practice: false,
      notices: [`not-offered:${report}`],
    });
  });

  it('keeps the briefs where a site does not tell of submissions, and needs at least courses and assignments', async () => {
    const moodle = await open(withAssignments(listed(1)));
    const sink = new CollectingSink();
    expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
    expect(sink.keys()).toEqual(['assignment/1', 'course/2']);
    moodle.functions.core_webservice_get_site_info = () => ({
      sitename: 'S',
      userid: 3,
      functions: [{ name: 'x' }],
    });
    await expect(pull(moodle, sink)).rejects.toMatchObject({ code: 'source.not-supported' });
    await expect(sourceAt(moodle.server.url).probe(new AbortController().signal)).rejects.toMatchObject({
      code: 'source.not-supported',
    });
  });

  it('goes on after the first error of a batch, which is where Moodle stops (fact 21)', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => index + 1);
    const moodle = await open({
      ...withAssignments(...ids.map((id) => listed(id))),
      [status]: () => ({}),
    });
    let requests = 0;
    moodle.functions.tool_mobile_call_external_functions = (parameters) => {
      requests += 1;
      const responses: unknown[] = [];
      for (let index = 0; parameters.has(`requests[${index}][function]`); index += 1) {
        const { assignid: id } = JSON.parse(parameters.get(`requests[${index}][arguments]`) ?? '') as {
          assignid: number;
        };
        if (id === 3) {
          responses.push({ error: true, exception: JSON.stringify({ errorcode: 'requireloginerror' }) });
          break;
        }
        responses.push({ error: false, data: JSON.stringify(handedIn(id, [])) });
      }
      return { responses };
    };
    const sink = new CollectingSink();
    expect(await pull(moodle, sink)).toMatchObject({ state: 'partial' });
    expect(sink.log.failed).toEqual([['assignment/3', 'source.item-refused']]);
    expect(sink.keys().filter((key) => key.endsWith('/submission'))).toHaveLength(11);
    expect(requests).toBe(2);
  });

  it('takes an answer of another shape as a failure of that one assignment', async () => {
    const moodle = await open({
      ...withAssignments(listed(1), listed(2)),
      [status]: (parameters) =>
        assignid(parameters) === 1 ? { lastattempt: { submission: { id: 'x' } } } : handedIn(2, []),
    });
    const sink = new CollectingSink();
    expect(await pull(moodle, sink)).toMatchObject({ state: 'partial' });
    expect(sink.log.failed).toEqual([['assignment/1', 'source.protocol']]);
    expect(sink.keys()).toContain('assignment/2/attempt/0');
  });

  it.each([
    ['a page of the network', '<!DOCTYPE html><title>Wi-Fi</title>', 'source.protocol'],
    ['XML (fact 2)', '<?xml version="1.0"?><EXCEPTION/>', 'source.protocol'],
    ['an exception without a code (fact 1)', { exception: 'dml', message: 'x' }, 'source.protocol'],
    ['a token that is not known', refusal('invalidtoken'), 'source.login-expired'],
    ['two answers under one name', '{"userid":3,"userid":4}', 'source.protocol'],
  ] as const)('takes %s for no answer of the site', async (_what, answer, code) => {
    const moodle = await open({});
    const sink = new CollectingSink();
    await pull(moodle, sink);
    moodle.functions.core_webservice_get_site_info = () => answer;
    await expect(pull(moodle, sink)).rejects.toMatchObject({ code });
    expect(sink.log.gone).toEqual([]);
  });

  it('follows no redirect with a token in its hands (fact 4)', async () => {
    const elsewhere = await startScriptedServer((_request, response) => {
      response.end('{}');
    });
    const moved = await startScriptedServer((_request, response) => {
      response.writeHead(303, { Location: `${elsewhere.url}/webservice/rest/server.php` }).end();
    });
    servers.push(elsewhere, moved);
    await expect(sourceAt(moved.url).probe(new AbortController().signal)).rejects.toMatchObject({
      code: 'source.protocol',
      details: { status: 303 },
    });
    expect(elsewhere.requests).toEqual([]);
  });

  const pdf = Buffer.from('%PDF-1.4 a piece of work');
  const fileAt = (url: string, more: Readonly<Record<string, unknown>> = {}) => ({
    filename: 'work.pdf',
    filepath: '/',
    filesize: pdf.length,
    fileurl: url,
    timemodified: 5,
    mimetype: 'application/pdf',
    isexternalfile: false,
    ...more,
  });
  const workKey = 'assignment/1/attempt/0/submission/file/work.pdf';

  it('sends the token to no other host, and follows no link out of the site (fact 14)', async () => {
    const other = await startScriptedServer((_request, response) => {
      response.end('x');
    });
    servers.push(other);
    const moodle = await open({
      ...withAssignments(listed(1)),
      [status]: (_parameters, site) =>
        handedIn(1, [
          fileAt(`${other.url}/webservice/pluginfile.php/1/work.pdf`),
          fileAt(`${site}/webservice/pluginfile.php/1/cloud.pdf`, {
            filename: 'cloud.pdf',
            isexternalfile: true,
          }),
          fileAt(`${site}/user/edit.php`, { filename: 'page.pdf' }),
        ]),
    });
    const sink = new CollectingSink();
    expect(await pull(moodle, sink)).toMatchObject({ state: 'partial' });
    expect(sink.log.failed.map(([, code]) => code)).toEqual(Array(3).fill('source.item-refused'));
    expect(other.requests).toEqual([]);
    expect(moodle.server.requests.filter(({ url }) => !url.includes('rest/server.php'))).toEqual([]);
  });

  it.each([405, 412])(
    'puts the token into the address only where a form is answered with %s (fact 13)',
    async (refused) => {
      const moodle = await open({
        ...withAssignments(listed(1)),
        [status]: (_parameters, site) =>
          handedIn(1, [fileAt(`${site}/pluginfile.php/9/a%20b.pdf?forcedownload=1`)]),
      });
      moodle.files = ({ method, url }, response) => {
        if (method === 'POST') response.writeHead(refused).end();
        else if (url === `/webservice/pluginfile.php/9/a%20b.pdf?forcedownload=1&token=${token}`)
          response
            .writeHead(200, { 'Content-Type': 'application/pdf', 'Content-Disposition': 'attachment' })
            .end(pdf);
        else response.writeHead(404).end();
      };
      const sink = new CollectingSink();
      expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
      const kept = sink.items.get(workKey)?.versions[0];
      expect(kept?.size).toBe(pdf.length);
      expect(kept?.observation.provenance.address).toBe(
        `${moodle.server.url}/webservice/pluginfile.php/9/a%20b.pdf?forcedownload=1`,
      );
      expect(sink.everything()).not.toContain(token);
    },
  );

  it.each([
    ['a file without Content-Disposition', {}, pdf, 'source.download-wrong-type'],
    [
      'an error under the name of a file',
      { 'Content-Disposition': 'attachment' },
      Buffer.from('{"error":"x","exception":"y"}'),
      'source.download-wrong-type',
    ],
  ] as const)('keeps no %s (fact 11)', async (_what, headers, body, code) => {
    const moodle = await open({
      ...withAssignments(listed(1)),
      [status]: (_parameters, site) =>
        handedIn(1, [fileAt(`${site}/webservice/pluginfile.php/9/work.pdf`, { filesize: body.length })]),
    });
    moodle.files = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/pdf', ...headers }).end(body);
    };
    const sink = new CollectingSink();
    await pull(moodle, sink);
    expect(sink.log.failed).toEqual([[workKey, code]]);
  });

  it('calls an assignment hidden only when the course lists it as not to be seen (fact 9)', async () => {
    const moodle = await open({
      ...withAssignments(listed(1), listed(2)),
      [status]: (parameters) => handedIn(assignid(parameters), []),
      core_course_get_contents: () => [
        { modules: [{ id: 101, modname: 'assign', instance: 1, uservisible: false }] },
      ],
    });
    const sink = new CollectingSink();
    await pull(moodle, sink);
    Object.assign(moodle.functions, withAssignments());
    moodle.functions[status] = () => refusal('requireloginerror');
    expect(await pull(moodle, sink)).toMatchObject({ state: 'shows-less', code: 'source.shows-less' });
    expect(sink.log.gone.sort()).toEqual([
      ['assignment/1', 'hidden'],
      ['assignment/1/attempt/0', 'hidden'],
      ['assignment/1/attempt/0/submission', 'hidden'],
    ]);
    expect(sink.log.alerts).toEqual([
      { code: 'shows-less', key: 'assignment/2', details: { reasons: 'hidden restricted' } },
    ]);
  });

  it('leaves a listing that is short for no reason as it was, when the assignment itself still answers', async () => {
    const moodle = await open({
      ...withAssignments(listed(1)),
      [status]: (parameters) => handedIn(assignid(parameters), []),
    });
    const sink = new CollectingSink();
    await pull(moodle, sink);
    Object.assign(moodle.functions, withAssignments());
    expect(await pull(moodle, sink)).toMatchObject({ state: 'shows-less' });
    expect(sink.log.gone).toEqual([]);
    Object.assign(moodle.functions, withAssignments(listed(1)));
    expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
  });

  it('leaves attempts alone when a status does not speak of them, and grades when a report is refused', async () => {
    const moodle = await open({
      ...withAssignments(listed(1)),
      [status]: () => handedIn(1, []),
      [report]: () => ({
        usergrades: [
          {
            courseid: 2,
            userid: 3,
            gradeitems: [
              { id: 7, itemname: 'Talk', itemtype: 'manual', gradeformatted: 'Pass', graderaw: 2 },
            ],
          },
        ],
      }),
    });
    const sink = new CollectingSink();
    await pull(moodle, sink);
    moodle.functions[status] = () => ({ warnings: [] });
    moodle.functions[report] = () => refusal('nopermissiontoviewgrades');
    expect(await pull(moodle, sink)).toMatchObject({ state: 'shows-less' });
    expect(sink.log.gone).toEqual([]);
    expect(sink.log.alerts.map(({ key, details }) => [key, details?.reasons])).toEqual([
      ['course/2', 'grades-not-shown'],
      ['assignment/1', 'attempts-not-shown'],
    ]);
  });

  it('fetches the images of a gradebook comment through the web service, and again only when they changed (fact 14)', async () => {
    const image = Buffer.from('\u0089PNG\r\n\u001a\n-sketch', 'latin1');
    const etag = `"${createHash('sha1').update(image).digest('hex')}"`;
    const moodle = await open({
      [report]: (_parameters, site) => ({
        usergrades: [
          {
            courseid: 2,
            userid: 3,
            gradeitems: [
              {
                id: 7,
                itemname: 'Talk',
                itemtype: 'manual',
                gradeformatted: '<b>Pass</b>',
                graderaw: 2,
                feedback: `<p>See <img src="${site}/pluginfile.php/29/grade/feedback/1/sk%C3%A9tch.png"><img src="https://example.org/x.png"></p>`,
                feedbackformat: 1,
              },
            ],
          },
        ],
      }),
    });
    moodle.files = ({ url, headers }, response) => {
      if (url !== '/webservice/pluginfile.php/29/grade/feedback/1/sk%C3%A9tch.png')
        response.writeHead(404).end();
      else if (headers['if-none-match'] === etag) response.writeHead(304, { ETag: etag }).end();
      else
        response
          .writeHead(200, { 'Content-Type': 'image/png', 'Content-Disposition': 'inline', ETag: etag })
          .end(image);
    };
    const sink = new CollectingSink();
    expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
    const key =
      'course/2/grade-item/7/feedback/image/webservice/pluginfile.php/29/grade/feedback/1/sk%C3%A9tch.png';
    expect(sink.items.get(key)).toMatchObject({ name: 'skétch.png', versions: [{ size: image.length }] });
    expect(sink.record('course/2/grade-item/7').value).toMatchObject({ said: '<b>Pass</b>', shown: 'Pass' });
    expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
    expect(sink.log).toMatchObject({ captured: [], changed: [] });
  });
});
