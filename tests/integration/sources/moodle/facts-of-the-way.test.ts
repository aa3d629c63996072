import { createHash } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { discoverMoodle } from '../../../../src/sources/moodle/discover.ts';
import { signInMoodle } from '../../../../src/sources/moodle/sign-in.ts';
import { launchAddress, readLaunch } from '../../../../src/sources/portal/moodle-launch.ts';
import { CollectingSink } from '../../../support/collecting-sink.ts';
import { app, PracticeLearner } from '../../../support/practice-learner.ts';
import {
  fileAt,
  handedIn,
  listed,
  pullScripted,
  refusal,
  scriptedPdf,
  scriptedToken,
  startScriptedMoodle,
  withAssignments,
  type ScriptedFunctions,
  type ScriptedMoodle,
} from '../../../support/scripted-moodle.ts';
import { startScriptedServer, type ScriptedServer } from '../../../support/scripted-server.ts';

/** What a Moodle does on the way to its data: facts 1 to 14 of 22. The others are in `facts-of-the-data.test.ts`. */

const status = 'mod_assign_get_submission_status';
const work = 'assignment/1/attempt/0/submission/file/work.pdf';
const pdf = 'assignment/1/attempt/0/submission/file/method statement.pdf';
const signal = new AbortController().signal;

const servers: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
const open = async (functions: ScriptedFunctions): Promise<ScriptedMoodle> => {
  const moodle = await startScriptedMoodle(functions);
  servers.push(moodle.server);
  return moodle;
};
/** One assignment with one file, whose answer the test gives. */
const withFile = async (more: Readonly<Record<string, unknown>> = {}): Promise<ScriptedMoodle> =>
  open({
    ...withAssignments(listed(1)),
    [status]: (_parameters, site) =>
      handedIn(1, [fileAt(`${site}/webservice/pluginfile.php/9/work.pdf`, more)]),
  });

const learners: PracticeLearner[] = [];
const fresh = async (): Promise<PracticeLearner> => {
  const learner = await PracticeLearner.start();
  learners.push(learner);
  return learner;
};
afterAll(async () => {
  for (const { provider } of learners) await provider.close();
});

describe('fact 1: errors come with status 200, and may lack a code', () => {
  it.each([
    ['an exception without a code', { exception: 'x', message: '<b>Sam Smith</b> may not' }, 'none'],
    ['an exception', refusal('nopermission'), 'nopermission'],
    ['an error of another script', { error: 'Sam may not', errorcode: 'nope' }, 'nope'],
  ])('%s is no answer, and what it says is not passed on', async (_what, answer, errorcode) => {
    const moodle = await open({ ...withAssignments(listed(1)), [status]: () => answer });
    const sink = new CollectingSink();
    const failures: unknown[] = [];
    const failed = sink.failed.bind(sink);
    sink.failed = async (failure) => {
      failures.push(failure);
      return failed(failure);
    };
    expect(await pullScripted(moodle, sink)).toMatchObject({ state: 'partial' });
    expect(failures).toMatchObject([{ code: 'source.item-refused', details: { errorcode } }]);
    expect(JSON.stringify([failures, sink.log])).not.toContain('Sam');
  });
});

describe('fact 2: the answer is XML unless JSON is asked for, and the token is read from the form alone', () => {
  it('asks each function for JSON, with the token in the form and in no header or address', async () => {
    const learner = await fresh();
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    const asked = learner.provider.requests.entries.filter(({ path }) => path.includes('/rest/'));
    expect(asked.length).toBeGreaterThan(10);
    for (const { method, parameters } of asked) {
      expect(method).toBe('POST');
      expect(parameters).toMatchObject({ moodlewsrestformat: 'json', wstoken: '[removed]' });
    }
    const moodle = await open({});
    await pullScripted(moodle, new CollectingSink());
    for (const { url, headers } of moodle.server.requests)
      expect(JSON.stringify([url, headers])).not.toContain(scriptedToken);
  });

  it('takes XML for no answer', async () => {
    const moodle = await open({ core_enrol_get_users_courses: () => '<?xml version="1.0"?><RESPONSE/>' });
    await expect(pullScripted(moodle, new CollectingSink())).rejects.toMatchObject({
      code: 'source.protocol',
    });
  });
});

describe('fact 3: accessexception is said of a function and of a token that has just expired', () => {
  it('asks once more, and calls the sign-in ended only when that is it', async () => {
    const learner = await fresh();
    await learner.pull();
    learner.provider.switches.expireLogins();
    expect(await learner.failingPull()).toMatchObject({ code: 'source.login-expired' });
    expect(learner.sink.log.gone).toEqual([]);
  });

  it('goes on where only one function is shut', async () => {
    const moodle = await open({
      ...withAssignments(listed(1)),
      [status]: () => refusal('accessexception'),
    });
    const sink = new CollectingSink();
    expect(await pullScripted(moodle, sink)).toMatchObject({ state: 'partial' });
    expect(sink.log.failed).toEqual([['assignment/1', 'source.item-refused']]);
  });
});

describe('fact 4: a site answers under its own address only', () => {
  it('finds that address first, whatever name it was reached by', async () => {
    const { provider } = await fresh();
    const byName = provider.url.replace('127.0.0.1', 'localhost');
    expect(await discoverMoodle(byName, { app, signal })).toMatchObject({ site: provider.url });
  });

  it('follows no redirect with a token in its hands', async () => {
    const elsewhere = await startScriptedServer((_request, response) => response.end('{}'));
    const moodle = await open({});
    servers.push(elsewhere);
    const moved = await startScriptedServer((_request, response) => {
      response.writeHead(303, { Location: `${elsewhere.url}/webservice/rest/server.php` }).end();
    });
    servers.push(moved);
    const there = { ...moodle, server: moved };
    await expect(pullScripted(there, new CollectingSink())).rejects.toMatchObject({
      code: 'source.protocol',
    });
    expect(elsewhere.requests).toEqual([]);
  });
});

describe('fact 5: a refused sign-in has one word for everything, and a token is given again', () => {
  it('says the same of a wrong password, an unknown name and a suspended account', async () => {
    const { provider } = await fresh();
    for (const [username, password] of [
      ['learner1', 'wrong'],
      ['nobody', 'wrong'],
      ['learner4', 'practice-learner4'],
    ])
      await expect(
        signInMoodle(
          { site: provider.url, username: username ?? '', password: password ?? '', signal },
          { app },
        ),
      ).rejects.toMatchObject({ code: 'source.login-refused' });
    const tokens = [1, 2].map(async () =>
      signInMoodle({ site: provider.url, ...provider.learner, signal }, { app }),
    );
    const [first, second] = await Promise.all(tokens);
    expect(second).toEqual(first);
  });
});

describe('fact 6: single sign-on ends at an address that holds the token', () => {
  it('reads it only when it is signed with this sign-in’s passport and the site’s address', () => {
    const site = 'https://vle.example';
    const token = 'f'.repeat(32);
    const signature = createHash('md5').update(`${site}passport`).digest('hex');
    const end = `moodlemobile://token=${Buffer.from(`${signature}:::${token}`).toString('base64')}`;
    expect(launchAddress(site, 'passport')).toContain('/admin/tool/mobile/launch.php?');
    expect(readLaunch(end, site, 'passport')).toBe(token);
    for (const [where, passport] of [
      [site, 'another'],
      ['https://other.example', 'passport'],
    ])
      expect(() => readLaunch(end, where ?? '', passport ?? '')).toThrow(
        expect.objectContaining({ code: 'source.login-refused' }),
      );
  });
});

describe('fact 7: until a policy is agreed to, a site shows nothing and says so to nobody who does not ask', () => {
  it.each(['14_site_policy_not_agreed', '11_force_password_change'] as const)(
    '%s is no loss: nothing is gone, and the learner is told what to do',
    async (situation) => {
      const learner = await fresh();
      await learner.pull();
      learner.provider.switches.situation(situation);
      expect(await learner.pull()).toMatchObject({ state: 'shows-less', code: 'source.needs-attention' });
      expect(learner.sink.log.gone).toEqual([]);
      expect(learner.sink.log.alerts).toMatchObject([{ code: 'shows-less' }]);
      learner.provider.switches.situation('normal');
      expect(await learner.pull()).toMatchObject({ state: 'ok' });
      expect(learner.sink.log).toMatchObject({ captured: [], changed: [], back: [] });
    },
  );
});

describe('fact 8: suspended, unenrolled, ended and hidden look alike', () => {
  it.each([
    ['15_enrolment_suspended_c1', 'enrolment-suspended unenrolled course-ended course-hidden'],
    ['16_unenrolled_c1', 'enrolment-suspended unenrolled course-ended course-hidden'],
    ['17_course_hidden_c1', 'enrolment-suspended unenrolled course-ended course-hidden'],
    ['19_enrolment_ended_c1', 'enrolment-suspended unenrolled course-ended course-hidden'],
    ['18_course_deleted_c1', 'course-deleted'],
  ] as const)('%s takes nothing away, whatever of the course was kept', async (situation, reasons) => {
    const learner = await fresh();
    await learner.pull();
    learner.provider.switches.situation(situation);
    expect(await learner.pull()).toMatchObject({ state: 'shows-less' });
    expect(learner.sink.log.gone).toEqual([]);
    expect(learner.sink.log.alerts).toMatchObject([
      { code: 'shows-less', key: 'course/2', details: { reasons } },
    ]);
  });

  it('asks for the vanished course itself before it says so: that is the second look', async () => {
    const learner = await fresh();
    await learner.pull();
    learner.provider.switches.forget(3);
    expect(await learner.pull()).toMatchObject({ state: 'shows-less' });
    const asked = learner.provider.requests.entries.filter(
      ({ functionName, parameters }) =>
        functionName === 'core_course_get_contents' && parameters.courseid === '3',
    );
    expect(asked).toHaveLength(1);
    // Its quiz, its forum and its files are out of sight with it, and none of them is gone.
    expect(learner.sink.items.get('quiz/1')?.gone).toBeUndefined();
    expect(learner.sink.items.get('forum/1/post/1')?.gone).toBeUndefined();
    expect(learner.sink.items.get('course/3/module/32/file/Spec 2026.pdf')?.gone).toBeUndefined();
  });

  it('takes deleted for deleted, and on its way there too', async () => {
    const learner = await fresh();
    await learner.pull();
    learner.provider.switches.apply('17_assignment_deletion_pending');
    await learner.pull();
    expect(learner.sink.log.gone).toContainEqual(['assignment/17', 'deleted']);
  });
});

describe('fact 9: listings leave out what is hidden or restricted, and give away what others share', () => {
  it('takes a left-out assignment for hidden only if its course lists it as shut', async () => {
    const learner = await fresh();
    await learner.pull();
    learner.provider.switches.apply('16_assignment_hidden');
    expect(await learner.pull()).toMatchObject({ state: 'shows-less' });
    expect(learner.sink.log.gone).toEqual([]);
    const moodle = await open({
      ...withAssignments(listed(1)),
      [status]: () => handedIn(1, []),
      core_course_get_contents: () => [
        { modules: [{ id: 101, modname: 'assign', instance: 1, uservisible: false }] },
      ],
    });
    const sink = new CollectingSink();
    await pullScripted(moodle, sink);
    Object.assign(moodle.functions, withAssignments(), { [status]: () => refusal('requireloginerror') });
    await pullScripted(moodle, sink);
    expect(sink.log.gone).toContainEqual(['assignment/1', 'hidden']);
  });

  it('never asks for the courses of another', async () => {
    const learner = await fresh();
    await learner.pull();
    const asked = learner.provider.requests.entries.filter(
      ({ functionName }) => functionName === 'core_enrol_get_users_courses',
    );
    expect(asked.map(({ parameters }) => parameters.userid)).toEqual(['3']);
  });
});

describe('fact 10: each kind of outage has its own look', () => {
  it.each([
    ['02_admin_maintenance_mode', 'source.maintenance'],
    ['01_cli_maintenance_html', 'source.maintenance'],
    ['04_webservices_disabled', 'source.refused'],
    ['05_rest_protocol_off', 'source.refused'],
    ['24_database_down', 'source.unreachable'],
    ['25_php_down_502', 'source.unreachable'],
  ] as const)('%s is %s, and nothing is gone', async (situation, code) => {
    const learner = await fresh();
    await learner.pull();
    learner.provider.switches.situation(situation);
    expect(await learner.failingPull()).toMatchObject({ code });
    expect(learner.sink.log.gone).toEqual([]);
  });
});

describe('fact 11: a download may be an error, a page or too short, with status 200', () => {
  const inline = { 'Content-Disposition': 'attachment', 'Content-Type': 'application/pdf' };
  it.each([
    [
      'JSON with an error',
      { 'Content-Type': 'application/json' },
      '{"error":"x","errorcode":"filenotfound"}',
      'source.item-missing',
    ],
    [
      'bytes without a name',
      { 'Content-Type': 'application/pdf' },
      scriptedPdf,
      'source.download-wrong-type',
    ],
    ['fewer bytes than listed', inline, scriptedPdf.subarray(1), 'source.download-wrong-size'],
    ['a page', { ...inline, 'Content-Type': 'text/html' }, '<!DOCTYPE html>', 'source.download-wrong-type'],
  ] as const)('%s is not kept', async (_what, headers, body, code) => {
    const moodle = await withFile();
    moodle.files = (_request, response) => {
      response.writeHead(200, headers).end(body);
    };
    const sink = new CollectingSink();
    await pullScripted(moodle, sink);
    expect(new Set(sink.log.failed.map(String))).toEqual(new Set([`${work},${code}`]));
    expect(sink.items.get(work)?.versions).toEqual([]);
  });
});

describe('fact 12: the ETag is the SHA-1 of the content, and ranges have traps', () => {
  let learner: PracticeLearner;
  beforeAll(async () => {
    learner = await fresh();
    await learner.pull();
  });

  it('asks by ETag, and fetches nothing that is the same', async () => {
    const item = learner.sink.items.get(pdf);
    if (item?.fingerprint === undefined) throw new Error('no fingerprint');
    item.fingerprint = { ...item.fingerprint, modified: 1 };
    await learner.pull();
    const asked = learner.provider.requests.entries.filter(({ line }) => line.includes('pluginfile.php'));
    expect(asked.map((request) => [request.status, request.bytesSent])).toEqual([[304, 0]]);
  });

  it('keeps nothing whose SHA-1 is not the one that was said', async () => {
    const again = await fresh();
    again.provider.switches.corruptDownload('method statement.pdf', 'flip');
    await again.pull();
    expect(again.sink.log.failed).toContainEqual([pdf, 'source.download-incomplete']);
  });

  /** A server that breaks off after ten bytes, and answers the rest as the test says. */
  const breaking = async (
    rest: (range: string) => { status: number; headers: Record<string, string>; body: Buffer },
    etag: string | undefined = `"${createHash('sha1').update(scriptedPdf).digest('hex')}"`,
  ) => {
    const moodle = await withFile();
    const ranges: (string | undefined)[] = [];
    const named = {
      'Content-Type': 'application/pdf',
      'Content-Disposition': 'attachment',
      ...(etag === undefined ? {} : { ETag: etag }),
    };
    moodle.files = ({ headers }, response) => {
      const { range } = headers;
      ranges.push(range);
      if (range === undefined && ranges.length === 1) {
        response.writeHead(200, { ...named, 'Content-Length': String(scriptedPdf.length) });
        response.write(scriptedPdf.subarray(0, 10), () => response.destroy());
        return;
      }
      const {
        status: code,
        headers: more,
        body,
      } = range === undefined ? { status: 200, headers: {}, body: scriptedPdf } : rest(range);
      response.writeHead(code, { ...named, ...more }).end(body);
    };
    const sink = new CollectingSink();
    await pullScripted(moodle, sink);
    return { sink, ranges };
  };
  const whole = createHash('sha1').update(scriptedPdf).digest('hex');

  it('goes on where it was when the rest is answered as asked', async () => {
    const { sink, ranges } = await breaking(() => ({
      status: 206,
      headers: { 'Content-Range': `bytes 10-${scriptedPdf.length - 1}/${scriptedPdf.length}` },
      body: scriptedPdf.subarray(10),
    }));
    expect(ranges).toEqual([undefined, 'bytes=10-']);
    expect(sink.log.failed).toEqual([]);
    expect(sink.items.get(work)?.versions).toMatchObject([{ sha1: whole }]);
  });

  it('passes over what it has when the whole file comes in the place of a rest', async () => {
    const { sink } = await breaking(() => ({ status: 200, headers: {}, body: scriptedPdf }));
    expect(sink.log.failed).toEqual([]);
    expect(sink.items.get(work)?.versions).toMatchObject([{ sha1: whole }]);
  });

  it.each([
    ['a rest from another place', 206, { 'Content-Range': 'bytes 5-23/24' }],
    ['a rest that does not say from where', 206, {}],
    ['the rest of another file', 206, { 'Content-Range': 'bytes 10-23/24', ETag: `"${'0'.repeat(40)}"` }],
    ['a refusal', 416, {}],
  ])('takes %s for none, and begins again', async (_what, code, headers) => {
    const { sink, ranges } = await breaking(() => ({
      status: code,
      headers,
      body: scriptedPdf.subarray(10),
    }));
    expect(sink.log.failed).toEqual([[work, 'source.download-incomplete']]);
    expect(ranges).toEqual([undefined, 'bytes=10-', undefined]);
    expect(sink.items.get(work)?.versions).toMatchObject([{ sha1: whole }]);
  });

  it('asks for no rest of what has no ETag: nobody could tell whose rest it is', async () => {
    const moodle = await withFile();
    const ranges: (string | undefined)[] = [];
    moodle.files = ({ headers }, response) => {
      ranges.push(headers.range);
      response.writeHead(200, {
        'Content-Type': 'application/pdf',
        'Content-Disposition': 'attachment',
        'Content-Length': String(scriptedPdf.length),
      });
      if (ranges.length > 1) response.end(scriptedPdf);
      else response.write(scriptedPdf.subarray(0, 10), () => response.destroy());
    };
    const sink = new CollectingSink();
    await pullScripted(moodle, sink);
    expect(ranges).toEqual([undefined, undefined]);
    expect(sink.items.get(work)?.versions).toMatchObject([{ sha1: whole }]);
  });
});

describe('fact 13: the token goes into the form, and names are what the site lists', () => {
  it('leaves the address as it is listed, and the name too', async () => {
    const moodle = await open({
      ...withAssignments(listed(1)),
      [status]: (_parameters, site) =>
        handedIn(1, [
          fileAt(`${site}/webservice/pluginfile.php/9/x%20%231.pdf?forcedownload=1`, {
            filename: 'x #1.pdf',
            filepath: '/a/',
          }),
          fileAt(`${site}/webservice/pluginfile.php/9/b/x%20%231.pdf`, {
            filename: 'x #1.pdf',
            filepath: '/b/',
          }),
        ]),
    });
    moodle.files = (_request, response) => {
      response
        .writeHead(200, { 'Content-Type': 'application/pdf', 'Content-Disposition': 'attachment' })
        .end(scriptedPdf);
    };
    const sink = new CollectingSink();
    expect(await pullScripted(moodle, sink)).toMatchObject({ state: 'ok' });
    const asked = moodle.server.requests.filter(({ url }) => url.includes('pluginfile'));
    expect(asked.map(({ url }) => url).sort()).toEqual([
      '/webservice/pluginfile.php/9/b/x%20%231.pdf',
      '/webservice/pluginfile.php/9/x%20%231.pdf?forcedownload=1',
    ]);
    for (const { body } of asked) expect(body).toBe(`token=${scriptedToken}`);
    const names = [...sink.items.values()].filter(({ recordKind }) => recordKind === 'document');
    expect(names.map(({ key, name }) => [key.split('/').slice(-2).join('/'), name]).sort()).toEqual([
      ['a/x #1.pdf', 'x #1.pdf'],
      ['b/x #1.pdf', 'x #1.pdf'],
    ]);
  });
});

describe('fact 14: only listed addresses are asked for, through the web service', () => {
  it('puts /webservice before a listed address of the site, and never asks another host', async () => {
    const other = await startScriptedServer((_request, response) => response.end('x'));
    servers.push(other);
    const moodle = await open({
      ...withAssignments(listed(1)),
      [status]: (_parameters, site) =>
        handedIn(1, [
          fileAt(`${site}/pluginfile.php/9/work.pdf`),
          fileAt(`${other.url}/pluginfile.php/9/other.pdf`, { filename: 'other.pdf' }),
        ]),
    });
    moodle.files = (_request, response) => {
      response
        .writeHead(200, { 'Content-Type': 'application/pdf', 'Content-Disposition': 'attachment' })
        .end(scriptedPdf);
    };
    const sink = new CollectingSink();
    await pullScripted(moodle, sink);
    const asked = moodle.server.requests.filter(({ url }) => url.includes('pluginfile'));
    expect(asked.map(({ url }) => url)).toEqual(['/webservice/pluginfile.php/9/work.pdf']);
    expect(other.requests).toEqual([]);
  });
});
