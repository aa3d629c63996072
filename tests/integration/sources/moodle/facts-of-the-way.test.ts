import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { discoverMoodle } from '../../../../src/sources/moodle/discover.ts';
import { signInMoodle } from '../../../../src/sources/moodle/sign-in.ts';
import { launchAddress, readLaunch } from '../../../../src/sources/portal/moodle-launch.ts';
import { CollectingSink } from '../../../support/collecting-sink.ts';
import { practiceLearners } from '../../../support/practice-learners.ts';
import { app } from '../../../support/source-learner.ts';
import {
  handedIn,
  listed,
  pullScripted,
  refusal,
  scriptedToken,
  withAssignments,
} from '../../../support/scripted-moodle.ts';
import { scriptedSites } from '../../../support/scripted-sites.ts';

/** What a Moodle does on the way to its data: facts 1 to 10 of 22. The others are in `facts-of-downloads.test.ts` and `facts-of-the-data.test.ts`. */

const status = 'mod_assign_get_submission_status';
const signal = new AbortController().signal;

const { open, serve } = scriptedSites();
const fresh = practiceLearners();

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
    const elsewhere = await serve((_request, response) => {
      response.end('{}');
    });
    const moodle = await open({});
    const moved = await serve((_request, response) => {
      response.writeHead(303, { Location: `${elsewhere.url}/webservice/rest/server.php` }).end();
    });
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

  it('asks a course that is warned of why, also where nothing else that is asked would tell', async () => {
    const moodle = await open({ gradereport_user_get_grade_items: () => ({ usergrades: [] }) });
    const sink = new CollectingSink();
    await pullScripted(moodle, sink);
    Object.assign(moodle.functions, {
      core_enrol_get_users_courses: () => [],
      mod_assign_get_assignments: () => ({ courses: [], warnings: [{ item: 'course', itemid: 2 }] }),
      gradereport_user_get_grade_items: () => refusal('sitepolicynotagreed'),
    });
    expect(await pullScripted(moodle, sink)).toMatchObject({
      state: 'shows-less',
      code: 'source.needs-attention',
    });
    expect(sink.log.gone).toEqual([]);
  });
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
