import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { startPracticeProvider, type PracticeProvider } from '../../../../src/practice/provider.ts';
import { discoverMoodle } from '../../../../src/sources/moodle/discover.ts';
import { signInMoodle } from '../../../../src/sources/moodle/sign-in.ts';
import { scriptedSites } from '../../../support/scripted-sites.ts';
import { app } from '../../../support/source-learner.ts';

const patient = { app, backOff: { sleep: async () => Promise.resolve() } };
const { signal } = new AbortController();

describe('finding a site and signing in (facts 4 to 6)', () => {
  let provider: PracticeProvider;
  const { serve } = scriptedSites();

  beforeAll(async () => {
    provider = await startPracticeProvider();
  });
  afterEach(() => {
    provider.switches.situation('normal');
  });
  afterAll(async () => provider.close());

  const find = async (entered: string) => discoverMoodle(entered, { ...patient, signal });

  it.each([
    ['the address itself', (url: string) => url],
    ['with a slash and blanks', (url: string) => `  ${url}/ `],
    ['without a scheme', (url: string) => url.replace('http://', '')],
    ['the address of a course page', (url: string) => `${url}/course/view.php?id=2#section-1`],
    ['the address of the sign-in page', (url: string) => `${url}/login/index.php`],
    ['another name of the same computer', (url: string) => url.replace('127.0.0.1', 'localhost')],
  ])('finds the site by %s', async (_what, entered) => {
    expect(await find(entered(provider.url))).toEqual({
      site: provider.url,
      name: provider.siteName,
      signIn: 'password',
      launch: `${provider.url}/admin/tool/mobile/launch.php`,
      webServices: true,
      maintenance: false,
    });
  });

  it('asks by POST and without a secret (fact 4)', async () => {
    provider.requests.clear();
    await find(provider.url);
    expect(provider.requests.entries.map(({ method, path }) => [method, path])).toEqual([
      ['POST', '/lib/ajax/service-nologin.php'],
    ]);
  });

  it('tells maintenance, switched-off services and a dead database from each other', async () => {
    provider.switches.situation('02_admin_maintenance_mode');
    expect(await find(provider.url)).toMatchObject({ maintenance: true });
    provider.switches.situation('04_webservices_disabled');
    expect(await find(provider.url)).toMatchObject({ webServices: false });
    provider.switches.situation('01_cli_maintenance_html');
    await expect(find(provider.url)).rejects.toMatchObject({ code: 'source.maintenance' });
    provider.switches.situation('24_database_down');
    await expect(find(provider.url)).rejects.toMatchObject({ code: 'source.unreachable' });
  });

  it('finds a site in a folder that has moved to it, below a page of something else', async () => {
    const config = (root: string) =>
      JSON.stringify([
        { error: false, data: { wwwroot: `${root}/vle`, sitename: 'A &amp; B', typeoflogin: 2 } },
      ]);
    const server = await serve(({ url }, response) => {
      if (url.startsWith('/vle/lib/ajax/service-nologin.php')) response.end(config(server.url));
      else if (url.startsWith('/old/lib/ajax/'))
        response.writeHead(301, { Location: url.replace('/old', '/vle') }).end();
      else response.writeHead(404, { 'Content-Type': 'text/html' }).end('<h1>College</h1>');
    });
    const expected = { site: `${server.url}/vle`, name: 'A & B', signIn: 'browser' };
    expect(await find(`${server.url}/vle/mod/assign/view.php?id=8`)).toMatchObject(expected);
    expect(await find(`${server.url}/old`)).toMatchObject(expected);
  });

  it.each([
    ['a page of something else', '<!DOCTYPE html><title>Welcome</title>'],
    ['JSON of something else', '{"hello":"world"}'],
    ['a list of something else', '[1,2,3]'],
    ['an error without a site behind it', '[{"error":true,"exception":{"errorcode":"invalidrecord"}}]'],
  ])('says that there is no Moodle where there is %s', async (_what, body) => {
    const server = await serve((_request, response) => {
      response.end(body);
    });
    await expect(find(`${server.url}/course/view.php`)).rejects.toMatchObject({ code: 'source.not-moodle' });
  });

  it('refuses what is no address, and says when nobody is there', async () => {
    for (const entered of ['', 'ftp://school.example', 'http://', 'a b c'])
      await expect(find(entered)).rejects.toMatchObject({ code: 'source.not-moodle' });
    const gone = await serve(() => undefined);
    await gone.close();
    await expect(find(gone.url)).rejects.toMatchObject({ code: 'source.unreachable' });
  });

  const signIn = async (given: Partial<Parameters<typeof signInMoodle>[0]> = {}) =>
    signInMoodle({ site: provider.url, ...provider.learner, signal, ...given }, patient);

  it('exchanges a password for a token and gives back nothing else; a second time it is the same (fact 5)', async () => {
    const first = await signIn();
    expect(Object.keys(first)).toEqual(['token']);
    expect(await signIn()).toEqual(first);
  });

  it.each([
    ['a wrong password', { password: 'wrong' }],
    ['an unknown name', { username: 'nobody' }],
    ['a suspended account', { username: 'learner4', password: 'practice-learner4' }],
  ])('calls %s a refused sign-in (fact 5)', async (_what, given) => {
    await expect(signIn(given)).rejects.toMatchObject({ code: 'source.login-refused' });
  });

  it.each([
    ['04_webservices_disabled', 'source.not-supported'],
    ['06_mobile_service_disabled', 'source.not-supported'],
    ['22_createmobiletoken_removed', 'source.refused'],
    ['02_admin_maintenance_mode', 'source.maintenance'],
    ['01_cli_maintenance_html', 'source.maintenance'],
    ['23_account_locked_out', 'source.login-refused'],
    ['24_database_down', 'source.unreachable'],
    ['25_php_down_502', 'source.unreachable'],
  ] as const)('%s makes signing in end with %s, and the password is sent once', async (situation, code) => {
    provider.switches.situation(situation);
    provider.requests.clear();
    await expect(signIn()).rejects.toMatchObject({ code });
    expect(provider.requests.count('login/token.php')).toBe(1);
  });

  it('says when the address is not the one that the site answers to (fact 4)', async () => {
    const site = provider.url.replace('127.0.0.1', 'localhost');
    await expect(signIn({ site })).rejects.toMatchObject({ code: 'source.protocol' });
  });

  it('sends no password over a line that anybody can read', async () => {
    await expect(signIn({ site: 'http://moodle.school.example' })).rejects.toMatchObject({
      code: 'source.refused',
      details: { reason: 'not-encrypted' },
    });
  });
});
