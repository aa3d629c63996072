import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { startPracticeProvider, type PracticeProvider } from '../../src/practice/provider.ts';
import { rezip } from '../support/bundle/rezip.ts';
import { makeWorld, passphrase, type VaultWorld } from '../support/vault/vault-world.ts';
import { findViolations } from './support/axe.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { openDialogAnswers, saveDialogAnswers } from './support/dialogs.ts';
import { at, button, type } from './support/doors.ts';
import { pressUntil } from './support/keyboard.ts';
import type { RunningApp } from './support/launch-app.ts';
import { launchUnlocked } from './support/launch-unlocked.ts';

/** A real vault, a portal that things happen to, and the screens on which its learner sees to them. */
describeDesktop('copying, sending, checking and looking after a vault', (stage) => {
  let provider: PracticeProvider;
  let world: VaultWorld;
  let running: RunningApp;
  let page: Page;
  let source: string;

  const text = (said: string | RegExp) => page.getByText(said).first();
  const state = (word: string) => page.locator('.page-lead .state-mark', { hasText: word });
  const bundle = (): string => join(world.root, 'evidence.zip');
  const slowly = (): void => provider.switches.slow({ msPerRequest: 400 });
  const atFullSpeed = (): void => provider.switches.slow('off');
  const progress = () => page.getByRole('progressbar').first();
  /** What was kept from the portal, as its page tells it. */
  const kept = async (): Promise<string> =>
    page
      .getByText(/^[\d,]+ items?/u)
      .first()
      .innerText();
  async function look(screen: string, heading: RegExp | string): Promise<void> {
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    for (const theme of ['light', 'dark'] as const) {
      await running.show({ theme, zoom: 1 });
      await running.shot(screen);
      expect(await findViolations(page), `${screen}, ${theme}`).toEqual([]);
    }
    await running.show({ theme: 'light', zoom: 1, width: 320 });
    await running.shot(screen);
    expect(await overflow(), `${screen} at 320 pixels`).toBeLessThanOrEqual(0);
    await running.show({ theme: 'light', zoom: 2, width: 1100 });
    await running.shot(screen);
    expect(await overflow(), `${screen} at 200 %`).toBeLessThanOrEqual(0);
    await running.show({ theme: 'light', zoom: 1, width: 1100 });
  }
  /** Pixels by which a page is wider than its window. */
  const overflow = (): Promise<number> =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  beforeAll(async () => {
    provider = await startPracticeProvider();
    world = await makeWorld();
    running = await launchUnlocked(stage, { home: world.root, passphrase });
    ({ page } = running);
  });

  afterAll(async () => {
    await running.close();
    await provider.close();
    await world.remove();
  });

  it('says what to do while there is nothing, on every one of its screens', async () => {
    await running.goTo('/sources');
    await text('No places yet').waitFor();
    await look('sources-empty', 'Sources');
    await running.goTo('/send');
    await text('There is nothing to send yet').waitFor();
    await look('send-empty', 'Send');
    await running.goTo('/health');
    await text('Not checked yet').waitFor();
  });

  it('shows the ways to connect, by keyboard alone, and says what is missing in a form', async () => {
    await running.goTo('/sources');
    await text('No places yet').waitFor();
    await pressUntil(page, 'Add a place');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Which portal do you use?' }).waitFor();
    await look('add-source', 'Which portal do you use?');
    await pressUntil(page, 'Moodle');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Moodle' }).waitFor();
    await pressUntil(page, 'Connect');
    await page.keyboard.press('Enter');
    await text('Please fill this in.').waitFor();
    await look('connect-moodle', 'Moodle');
    for (const way of ['portal', 'folder', 'files']) {
      await running.goTo(`/sources/add?way=${way}`);
      await page.getByText('Choose another').waitFor();
      await look(`add-source-${way}`, /./u);
    }
  });

  it('refuses a wrong password in plain words and keeps the form', async () => {
    await running.goTo('/sources/add?portal=moodle');
    await type(page, 'Web address of the portal', provider.url);
    await type(page, 'Your name there', provider.learner.username);
    await type(page, 'Password', 'not the password');
    await button(page, 'Connect').click();
    await text('The portal did not accept that name and password.').waitFor();
    expect(await page.getByLabel('Web address of the portal').inputValue()).toBe(provider.url);
  });

  it('connects the portal by keyboard, and shows each file by name while it is copied', async () => {
    slowly();
    await page.getByLabel('Password', { exact: true }).fill('');
    await page.getByLabel('Password', { exact: true }).focus();
    await page.keyboard.type(provider.learner.password);
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/sources\/s-/u);
    source = new URL(page.url()).hash.split('?')[0]?.split('/').at(-1) ?? '';
    await text('You are connected.').waitFor();
    await progress().waitFor();
    await page.locator('.progress-name').filter({ hasText: /\w/u }).first().waitFor();
    await running.shot('source-copying');
  });

  it('goes on while another screen is shown, and is found again', async () => {
    await running.goTo('/health');
    await page.getByRole('region', { name: 'Under way' }).getByText('Copying your work').waitFor();
    await running.goTo(`/sources/${source}`);
    await progress().waitFor();
  });

  it('stops when it is told to, and keeps what was copied', async () => {
    // Something must have been copied, for it to be kept.
    await expect.poll(async () => Number.parseInt(await kept(), 10), { timeout: 60_000 }).toBeGreaterThan(0);
    await button(page, 'Cancel').first().click();
    await text('You stopped it. What was copied until then is kept.').waitFor();
    await look('source-stopped', /Northfield/u);
    atFullSpeed();
    await button(page, 'Copy now').click();
    await state('Up to date').waitFor({ timeout: 120_000 });
    await text(/\d+ as before\./u).waitFor();
    await look('source-copied', /Northfield/u);
  });

  it('says that the provider is dead, loses nothing, and is well again once it is back', async () => {
    const before = await kept();
    await provider.switches.die();
    await button(page, 'Copy now').click();
    await state('No answer').waitFor();
    await text('Everything that was kept is still here.').waitFor();
    expect(await kept()).toBe(before);
    await look('source-dead', /Northfield/u);
    await running.goTo('/sources');
    await button(page, 'Try again: Northfield Training (practice)').waitFor();
    await look('sources-dead', 'Sources');
    await provider.switches.revive();
    await button(page, 'Try again: Northfield Training (practice)').click();
    await page.locator('.row .state-mark', { hasText: 'Up to date' }).waitFor();
  });

  it('asks to sign in again once the sign-in ended, and goes on from there', async () => {
    provider.switches.expireLogins();
    await button(page, 'Copy all now').click();
    await button(page, 'Sign in again: Northfield Training (practice)').click();
    await state('Sign in again').waitFor();
    await look('source-sign-in', /Northfield/u);
    await type(page, 'Password', provider.learner.password);
    await button(page, 'Sign in again').click();
    await text('You are signed in again.').waitFor();
    await state('Up to date').waitFor({ timeout: 120_000 });
  });

  it('lists what could not be copied with its reason, and copies it when asked again', async () => {
    provider.switches.apply('06_marking_workflow_release');
    provider.switches.failNext('/pluginfile.php', 404, 1000);
    await button(page, 'Copy now').click();
    await state('Some not copied').waitFor();
    const failed = page.getByRole('list', { name: 'What could not be copied' });
    await failed.getByText('secret feedback.pdf').waitFor();
    await failed.getByText('The portal lists this file but does not have it.').waitFor();
    await look('source-partial', /Northfield/u);
    provider.switches.clearFaults();
    await button(page, 'Try again').click();
    await state('Up to date').waitFor({ timeout: 120_000 });
    await failed.waitFor({ state: 'hidden' });
  });

  it('tells what happened without names, for whoever helps', async () => {
    await button(page, 'Show what happened').click();
    const log = page.getByRole('region', { name: 'What happened' });
    await log.waitFor();
    const said = await log.innerText();
    expect(said.length).toBeGreaterThan(40);
    expect(said).not.toContain(provider.learner.username);
    expect(said).not.toContain('Unit 2');
  });

  it('pauses a place and starts it again', async () => {
    await page.getByText('Pause this place').click();
    await state('Paused').waitFor();
    await running.shot('source-paused');
    await button(page, 'Start again').click();
    await state('Up to date').waitFor();
  });

  it('connects a folder, and holds a mass change until the learner says that it is theirs', async () => {
    const folder = join(world.root, 'team drive');
    const names = Array.from({ length: 14 }, (_, number) => join(folder, `sheet ${number + 1}.txt`));
    await mkdir(folder);
    for (const name of names) await writeFile(name, `The first words of ${name}`);
    await openDialogAnswers(running.app, [folder]);
    await running.goTo('/sources/add?way=folder');
    await button(page, 'Choose a folder').click();
    await page.waitForURL(/#\/sources\/s-/u);
    await state('Up to date').waitFor();
    for (const name of names) await rm(name);
    await writeFile(join(folder, 'read me.txt'), 'All your files are gone.');
    await state('On hold').waitFor();
    await text('Are these changes yours?').waitFor();
    await look('source-held', 'team drive');
    await button(page, 'These changes are mine').click();
    await state('Up to date').waitFor();
  });

  it('keeps files that the learner chooses', async () => {
    const file = join(world.root, 'witness statement.txt');
    await writeFile(file, 'I saw Sam do this.');
    await openDialogAnswers(running.app, [file]);
    await running.goTo('/sources');
    await button(page, 'Choose files').click();
    await text('Your files were added').waitFor();
    await text('Added by you').waitFor();
    await look('sources', 'Sources');
  });

  it('makes a bundle by keyboard alone, after saying what it will lack', async () => {
    await saveDialogAnswers(running.app, bundle());
    await running.goTo('/send');
    await button(page, 'Next').waitFor();
    await look('send', 'Send');
    await pressUntil(page, /Look and make$/u);
    await page.keyboard.press('Enter');
    await text('What will not be in it').waitFor();
    await look('send-make', 'Send');
    await pressUntil(page, 'Make the file');
    await page.keyboard.press('Enter');
    await text('Your file is ready').waitFor({ timeout: 120_000 });
    await look('send-done', 'Send');
    await pressUntil(page, 'Check it now');
    await page.keyboard.press('Enter');
    await text('Six answers, kept apart').waitFor({ timeout: 120_000 });
  });

  it('shows six separate answers, and asks for the key when it has none', async () => {
    const outcomes = await page
      .locator('[data-answer]')
      .evaluateAll((answers) => answers.map((answer) => [answer.dataset.answer, answer.dataset.outcome]));
    expect(outcomes).toEqual([
      ['unchanged', 'pass'],
      ['history', 'pass'],
      ['time', 'not-checked'],
      ['origin', 'not-checked'],
      ['missing', 'not-checked'],
      ['sender', 'not-checked'],
    ]);
    await look('report', 'Check a file');
    await page.getByLabel('The key that you expect').fill(world.vaultId);
    await button(page, 'Check again').click();
    await page.locator('[data-answer="sender"][data-outcome="pass"]').waitFor({ timeout: 120_000 });
  });

  it('refuses a bundle that was tampered with, and names the file', async () => {
    const tampered = join(world.root, 'tampered.zip');
    let changed = '';
    const bytes = await rezip(new Uint8Array(await readFile(bundle())), (files) => {
      const found = [...files].find(
        ([path, content]) => path.startsWith('data/evidence/') && content.length > 0,
      );
      if (found === undefined) throw new Error('The bundle holds no evidence.');
      changed = found[0];
      files.set(
        changed,
        found[1].map((byte, place) => (place === 0 ? byte ^ 1 : byte)),
      );
    });
    await writeFile(tampered, bytes);
    await openDialogAnswers(running.app, [tampered]);
    await button(page, 'Check another file').click();
    await text('Drop the file here').waitFor();
    await look('verify', 'Check a file');
    await button(page, 'Choose a file').click();
    await text('Do not rely on this file').waitFor({ timeout: 120_000 });
    await page.locator('[data-answer="unchanged"][data-outcome="fail"]').waitFor();
    await text('This file was changed after it was signed.').waitFor();
    await text(`In the file: ${changed}`).waitFor();
    await look('report-tampered', 'Check a file');
  });

  it('says of a file that is no bundle that it is none', async () => {
    const other = join(world.root, 'holiday.zip');
    await writeFile(other, 'not a zip');
    await openDialogAnswers(running.app, [other]);
    await button(page, 'Check another file').click();
    await button(page, 'Choose a file').click();
    await text('This is not a bundle at all. It is some other kind of file.').waitFor();
    await running.shot('report-no-bundle');
  });

  it('checks the vault fast and in full, and says that all is well', async () => {
    await running.goTo('/health');
    await button(page, 'Check now').click();
    await text('All is as it was kept').waitFor();
    await look('health', 'Health');
    await button(page, 'Read every file').click();
    await text(/^We read all of/u).waitFor({ timeout: 120_000 });
    await text('All is well').waitFor();
  });

  it('names what damage touches, and says what to do about it', async () => {
    const folder = join(world.dir, 'blobs');
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    const [lost] = files;
    if (lost === undefined) throw new Error('The vault holds no blobs.');
    await rm(join(lost.parentPath, lost.name));
    await running.goTo('/health');
    await button(page, 'Check now').click();
    await text('Not all is as it was kept').waitFor();
    const damage = page.getByRole('list', { name: 'What is wrong' });
    await damage.getByText('The stored copy of a file is missing.').waitFor();
    await damage.getByText('Press ‘Mend it’.').waitFor();
    expect(await damage.getByRole('link').count()).toBeGreaterThan(0);
    await text('Something is wrong').waitFor();
    await look('health-damaged', 'Health');
  });

  it('removes a place and keeps what it gave', async () => {
    await running.goTo(`/sources/${source}`);
    await button(page, 'Remove this place').click();
    await page.getByRole('alertdialog').waitFor();
    await running.shot('source-remove');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove this place' }).click();
    await at(page, '/sources');
    await text('Northfield Training (practice) is removed. What it gave is kept.').waitFor();
  });

  it('verifies a bundle with no vault open', async () => {
    await button(page, 'Lock now').click();
    await at(page, '/unlock');
    await openDialogAnswers(running.app, [bundle()]);
    await running.goTo('/verify');
    await button(page, 'Choose a file').click();
    await text('Six answers, kept apart').waitFor({ timeout: 120_000 });
    await look('report-without-vault', 'Check a file');
  });

  it('wrote no error to its console', () => {
    expect(running.troubles()).toEqual([]);
  });
});
