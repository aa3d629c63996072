import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { startPracticeCanvas, type PracticeCanvas } from '../../src/practice/canvas/practice-canvas.ts';
import { startPracticeProvider, type PracticeProvider } from '../../src/practice/provider.ts';
import { bakedPng } from '../support/credentials/bake.ts';
import { sampleBadge } from '../support/credentials/sample-credentials.ts';
import { createTestKey, signWithProof } from '../support/credentials/sign.ts';
import { ImapServer } from '../support/mail/imap-server.ts';
import { mail } from '../support/mail/mailbox-world.ts';
import { ed25519Key, signed } from '../support/mail/signing.ts';
import { makeWorld, passphrase, type VaultWorld } from '../support/vault/vault-world.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { openDialogAnswers } from './support/dialogs.ts';
import { at, button, type } from './support/doors.ts';
import type { RunningApp } from './support/launch-app.ts';
import { launchUnlocked } from './support/launch-unlocked.ts';
import { lookEverywhere } from './support/looking.ts';
import { findTraces } from './support/traces.ts';

/** Signing in to what holds the learner's work, each in its own way, and looking at what came. */
describeDesktop('connecting a portal, a mailbox and a host of badges', (stage) => {
  let provider: PracticeProvider;
  let canvas: PracticeCanvas;
  let mails: ImapServer;
  let world: VaultWorld;
  let running: RunningApp;
  let page: Page;

  const text = (said: string | RegExp) => page.getByText(said).first();
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
  const look = (screen: string): Promise<void> => lookEverywhere(running, page, screen);
  const connected = async (): Promise<void> => {
    await page.waitForURL(/#\/sources\/s-/u);
  };
  async function copied(): Promise<void> {
    await text('All of it was copied.').waitFor({ timeout: 120_000 });
  }
  async function openItem(kind: string, name: string | RegExp): Promise<void> {
    await running.goTo(`/evidence?kind=${kind}`);
    await page.getByRole('link', { name }).first().click();
    await page.waitForURL(/#\/item\//u);
  }

  beforeAll(async () => {
    provider = await startPracticeProvider();
    canvas = await startPracticeCanvas();
    mails = await new ImapServer().start();
    mails.put('INBOX', mail(1));
    mails.put('INBOX', mail(2, 'ann@college.test', 'Your unit 2 is a pass.'));
    mails.put('INBOX', mail(3, 'shop@offers.test'));
    mails.put('Archive', await signed(mail(4), ed25519Key()));
    world = await makeWorld();
    running = await launchUnlocked(stage, { home: world.root, passphrase });
    ({ page } = running);
  });

  afterAll(async () => {
    await running.close();
    await Promise.all([provider.close(), canvas.close(), mails.close()]);
    await world.remove();
  });

  it('connects a Canvas with a token, after one that it did not take', async () => {
    await running.goTo('/sources/add?portal=canvas');
    await button(page, 'Connect').click();
    await text('Please fill this in.').waitFor();
    await look('connect-canvas');
    await type(page, 'Web address of your Canvas', canvas.url);
    await type(page, 'Token', 'not-the-token');
    await button(page, 'Connect').click();
    await text('The portal did not take that token.').waitFor();
    await type(page, 'Token', canvas.token);
    await button(page, 'Connect').click();
    await connected();
    await copied();
    await text('Canvas portal').waitFor();
  });

  it('asks for a new token once the old one is good no longer', async () => {
    canvas.switches.expireToken();
    await button(page, 'Copy now').click();
    await text('Your sign-in for this portal has ended.').waitFor();
    await look('canvas-sign-in-again');
    await type(page, 'Token', canvas.token);
    await button(page, 'Sign in again').click();
    await text('The portal did not take that token.').waitFor();
  });

  it('shows what would be kept of a mailbox, and keeps just that', async () => {
    await running.goTo('/sources/add?portal=email');
    await type(page, 'Mail server', '127.0.0.1');
    await type(page, 'Your e-mail address', mails.username);
    await type(page, 'App password', mails.password);
    await page.getByText('If it does not work like this').click();
    await type(page, 'Port', String(mails.port));
    await page.getByRole('button', { name: /How the line is kept safe/u }).click();
    await page.getByRole('option', { name: 'Not at all' }).click();
    await look('connect-mailbox');
    await button(page, 'Look at my folders').click();
    await text('What do you want to keep?').waitFor();
    await button(page, 'Show me what would be kept').click();
    await text('Choose a folder, or type whose e-mails you want.').waitFor();
    await page.getByText('Inbox', { exact: true }).click();
    await page.getByText('Archive', { exact: true }).click();
    await page.getByLabel('Only e-mails from').fill('@college.test');
    await button(page, 'Show me what would be kept').click();
    await text('3 e-mails would be kept.').waitFor();
    await text('Unit 2').waitFor();
    await look('mailbox-preview');
    await button(page, 'Keep these e-mails').click();
    await connected();
    await copied();
    await text('Mailbox').waitFor();
  });

  it('shows an e-mail with its words, its files, and what its seal says', async () => {
    await openItem('message', 'Unit 2');
    await text('An e-mail that is kept for you.').waitFor();
    await text('Your unit 2 is a pass.').waitFor();
    await text('It has no seal.').waitFor();
    await text('The e-mail just as it came').waitFor();
    await look('item-message');
    await openItem('message', 'Unit 4');
    await text('The seal of college.test could not be checked.').waitFor();
    await look('item-message-sealed');
  });

  it('connects a host of badges on its own sign-in page', async () => {
    await running.goTo('/sources/add?portal=open-badges');
    await page.getByText('Let us copy it for you').click();
    await type(page, 'Web address of the place that holds your badges', provider.url);
    await look('connect-badges');
    const opened = running.app.waitForEvent('window', { timeout: 60_000 });
    await button(page, 'Sign in there').click();
    const portal = await opened;
    await portal.getByLabel('Username').fill(provider.learner.username);
    await portal.getByLabel('Password').fill(provider.learner.password);
    await portal.getByRole('button', { name: 'Sign in and share' }).click();
    await at(page, '/sources');
    await text(/ is connected\./u).waitFor();
    await look('connected-in-window');
    await button(page, 'Have a look').click();
    await copied();
  });

  it('says so where the learner did not share', async () => {
    await running.goTo('/sources/add?portal=open-badges');
    await page.getByText('Let us copy it for you').click();
    await type(page, 'Web address of the place that holds your badges', provider.url);
    const opened = running.app.waitForEvent('window', { timeout: 60_000 });
    await button(page, 'Sign in there').click();
    const portal = await opened;
    await portal.getByLabel('Username').fill(provider.learner.username);
    await portal.getByLabel('Password').fill(provider.learner.password);
    await portal.getByRole('button', { name: 'Do not share' }).click();
    await at(page, '/sources');
    await text('That sign-in did not work').waitFor();
  });

  it('shows a badge with what was checked, each by itself', async () => {
    const key = createTestKey();
    const badge = await signWithProof(sampleBadge(key.did), key);
    const folder = join(world.root, 'given');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'badge.png'), bakedPng(JSON.stringify(badge)));
    await openDialogAnswers(running.app, [join(folder, 'badge.png')]);
    await running.goTo('/sources/add?way=files');
    await button(page, 'Choose files').click();
    await heading('Here is what we found').waitFor();
    await button(page, 'Take it in').click();
    await heading('This is what was taken in').waitFor();
    await openItem('credential', 'Unit 3: Food safety');
    await text('What we checked').waitFor();
    await text('Riverside College').waitFor();
    await text('Nobody else has said whose key this is.').waitFor();
    await text('Is it unchanged?').waitFor();
    await look('item-credential');
  });

  it('left no token and no password where it could be read', async () => {
    expect(
      await findTraces(world.root, { token: canvas.token, password: mails.password, key: 'not-the-token' }),
    ).toEqual([]);
  });

  it('wrote no error to its console', () => {
    expect(running.troubles()).toEqual([]);
  });
});
