import { createHash } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { startPracticeProvider } from '../../../src/practice/provider.ts';
import type { PracticeProvider } from '../../../src/practice/provider.ts';
import { ask, call, signIn } from './client.ts';
import type { Reply } from './client.ts';

let provider: PracticeProvider;
let token: string;
beforeEach(async () => {
  provider = await startPracticeProvider();
  token = await signIn(provider);
});
afterEach(() => provider.close());

const pdf = '29/assignsubmission_file/submission_files/1/method%20statement.pdf';
const file = (path = pdf): Promise<Reply> =>
  ask(provider, { path: `/webservice/pluginfile.php/${path}?token=${token}` });
const sha1 = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex');
const overview = (): Promise<Reply> =>
  ask(provider, {
    path: '/webservice/rest/server.php',
    form: {
      wstoken: token,
      wsfunction: 'gradereport_overview_get_course_grades',
      moodlewsrestformat: 'json',
    },
  });

describe('the practice provider', () => {
  it('says practice in its name, its public configuration and on every answer', async () => {
    expect(await call(provider, token, 'core_webservice_get_site_info')).toMatchObject({
      username: 'learner1',
    });
    const config = await ask(provider, {
      path: '/lib/ajax/service-nologin.php?info=tool_mobile_get_public_config',
      body: '[{"index":0,"methodname":"tool_mobile_get_public_config","args":{}}]',
      headers: { 'Content-Type': 'application/json' },
    });
    expect(config.body.toString()).toContain('"sitename":"Northfield Training (practice)"');
    expect(JSON.parse(config.body.toString())).toMatchObject([{ data: { wwwroot: provider.url } }]);
    for (const reply of [config, await file(), await ask(provider, { path: '/favicon.ico' })])
      expect(reply.headers['x-evidence-vault-practice']).toBe('1');
  });

  it('is offered on this computer only', async () => {
    // @ts-expect-error -- the type refuses it too
    await expect(startPracticeProvider({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'input.usage' });
  });

  it("knows another learner, and tells her nothing of the first one's work", async () => {
    const other = await signIn(provider, provider.secondLearner);
    expect(other).not.toBe(token);
    expect(await call(provider, other, 'core_webservice_get_site_info')).toMatchObject({
      username: 'learner2',
      userid: 4,
    });
    const refused = {
      errorcode: expect.stringMatching(/^(nopermission|nopermissiontoviewgrades|practicenotrecorded)$/),
    };
    for (const [name, parameters] of [
      ['mod_assign_get_submission_status', { assignid: '1' }],
      ['mod_assign_get_submission_status', { assignid: '1', userid: '3' }],
      ['gradereport_user_get_grade_items', { courseid: '2', userid: '3' }],
      ['gradereport_user_get_grades_table', { courseid: '2', userid: '3' }],
      ['tool_lp_data_for_user_evidence_page', { id: '1' }],
      [
        'core_files_get_files',
        { contextid: '0', component: '', filearea: '', itemid: '0', filepath: '', filename: '' },
      ],
    ] as const)
      expect(await call(provider, other, name, parameters)).toMatchObject(refused);
  });

  it('says so when it has no recording, rather than invent an answer', async () => {
    expect(await call(provider, token, 'core_badges_get_user_badges')).toMatchObject({
      errorcode: 'practicenotrecorded',
    });
  });

  it('stops a batch at the first refusal, as recorded', async () => {
    const request = (index: number, assignid: number) => ({
      [`requests[${index}][function]`]: 'mod_assign_get_submission_status',
      [`requests[${index}][arguments]`]: JSON.stringify({ assignid }),
    });
    const { responses } = z.object({ responses: z.array(z.object({ error: z.boolean() })) }).parse(
      await call(provider, token, 'tool_mobile_call_external_functions', {
        ...request(0, 1),
        ...request(1, 9999),
        ...request(2, 3),
      }),
    );
    expect(responses.map(({ error }) => error)).toEqual([false, true]);
  });

  it('answers in XML unless JSON is asked for', async () => {
    const reply = await ask(provider, {
      path: '/webservice/rest/server.php',
      form: { wstoken: token, wsfunction: 'gradereport_overview_get_course_grades' },
    });
    expect(reply.headers['content-type']).toBe('application/xml; charset=utf-8');
    expect(reply.body.toString()).toContain('<KEY name="courseid"><VALUE>4</VALUE>');
  });

  it('closes twice without harm', async () => {
    await provider.close();
    await provider.close();
  });
});

describe('the log of requests', () => {
  it('keeps what was asked and no secrets', async () => {
    await file();
    await ask(provider, { path: '/tokenpluginfile.php/0123456789abcdef/29/x' });
    expect(provider.requests.count('/login/token.php')).toBe(1);
    expect(provider.requests.count(/submission_files\/1\/method statement\.pdf/)).toBe(1);
    expect(provider.requests.bytesSent).toBeGreaterThan(819);
    const kept = JSON.stringify(provider.requests.entries);
    for (const secret of [token, provider.learner.password, '0123456789abcdef'])
      expect(kept).not.toContain(secret);
    expect(provider.requests.entries[0]).toMatchObject({
      method: 'POST',
      path: '/login/token.php',
      parameters: { username: 'learner1', password: '[removed]' },
      status: 200,
    });
  });

  it('counts by function and tells how many were under way at once', async () => {
    provider.requests.clear();
    provider.switches.slow({ msPerRequest: 50 });
    await Promise.all([overview(), overview(), overview()]);
    expect(provider.requests.countByFunction()).toEqual({ gradereport_overview_get_course_grades: 3 });
    expect(provider.requests.mostAtOnce).toBe(3);
  });
});

describe('switches of the network', () => {
  it('die and revive: refused, then back at the same address with everything as it was', async () => {
    await provider.switches.die();
    await expect(overview()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await provider.switches.revive();
    expect((await overview()).status).toBe(200);
  });

  it('die breaks what is under way', async () => {
    provider.switches.hang('overview');
    const waiting = expect(overview()).rejects.toMatchObject({ code: 'ECONNRESET' });
    while (provider.requests.count('overview') === 0) await new Promise(setImmediate);
    await provider.switches.die();
    await waiting;
  });

  it('failNext answers so many times with a status and headers, and only where meant', async () => {
    provider.switches.failNext('get_course_grades', 503, 2, { 'Retry-After': '7' });
    expect((await file()).status).toBe(200);
    const replies = [await overview(), await overview(), await overview()];
    expect(replies.map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(replies[0]?.headers['retry-after']).toBe('7');
  });

  it('cutAfter breaks off in the middle of a body', async () => {
    provider.switches.cutAfter('method statement.pdf', 100);
    await expect(file()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(provider.requests.entries.at(-1)).toMatchObject({ status: 200, bytesSent: 100 });
    expect((await file()).body.length).toBe(819);
  });

  it('cutAfter nothing still sends the headers', async () => {
    provider.switches.cutAfter('method statement.pdf', 0);
    await expect(file()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('slow sends everything all the same', async () => {
    provider.switches.slow({ bytesPerSecond: 4000 });
    expect(sha1((await file()).body)).toBe('1d0eb1e3cb6124b92799dd5537e4af83a41f74a0');
    provider.switches.slow('off');
  });

  it('clearFaults takes all of it back', async () => {
    provider.switches.hang('pluginfile');
    provider.switches.corruptDownload('pluginfile', 'zero-bytes');
    provider.switches.clearFaults();
    expect((await file()).body.length).toBe(819);
  });
});

describe('damaged downloads look right and are not', () => {
  it('truncate: a complete answer of half the bytes', async () => {
    provider.switches.corruptDownload('method statement.pdf', 'truncate', 1);
    const reply = await file();
    expect([reply.status, reply.body.length, reply.headers['content-length']]).toEqual([200, 409, '409']);
    expect(reply.headers['content-disposition']).toBeDefined();
    expect((await file()).body.length).toBe(819);
  });

  it('flip: one bit, with the ETag of the whole', async () => {
    const good = await file();
    provider.switches.corruptDownload(/\.pdf/, 'flip');
    const reply = await file();
    expect([reply.body.length, reply.headers.etag]).toEqual([good.body.length, good.headers.etag]);
    expect(sha1(reply.body)).not.toBe(sha1(good.body));
    expect([...reply.body].filter((byte, at) => byte !== good.body[at])).toHaveLength(1);
  });

  it('html-login-page: a page in the place of the file', async () => {
    provider.switches.corruptDownload('method statement.pdf', 'html-login-page');
    const reply = await file();
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(reply.headers['content-disposition']).toBeUndefined();
    expect(reply.body.toString()).toContain('Log in to Northfield Training (practice)');
  });

  it('zero-bytes: nothing', async () => {
    provider.switches.corruptDownload('method statement.pdf', 'zero-bytes');
    const reply = await file();
    expect([reply.status, reply.body.length, reply.headers['content-type']]).toEqual([
      200,
      0,
      'application/pdf',
    ]);
  });

  it('wrong-type: as long as announced, of another kind', async () => {
    provider.switches.corruptDownload('method statement.pdf', 'wrong-type');
    const reply = await file();
    expect([reply.body.length, reply.headers['content-type']]).toEqual([819, 'application/pdf']);
    expect(reply.body.subarray(1, 4).toString()).toBe('PNG');
  });

  it('leaves answers of the web service alone', async () => {
    provider.switches.corruptDownload('', 'zero-bytes');
    expect((await overview()).body.length).toBeGreaterThan(100);
  });
});
