import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { startPracticeProvider, type PracticeProvider } from '../../src/practice/provider.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { openDialogAnswers, saveDialogAnswers } from './support/dialogs.ts';
import { found, heapOfMain, heapOfPage } from './support/heaps.ts';
import { launchApp, makeHome, type RunningApp } from './support/launch-app.ts';
import { findTraces } from './support/traces.ts';
import { answerWords, at, button, shownWords, type, unlock } from './support/doors.ts';

/** What must never be found where it does not belong. */
const passphrase = 'canary otter violin lantern noon';
const newPassphrase = 'canary walnut cactus ribbon dusk';
/** Words of the recordings' feedback, as a learner reads them. */
const evidenceText = 'AC 3.2 sizing not evidenced';

describeDesktop('the whole story of a learner', (stage) => {
  let provider: PracticeProvider;
  let home: string;
  let running: RunningApp;
  let page: Page;
  let recoveryKey: string[] = [];
  const secrets = (): Record<string, string> => ({
    passphrase,
    'new passphrase': newPassphrase,
    'recovery key': recoveryKey.join(' '),
    'portal password': provider.learner.password,
  });

  async function start(): Promise<void> {
    running = await launchApp(stage, { home });
    ({ page } = running);
    page.setDefaultTimeout(60_000);
  }

  beforeAll(async () => {
    provider = await startPracticeProvider();
    home = await makeHome();
    await start();
  });
  afterAll(async () => {
    await running.close();
    await provider.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  it('makes a vault, and no secret stays in main or in the page', async () => {
    await at(page, '/welcome');
    await button(page, 'Make a new vault').click();
    await type(page, 'New passphrase', passphrase);
    await type(page, 'The same passphrase again', passphrase);
    expect(found(await heapOfPage(page), { passphrase }), 'the search finds what is there').toEqual([
      'passphrase',
    ]);
    await button(page, 'Make my vault').click();
    recoveryKey = await shownWords(page);
    await button(page, 'I have written them down').click();
    await answerWords(page, recoveryKey);
    await button(page, 'Finish').click();
    await at(page, '/home');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await running.shot('home-empty');
    expect(found(await heapOfPage(page), secrets())).toEqual([]);
    expect(found(await heapOfMain(running.app, home), secrets())).toEqual([]);
  });

  it('connects the portal, and copies all of it', async () => {
    await running.goTo('/sources/add');
    await page.getByText('Moodle', { exact: true }).first().click();
    await type(page, 'Web address of the portal', provider.url);
    await type(page, 'Your name there', provider.learner.username);
    await type(page, 'Password', provider.learner.password);
    await button(page, 'Connect').click();
    await page.getByText(/^186 new/u).waitFor({ timeout: 120_000 });
    await running.shot('source-copied');
    expect(found(await heapOfPage(page), secrets())).toEqual([]);
    expect(found(await heapOfMain(running.app, home), secrets())).toEqual([]);
  });

  it('tells on Home what could be proved', async () => {
    await running.goTo('/home');
    await page.getByText('Unit 1 Assignment: Risk assessment').first().waitFor();
    await page.getByText('Needs attention').first().waitFor();
    await running.shot('home');
  });

  it('finds a piece of work while typing, and shows its feedback and its pages', async () => {
    await running.goTo('/evidence?kind=assignment');
    await page.getByLabel('Find your work').fill('practical portfolio');
    await page
      .getByText(/found$/u)
      .first()
      .waitFor();
    await running.shot('evidence-search');
    await page.getByRole('link', { name: /^Unit 3 Assignment/u }).click();
    await page.getByText('Attempt 2').first().waitFor();
    await page.getByText(evidenceText).first().waitFor();
    await running.shot('item-assignment');
    expect(found(await heapOfPage(page), { evidenceText }), 'the search finds what is shown').toEqual([
      'evidenceText',
    ]);
  });

  it('keeps a page of the portal through the portal window', async () => {
    await running.goTo('/portal');
    const opened = running.app.waitForEvent('window', { timeout: 30_000 });
    await type(page, 'Web address', provider.url);
    await button(page, 'Open portal').click();
    const portal = await opened;
    await portal.getByLabel('Username').fill(provider.learner.username);
    await portal.getByLabel('Password').fill(provider.learner.password);
    await portal.getByRole('button', { name: 'Sign in' }).click();
    await portal.waitForURL(/\/my\//u);
    await button(page, 'Keep this page').click();
    await page.getByText('Kept', { exact: true }).first().waitFor();
    await running.shot('portal');
    await button(page, 'Close portal').click();
    await at(page, '/sources');
    await running.goTo('/evidence?kind=page');
    await page
      .getByText(/^1 item/u)
      .first()
      .waitFor();
  });

  it('goes on when the provider is gone: it says so, and has lost nothing', async () => {
    await provider.switches.die();
    await running.goTo('/sources');
    await button(page, 'Copy all now').click();
    await page.getByText('No answer').first().waitFor({ timeout: 120_000 });
    await running.shot('sources-provider-gone');
    await running.goTo('/evidence');
    await page.getByText(/^19\d items$/u).waitFor();
  });

  const bundle = (): string => join(home, 'bundle.zip');

  it('makes a bundle and checks it', async () => {
    await running.goTo('/send');
    await saveDialogAnswers(running.app, bundle());
    await button(page, 'Look and make').click();
    await button(page, 'Make the file').click();
    await page.getByText('Your file is ready').waitFor({ timeout: 120_000 });
    await running.shot('send-done');
    await button(page, 'Check it now').click();
    await page.getByText('Unchanged').first().waitFor({ timeout: 120_000 });
    await page.getByText('One history').first().waitFor();
    await running.shot('verify-report');
  });

  it('refuses a copy of it with one byte changed', async () => {
    const bytes = await readFile(bundle());
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    const tampered = join(home, 'tampered.zip');
    await writeFile(tampered, bytes);
    await running.goTo('/verify');
    await openDialogAnswers(running.app, [tampered]);
    await button(page, 'Check another file').click();
    await button(page, 'Choose a file').click();
    await page
      .getByText(/does not hold|has been changed|was changed/iu)
      .first()
      .waitFor({ timeout: 120_000 });
    await running.shot('verify-tampered');
    await rm(tampered);
    await rm(bundle());
  });

  it('locks: neither secret nor evidence is left in the page or in main', async () => {
    await running.goTo('/settings');
    await button(page, 'Lock now').last().click();
    await at(page, '/unlock');
    await page.getByLabel('Passphrase', { exact: true }).waitFor();
    const forbidden = { ...secrets(), evidenceText };
    expect(found(await heapOfPage(page), forbidden)).toEqual([]);
    expect(found(await heapOfMain(running.app, home), forbidden)).toEqual([]);
  });

  it('lets in with the right passphrase alone, and with the recovery key', async () => {
    await unlock(page, 'canary of somebody else');
    await page.getByText('That is not the passphrase of this vault.').waitFor();
    await page.getByRole('link', { name: 'I forgot my passphrase' }).click();
    await at(page, '/recover');
    await type(page, 'Word 1', recoveryKey.join(' '));
    await type(page, 'New passphrase', newPassphrase);
    await type(page, 'The same passphrase again', newPassphrase);
    await button(page, 'Set it and open my vault').click();
    await at(page, '/home');
    await page.getByText('Unit 1 Assignment: Risk assessment').first().waitFor();
    expect(found(await heapOfPage(page), secrets())).toEqual([]);
    expect(found(await heapOfMain(running.app, home), secrets())).toEqual([]);
  });

  it('is there again after a restart', async () => {
    await running.close();
    await start();
    await unlock(page, newPassphrase);
    await at(page, '/home');
    await page.getByText('Unit 1 Assignment: Risk assessment').first().waitFor();
  });

  it('leaves no trace of secrets or evidence outside of the vault', async () => {
    const log = running.log();
    await running.close();
    const forbidden = { ...secrets(), evidenceText, 'a title': 'Unit 1 Assignment: Risk assessment' };
    expect(found(log, forbidden)).toEqual([]);
    for (const folder of ['user-data', 'state', 'tmp', 'vault'])
      expect(await findTraces(join(home, folder), forbidden)).toEqual([]);
  });
});
