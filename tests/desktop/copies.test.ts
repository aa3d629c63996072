import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { startWebdavServer, webdavUser, type TestServer } from '../support/webdav/webdav-server.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { openDialogAnswers } from './support/dialogs.ts';
import { button, type, lookAround } from './support/doors.ts';
import { launchApp, type RunningApp } from './support/launch-app.ts';
import { lookEverywhere } from './support/looking.ts';

describeDesktop('second copies', (stage) => {
  let running: RunningApp;
  let page: Page;
  let stick: string;
  let server: TestServer;

  const blobs = async (place: string): Promise<string[]> =>
    (await readdir(place, { recursive: true })).filter((name) => name.endsWith('.blob'));

  beforeAll(async () => {
    running = await launchApp(stage);
    ({ page } = running);
    page.setDefaultTimeout(30_000);
    stick = join(running.home, 'My stick');
    await mkdir(stick);
    await mkdir(join(running.home, 'cloud'));
    server = await startWebdavServer(join(running.home, 'cloud'));
    await lookAround(page);
    await page.getByText('Kept', { exact: false }).first().waitFor();
  });
  afterAll(async () => {
    await running.close();
    await server.close();
  });

  it('are offered on Home, and what they are for is said before there is one', async () => {
    await running.goTo('/home');
    const card = page.getByRole('region', { name: 'Your second copy' });
    await card.getByText('Not made yet').waitFor();
    await card.getByRole('button', { name: 'Make one' }).click();
    await page.getByText('There is no second copy yet').waitFor();
    await lookEverywhere(running, page, 'copies-none');
  });

  it('are made in a folder that is chosen, and told of everywhere', async () => {
    await openDialogAnswers(running.app, [stick]);
    await button(page, 'Choose a place').click();
    await page.getByText('Your second copy is up to date').waitFor({ timeout: 120_000 });
    const card = page.getByRole('region', { name: 'My stick' });
    await card.getByText('Up to date').waitFor();
    expect((await blobs(stick)).length).toBeGreaterThan(5);
    await lookEverywhere(running, page, 'copies-made');
    await running.goTo('/home');
    await page.getByRole('region', { name: 'Your second copy' }).getByText(/^Made/u).waitFor();
    await page.getByText('2nd copy: Yes').first().waitFor({ state: 'attached' });
  });

  it('are checked, and what is gone or damaged in them is said and put right', async () => {
    await running.goTo('/copies');
    await button(page, 'Read every file: My stick').click();
    await page.getByText('My stick is whole').waitFor({ timeout: 60_000 });
    const [first = ''] = await blobs(stick);
    await rm(join(stick, first));
    await button(page, 'Copy now: My stick').click();
    await page.getByText('Things were gone from this copy').waitFor({ timeout: 60_000 });
    await page.getByText('Look at this', { exact: true }).waitFor();
    expect(await blobs(stick)).toContain(first);
    await lookEverywhere(running, page, 'copies-shrank');
  });

  it('give the work back when that is tried', async () => {
    await button(page, 'Try to get it back: My stick').click();
    await page.getByText('Your work came back from My stick').waitFor({ timeout: 120_000 });
    await page.getByText(/^Tried .* items came back\.$/u).waitFor();
    await lookEverywhere(running, page, 'copies-rehearsed');
  });

  it('are copied to by themselves as often as is chosen', async () => {
    const card = page.getByRole('region', { name: 'My stick' });
    await card.getByLabel('Copy by itself').click();
    await page.getByRole('option', { name: 'Each week' }).click();
    await running.goTo('/home');
    await running.goTo('/copies');
    await card.getByText('Each week').first().waitFor();
  });

  it('are made on a server, whose refusal is said in words', async () => {
    await button(page, 'Use a server').click();
    await page.getByLabel('Address of the folder').fill(server.address);
    await page.getByLabel('User name').fill(webdavUser.username);
    await type(page, 'Password', 'not the password');
    await button(page, 'Use this server').click();
    await page.getByText('This server could not be used').waitFor({ timeout: 60_000 });
    await lookEverywhere(running, page, 'copies-server');
    await type(page, 'Password', webdavUser.password);
    await button(page, 'Use this server').click();
    await page.getByText('Your second copy is up to date').waitFor({ timeout: 120_000 });
    expect((await blobs(join(running.home, 'cloud'))).length).toBeGreaterThan(5);
    await lookEverywhere(running, page, 'copies-two');
  });

  it('stop opening with older passphrases when the learner says so, and name the one that could not be reached', async () => {
    const headers = async (): Promise<string[]> =>
      (await readdir(stick, { recursive: true })).filter((name) => /headers.*\.json$/u.test(name));
    const before = await headers();
    expect(before).toHaveLength(1);
    await rename(join(running.home, 'cloud'), join(running.home, 'cloud-away'));
    await button(page, 'Stop old passphrases').click();
    const dialog = page.getByRole('alertdialog', { name: 'Stop old passphrases?' });
    await dialog.waitFor();
    await lookEverywhere(running, page, 'copies-old-passphrases-sure');
    await dialog.getByRole('button', { name: 'Stop them' }).click();
    await page.getByText('Old passphrases do not open these any more: My stick').waitFor({ timeout: 60_000 });
    await page.getByText(/An old passphrase may still open these: /u).scrollIntoViewIfNeeded();
    await lookEverywhere(running, page, 'copies-old-passphrases');
    expect(await headers()).toEqual(before);
    await rename(join(running.home, 'cloud-away'), join(running.home, 'cloud'));
  });

  it('are no longer used when the learner says so, and stay where they are', async () => {
    await button(page, 'Stop using it: My stick').click();
    const dialog = page.getByRole('alertdialog', { name: 'Stop using My stick?' });
    await dialog.waitFor();
    await dialog.getByRole('button', { name: 'Stop using it' }).click();
    await page.getByRole('region', { name: 'My stick' }).waitFor({ state: 'detached' });
    expect((await blobs(stick)).length).toBeGreaterThan(5);
    expect(running.troubles()).toEqual([]);
  });
});
