import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startPracticeProvider, type PracticeProvider } from '../../../src/practice/provider.ts';
import { readLaunch, launchAddress } from '../../../src/sources/portal/moodle-launch.ts';
import { listSources } from '../../../src/vault/add-source.ts';
import { signIn } from '../../../src/vault/connectors/connector-table.ts';
import { beginMoodleLaunch, endMoodleLaunch } from '../../../src/vault/connectors/moodle-launch.ts';
import { connectMoodle } from '../../../src/vault/connectors/moodle.ts';
import { beginLaunch, endLaunch } from '../../../src/vault/portal-launch.ts';
import { syncSources } from '../../../src/vault/sync-sources.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { ask, signIn as tokenOf } from '../practice/client.ts';
import { entriesOf, makeWorld, noStop, type VaultWorld } from '../../support/vault/vault-world.ts';

interface Account {
  readonly username: string;
  readonly password: string;
}

describe('accounts at a Moodle', () => {
  let provider: PracticeProvider;
  let world: VaultWorld;
  let vault: WritableVault;
  const options = { signal: noStop() };

  beforeAll(async () => {
    provider = await startPracticeProvider();
    world = await makeWorld({ practice: true });
    vault = await world.write();
  });
  afterAll(async () => {
    await world.remove();
    await provider.close();
  });

  /** What the portal window does: signs in at the site, and follows the launch to the address at which it ends. */
  const inBrowser = async (address: string, { username, password }: Account): Promise<string> => {
    const { headers } = await ask(provider, {
      path: '/login/index.php',
      form: { username, password, logintoken: '' },
    });
    const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const { pathname, search } = new URL(address);
    const ended = await ask(provider, { path: pathname + search, headers: { cookie } });
    return ended.headers.location ?? '';
  };

  it('connects a site that was not connected before through the window, by single sign-on (fact 6)', async () => {
    provider.switches.singleSignOn(true);
    const launch = await beginMoodleLaunch(vault, { url: `${provider.url}/course/view.php?id=2` }, options);
    expect(launch).toMatchObject({
      site: provider.url,
      name: provider.siteName,
      signIn: 'browser',
      end: 'moodlemobile://token=',
    });
    expect(launch.address).toBe(
      `${provider.url}/admin/tool/mobile/launch.php?service=moodle_mobile_app&passport=${launch.passport}&urlscheme=moodlemobile`,
    );
    expect(listSources(vault)).toEqual([]);

    const end = await inBrowser(launch.address, provider.learner);
    const other = await beginMoodleLaunch(vault, { url: provider.url }, options);
    await expect(endMoodleLaunch(vault, other, end, options)).rejects.toMatchObject({
      code: 'source.login-refused',
    });
    const connected = await endMoodleLaunch(vault, launch, end, options);
    expect(connected).toMatchObject({ type: 'moodle', name: provider.siteName, notices: [] });
    expect(vault.index.sources.list().map(({ settings }) => settings)).toEqual([
      { url: provider.url, username: provider.learner.username, account: 3 },
    ]);
    expect(await syncSources(vault, options)).toMatchObject([{ state: 'ok', failed: 0 }]);
    const token = vault.secrets.find(connected.id) ?? '';
    expect(JSON.stringify(await entriesOf(vault)).includes(token)).toBe(false);
    provider.switches.singleSignOn(false);
  });

  it('is the source that is there when the same account is connected once more', async () => {
    const [before] = listSources(vault);
    const { username, password } = provider.learner;
    const again = await connectMoodle(vault, { url: provider.url, username, secret: { password } }, options);
    expect(again.id).toBe(before?.id);
    expect(listSources(vault)).toHaveLength(1);
  });

  it('keeps two accounts of one site apart, each with what is its own', async () => {
    const [first] = listSources(vault);
    const { username, password } = provider.secondLearner;
    const second = await connectMoodle(vault, { url: provider.url, username, secret: { password } }, options);
    expect(second.id).not.toBe(first?.id);
    const before = vault.index.sources.listKnown(first?.id ?? '', '').length;
    const reports = await syncSources(vault, options);
    expect(reports.find(({ id }) => id === first?.id)).toMatchObject({ captured: 0, changed: 0, gone: 0 });
    expect(reports.find(({ id }) => id === second.id)?.captured).toBeGreaterThan(0);
    expect(vault.index.sources.listKnown(first?.id ?? '', '')).toHaveLength(before);
    const items = (source: string) =>
      new Set(vault.index.sources.listKnown(source, '').map(({ item }) => item));
    const ofFirst = items(first?.id ?? '');
    expect([...items(second.id)].filter((item) => ofFirst.has(item))).toEqual([]);
  });

  it('refuses the sign-in of somebody else, by token, password or launch, and keeps the one it has', async () => {
    const [first] = listSources(vault);
    const source = first?.id ?? '';
    const kept = vault.secrets.find(source);
    const { username, password } = provider.secondLearner;
    const othersToken = await tokenOf(provider, provider.secondLearner);
    const launch = beginLaunch(vault, source);
    const end = await inBrowser(launch.address, provider.secondLearner);
    const tries = [
      () => signIn(vault, source, { secret: { token: othersToken } }, options),
      () => signIn(vault, source, { username, secret: { password } }, options),
      () => endLaunch(vault, launch, end, options),
    ];
    for (const attempt of tries)
      await expect(attempt()).rejects.toMatchObject({ code: 'source.other-account' });
    expect(vault.secrets.find(source)).toBe(kept);
  });

  it('copies nothing with somebody else’s token, even where the last sync is forgotten', async () => {
    const [first] = listSources(vault);
    const source = first?.id ?? '';
    const kept = vault.secrets.find(source) ?? '';
    await vault.secrets.set(source, await tokenOf(provider, provider.secondLearner));
    vault.index.sources.rememberCursor(source, null);
    const reports = await syncSources(vault, options);
    expect(reports.find(({ id }) => id === source)).toMatchObject({
      state: 'refused',
      error: { code: 'source.other-account' },
      captured: 0,
      gone: 0,
    });
    await vault.secrets.set(source, kept);
  });

  it('begins no launch where the site offers nothing to an app, or is closed', async () => {
    const begin = () => beginMoodleLaunch(vault, { url: provider.url }, options);
    provider.switches.situation('04_webservices_disabled');
    await expect(begin()).rejects.toMatchObject({ code: 'source.not-supported' });
    provider.switches.situation('02_admin_maintenance_mode');
    await expect(begin()).rejects.toMatchObject({ code: 'source.maintenance' });
    provider.switches.situation('normal');
  });
});

describe('the address of a launch (fact 6)', () => {
  const site = 'https://vle.example/moodle';

  it('is the one that the site tells, as long as that is on the site itself', () => {
    const at = (told?: string) => new URL(launchAddress(site, 'p', told)).pathname;
    expect(at()).toBe('/moodle/admin/tool/mobile/launch.php');
    expect(at(`${site}/manage/tool/mobile/launch.php`)).toBe('/moodle/manage/tool/mobile/launch.php');
    for (const elsewhere of [
      'https://evil.example/launch.php',
      'https://vle.example/other',
      `${site}/../launch`,
      'x',
    ])
      expect(launchAddress(site, 'p', elsewhere)).toMatch(/^https:\/\/vle\.example\/moodle\/admin\//);
  });

  it('is read only when it was signed for this very sign-in', () => {
    const token = 'a'.repeat(32);
    const signed = (text: string) => `moodlemobile://token=${Buffer.from(text).toString('base64')}`;
    const signature = createHash('md5').update(`${site}p`).digest('hex');
    expect(readLaunch(signed(`${signature}:::${token}`), site, 'p')).toBe(token);
    expect(readLaunch(signed(`${signature}:::${token}:::private`), `${site}/`, 'p')).toBe(token);
    for (const wrong of [
      signed(`${signature}:::short`),
      signed(`${'0'.repeat(32)}:::${token}`),
      signed(`${signature}:::${token}`).replace('moodlemobile', 'myapp'),
      'moodlemobile://token=%ZZ',
      'moodlemobile://token=',
      '',
    ])
      expect(() => readLaunch(wrong, site, 'p')).toThrow(
        expect.objectContaining({ code: 'source.login-refused' }),
      );
  });
});
