import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { addReplica } from '../../src/vault/replicas/add-replica.ts';
import { syncReplicas } from '../../src/vault/replicas/sync-replicas.ts';
import { makeWorld, passphrase, type VaultWorld } from '../support/vault/vault-world.ts';
import { startWebdavServer, webdavUser, type TestServer } from '../support/webdav/webdav-server.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { at, button, unlock } from './support/doors.ts';
import { launchApp, makeHome, type RunningApp } from './support/launch-app.ts';
import { lookEverywhere } from './support/looking.ts';

describeDesktop('a computer that was copied as a whole', (stage) => {
  let other: VaultWorld;
  let home: string;
  let running: RunningApp;
  let page: Page;
  let server: TestServer;
  /** While true the server says nothing. */
  let isSilent = false;
  const waiting: (() => void)[] = [];
  const speak = (): void => {
    isSilent = false;
    for (const go of waiting.splice(0)) go();
  };

  beforeAll(async () => {
    other = await makeWorld();
    home = await makeHome();
    const [stick, cloud] = [join(other.root, 'My stick'), join(other.root, 'cloud')];
    await mkdir(stick);
    await mkdir(cloud);
    server = await startWebdavServer(cloud, (_request, _response, goOn) => {
      if (isSilent) waiting.push(goOn);
      return isSilent;
    });
    await other.using(async (vault) => {
      await other.add(vault, { 'Before.txt': 'What both have.' });
      const { username: user, password } = webdavUser;
      await addReplica(vault, { type: 'folder', path: stick }, { name: 'My stick' });
      await addReplica(vault, { type: 'webdav', url: server.address, user, password }, { name: 'College' });
      await syncReplicas(vault, undefined);
    });
    const copied = await other.copyTo(home, true);
    await other.using(async (vault) => {
      await other.add(vault, { 'Theirs.txt': 'On the other computer.' });
      await syncReplicas(vault, undefined);
    });
    await copied.using((vault) => copied.add(vault, { 'Mine.txt': 'On this one.' }));
    running = await launchApp(stage, { home });
    ({ page } = running);
    page.setDefaultTimeout(30_000);
    await unlock(page, passphrase);
    await at(page, '/home');
  });
  afterAll(async () => {
    speak();
    await running.close();
    await server.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
    await other.remove();
  });

  it('says calmly what happened, once a second copy shows it', async () => {
    await running.goTo('/copies');
    await button(page, 'Copy now: My stick').click();
    const notice = page.locator('.notice-title', {
      hasText: 'Two computers went on from one and the same point',
    });
    await notice.waitFor({ timeout: 60_000 });
    const ribbon = page.getByRole('complementary', { name: 'Lock your vault and open it again' });
    await ribbon.waitFor();
    await page.getByText('Lock your vault here, and open it again.').waitFor();
    expect(await button(page, 'Take it in').count()).toBe(0);
    await lookEverywhere(running, page, 'fork-told');
    await running.goTo('/home');
    await ribbon.getByRole('button', { name: 'Lock now' }).click();
    await unlock(page, passphrase);
    await at(page, '/home');
    expect(await ribbon.count()).toBe(0);
    await running.goTo('/copies');
    await button(page, 'Take it in').waitFor();
    await lookEverywhere(running, page, 'fork-known');
  });

  it('takes in what the other one has, and can be stopped while it does', async () => {
    isSilent = true;
    await button(page, 'Take it in').click();
    const progress = page.getByRole('progressbar', { name: 'Taking in what your other computer has' });
    await progress.waitFor();
    await lookEverywhere(running, page, 'fork-running');
    await button(page, 'Cancel').click();
    speak();
    await progress.waitFor({ state: 'detached', timeout: 60_000 });
    await button(page, 'Take it in').click();
    await page.getByText('All that the other computer had is here now').waitFor({ timeout: 120_000 });
    await lookEverywhere(running, page, 'fork-taken-in');
    await running.goTo('/evidence');
    for (const name of ['Before.txt', 'Theirs.txt', 'Mine.txt']) await page.getByText(name).first().waitFor();
    expect(running.troubles()).toEqual([]);
  });
});
