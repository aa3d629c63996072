import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { startPracticeProvider, type PracticeProvider } from '../../src/practice/provider.ts';
import { connectMoodle } from '../../src/vault/connectors/moodle.ts';
import { listItems } from '../../src/vault/items.ts';
import { addCriterion, addUnit } from '../../src/vault/statements.ts';
import { syncSources } from '../../src/vault/sync-sources.ts';
import { makeWorld, noStop, passphrase, type VaultWorld } from '../support/vault/vault-world.ts';
import { findViolations } from './support/axe.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { openDialogAnswers, saveDialogAnswers } from './support/dialogs.ts';
import { at, button, type, unlock } from './support/doors.ts';
import { pressUntil } from './support/keyboard.ts';
import { inkOf, recordFilm } from './support/drawn.ts';
import { launchApp, type RunningApp } from './support/launch-app.ts';
import { makePagesPdf, makePngOf, makeScannedPdf, makeWav } from './support/sample-files.ts';

const essay = makePagesPdf(['First page of my essay', 'Second page of my essay', 'Third page of my essay']);
const wavSeconds = 4 * 3600;
const mail = [
  'From: Amy Ray <amy@northfield.example>',
  'To: sam@example.org',
  'Subject: =?utf-8?Q?Your_caf=C3=A9_project?=',
  'Date: Mon, 2 Nov 2026 10:00:00 +0000',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Well done on the costing.',
].join('\r\n');

describeDesktop('the evidence of a vault, looked at', (stage) => {
  let provider: PracticeProvider;
  let world: VaultWorld;
  let running: RunningApp;
  let page: Page;
  let assignments: number;

  const search = () => page.getByRole('searchbox', { name: 'Find your work' });
  const count = (words: string | RegExp) => page.locator('.evidence-count', { hasText: words });
  const text = (said: string | RegExp) => page.getByText(said).first();
  const announced = () => page.locator('#announcer').innerText();
  const link = (name: string | RegExp) => page.locator('.evidence-link').filter({ hasText: name }).first();

  /** Finds an item by its name, as a person does, and opens it. */
  async function open(name: string, kind = 'document'): Promise<void> {
    await running.goTo(`/evidence?kind=${kind}&q=${encodeURIComponent(name)}`);
    await count(/found/u).waitFor();
    await page.getByRole('link', { name, exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  }

  /** Both themes, a phone's width and 200 %: a picture of each, no rule broken, nothing beyond the edge. */
  async function look(screen: string): Promise<void> {
    // What react-aria says aloud names the button that was pressed, for seven seconds, and the button may be gone by then.
    await page.locator('[data-live-announcer] [role="img"]').first().waitFor({ state: 'detached' });
    for (const theme of ['light', 'dark'] as const) {
      await running.show({ theme, zoom: 1 });
      await running.shot(screen);
      expect(await findViolations(page), `${screen}, ${theme}`).toEqual([]);
    }
    for (const appearance of [
      { theme: 'light', zoom: 1, width: 320 },
      { theme: 'light', zoom: 2, width: 1100 },
    ] as const) {
      await running.show(appearance);
      await running.shot(screen);
      const beyond = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(
        beyond,
        `${screen} at ${String(appearance.width)} px, ${String(appearance.zoom)}`,
      ).toBeLessThanOrEqual(0);
    }
    await running.show({ theme: 'light', zoom: 1, width: 1100 });
  }

  beforeAll(async () => {
    provider = await startPracticeProvider();
    world = await makeWorld();
    provider.switches.unreadableFiles(true);
    await world.using(async (vault) => {
      const { username, password } = provider.learner;
      await connectMoodle(vault, { url: provider.url, username, secret: { password } }, { signal: noStop() });
      await syncSources(vault, { signal: noStop() });
      provider.switches.markAgain(4, { grade: 'Distinction', comment: '<p>Better than it looked.</p>' });
      await syncSources(vault, { signal: noStop() });
      assignments = listItems(vault, { kind: 'assignment' }).length;
      await addUnit(vault, { reference: 'Unit 1', title: 'Risk assessment' });
      await addCriterion(vault, 'Unit 1', { reference: '1.1', text: 'Name the risks' });
      await world.add(vault, {
        'my essay.pdf': essay,
        'scanned.pdf': makeScannedPdf(),
        'long recording.wav': makeWav(wavSeconds),
        'from amy.eml': mail,
        'plan.png': makePngOf(640, 480, true),
        'notes.csv': 'week,hours\n1,7\n2,6\n',
        'long.txt': 'a line of a long text\n'.repeat(60_000),
      });
    });
    running = await launchApp(stage, { home: world.root });
    ({ page } = running);
    page.setDefaultTimeout(30_000);
    await writeFile(join(world.root, 'film.webm'), await recordFilm(page));
    await unlock(page, passphrase);
    await at(page, '/home');
  });

  afterAll(async () => {
    await running.close();
    await provider.close();
    await world.remove();
  });

  it('lists all that is kept, with what could not be copied and why', async () => {
    await running.goTo('/evidence');
    await count(/^1\d\d items$/u).waitFor();
    await text(/items? could not be copied/u).waitFor();
    await look('evidence');
    await button(page, 'Show them').click();
    await text(/Not copied\. /u).waitFor();
    await page
      .getByRole('button', { name: /^Try again: /u })
      .first()
      .waitFor();
    await look('evidence-failed');
  });

  it('searches while somebody types: the last words count, and how many there are is said', async () => {
    await running.goTo('/evidence');
    await count(/items$/u).waitFor();
    await search().focus();
    await page.keyboard.type('zzzz', { delay: 20 });
    await text('Nothing fits that').waitFor();
    for (let letter = 0; letter < 4; letter += 1) await page.keyboard.press('Backspace');
    await page.keyboard.type('practical portfolio', { delay: 30 });
    await page.waitForURL(/q=practical\+portfolio$/u);
    await count(/^\d+ items found$/u).waitFor();
    const said = await count(/./u).innerText();
    await expect.poll(announced).toBe(said);
    const names = await page.locator('.evidence-link').allInnerTexts();
    expect(names.some((name) => name.includes('Practical portfolio'))).toBe(true);
    expect(await search().inputValue()).toBe('practical portfolio');
  });

  it('finds the words inside files, and says kindly when there are none', async () => {
    await running.goTo('/evidence?q=sizing+not+evidenced');
    await link(/Unit 3 .*attempt 1, feedback/u).waitFor();
    await running.goTo('/evidence?q=unheard-of');
    await text('Nothing fits that').waitFor();
    await look('evidence-nothing');
    await button(page, 'Show all').last().click();
    await count(/^1\d\d items$/u).waitFor();
  });

  it('is narrowed by kind in its address and by choosing', async () => {
    await running.goTo('/evidence');
    await count(/items$/u).waitFor();
    await page.getByRole('button', { name: /^Every kind/u }).click();
    await page.getByRole('option', { name: /^Assignments/u }).click();
    await page.waitForURL(/\?kind=assignment$/u);
    await count(`${assignments} items found`).waitFor();
    await page.getByRole('button', { name: /^Any state/u }).click();
    await page.getByRole('option', { name: /^Gone/u }).click();
    await text('No kept work fits what you chose.').waitFor();
  });

  it('shows the same by date', async () => {
    await running.goTo('/evidence');
    await count(/items$/u).waitFor();
    await page.getByRole('radio', { name: 'By date' }).click();
    await page.waitForURL(/\?view=time$/u);
    await text('Today').waitFor();
    await look('evidence-by-date');
  });

  it('is walked by keyboard alone, and comes back to where it was left', async () => {
    await running.goTo('/evidence');
    await count(/items$/u).waitFor();
    await search().focus();
    const first = await page.locator('.evidence-link').first().innerText();
    await pressUntil(page, first.trim());
    const focused = () =>
      page.evaluate(() => document.activeElement?.closest('[data-index]')?.getAttribute('data-index'));
    await page.keyboard.press('ArrowDown');
    await expect.poll(focused).toBe('1');
    const row = page.locator('[data-index="1"]');
    expect(await row.getAttribute('aria-posinset')).toBe('2');
    expect(Number(await row.getAttribute('aria-setsize'))).toBeGreaterThan(100);
    await page.keyboard.press('End');
    const last = Number(await row.or(page.locator('[data-index]')).first().getAttribute('aria-setsize')) - 1;
    await expect.poll(focused).toBe(String(last));
    await page.keyboard.press('Home');
    await expect.poll(focused).toBe('0');
    for (let press = 0; press < 5; press += 1) await page.keyboard.press('PageDown');
    await expect.poll(async () => Number(await focused())).toBeGreaterThan(20);
    const place = await focused();
    const name = await page.evaluate(() => document.activeElement?.textContent ?? '');
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(1000);
    const height = () =>
      page.locator(`[data-index="${String(place)}"]`).evaluate((row) => row.getBoundingClientRect().top);
    const before = await height();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    await pressUntil(page, 'Evidence');
    await page.locator('.page-back').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/evidence$/u);
    await expect.poll(height).toBeCloseTo(before, -1);
  });

  it('shows every attempt with its own feedback, grade and files', async () => {
    await open('Unit 3 Assignment: Practical portfolio (resubmission)', 'assignment');
    const first = page.getByRole('region', { name: 'Attempt 1' });
    const second = page.getByRole('region', { name: 'Attempt 2' });
    await first.getByText('Refer', { exact: true }).waitFor();
    await first.getByText('AC 3.2 sizing not evidenced').waitFor();
    await second.getByText('Pass', { exact: true }).waitFor();
    await second.getByText('portfolio v2.docx').waitFor();
    expect(await first.getByText('portfolio v2.docx').count()).toBe(0);
    await look('item-assignment');
  });

  it('keeps what a grade was before it was changed, and tells its history', async () => {
    await open('Unit 4 Assignment: Inspection report (rubric)', 'assignment');
    const attempt = page.getByRole('region', { name: 'Attempt 1' });
    await attempt.getByText('Distinction', { exact: true }).waitFor();
    await attempt.getByText(/Before that: Merit/u).waitFor();
    await open('Unit 4 Assignment: Inspection report (rubric), attempt 1, grade', 'grade');
    await page.getByText('From the provider').waitFor();
    await button(page, 'Show history').click();
    await text('Copied for the first time').waitFor();
    await text('It had changed. Version 2 was kept.').waitFor();
    await look('item-grade');
  });

  it('draws a PDF, page by page, and gives its words', async () => {
    await open('my essay.pdf');
    await page.getByText('Page 1 of 3').waitFor();
    await expect.poll(() => inkOf(page, 1)).toBeGreaterThan(100);
    await button(page, 'Next page').click();
    await page.getByText('Page 2 of 3').waitFor();
    await expect.poll(() => inkOf(page, 2)).toBeGreaterThan(100);
    await text('Read the words on page 2').click();
    await text('Second page of my essay').waitFor();
    await look('item-pdf');
  });

  it('draws a scanned page', async () => {
    await open('scanned.pdf');
    await expect.poll(() => inkOf(page, 1), { timeout: 20_000 }).toBeGreaterThan(1000);
  });

  it('links a page of it to a criterion, and takes the link back', async () => {
    await open('my essay.pdf');
    await page.getByText('Page 1 of 3').waitFor();
    await button(page, 'Link to a unit').click();
    await page.getByRole('button', { name: /Criterion/u }).click();
    await page.getByRole('option', { name: /1\.1/u }).click();
    await type(page, 'On which page', 'the third');
    await button(page, 'Link it').click();
    await text('Write a page like 4, or pages like 4-6.').waitFor();
    await type(page, 'On which page', '3');
    await look('item-linking');
    await button(page, 'Link it').click();
    await text('Unit 1, 1.1').waitFor();
    await page.getByRole('button', { name: /^page 3/u }).click();
    await page.getByText('Page 3 of 3').waitFor();
    await button(page, 'Take back').first().click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Take back' }).click();
    await text('Link it to a unit, and to the part of it that this work shows.').waitFor();
  });

  it('keeps a note', async () => {
    await open('my essay.pdf');
    await button(page, 'Add a note').click();
    await page.getByLabel('Your note', { exact: true }).fill('Written on the train.');
    await button(page, 'Keep this note').click();
    await page.locator('.note-text', { hasText: 'Written on the train.' }).waitFor();
  });

  it('saves a copy that is the same to the byte, and shows its digest', async () => {
    await open('my essay.pdf');
    const copy = join(world.root, 'copy.pdf');
    await saveDialogAnswers(running.app, copy);
    await button(page, 'Save a copy').click();
    await text(/A copy of .* was saved\./u).waitFor();
    expect((await readFile(copy)).equals(essay)).toBe(true);
    await text('Details').click();
    await text(createHash('sha256').update(essay).digest('hex')).waitFor();
  });

  it('shows a picture, text, a table and an e-mail', async () => {
    await open('plan.png');
    await expect
      .poll(() => page.locator('.preview-picture img').evaluate((img: HTMLImageElement) => img.naturalWidth))
      .toBe(640);
    await look('item-picture');
    await open('notes.csv');
    await page.locator('.preview-text', { hasText: 'week,hours' }).waitFor();
    await open('from amy.eml');
    await text('Your café project').waitFor();
    await page.locator('.preview-mail-text', { hasText: 'Well done on the costing.' }).waitFor();
    await look('item-mail');
    await open('page.html');
    await page.locator('.preview-text', { hasText: '<script>alert(1)</script>' }).waitFor();
  });

  it('shows the first megabyte of a long text, and more as asked', async () => {
    await open('long.txt');
    await text('You see the first 1 MB of 1.3 MB.').waitFor();
    await button(page, 'Show more').click();
    await text('You see the first').waitFor({ state: 'detached' });
    await look('item-text');
  });

  it('plays a long recording from any moment, and shows a film', async () => {
    await open('long recording.wav');
    const player = page.locator('audio.preview-player');
    await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.duration)).toBe(wavSeconds);
    await player.evaluate((audio: HTMLAudioElement, to) => {
      audio.currentTime = to;
    }, wavSeconds - 10);
    await expect
      .poll(() => player.evaluate((audio: HTMLAudioElement) => !audio.seeking && audio.readyState >= 2))
      .toBe(true);
    expect(await player.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeCloseTo(
      wavSeconds - 10,
      0,
    );
    await openDialogAnswers(running.app, [join(world.root, 'film.webm')]);
    await running.goTo('/sources/add?way=files');
    await button(page, 'Choose files').click();
    await at(page, '/sources');
    await open('film.webm');
    const film = page.locator('video.preview-player');
    await expect.poll(() => film.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(64);
    await look('item-film');
  });

  it('says kindly what it cannot show', async () => {
    await open('portfolio.docx');
    await text('This kind of file can not be shown here').waitFor();
    await open('empty.txt');
    await text('This file is empty').waitFor();
    await look('item-empty');
    await running.goTo('/item/i-0000000000');
    await page.getByRole('heading', { level: 1, name: 'This item is not here' }).waitFor();
  });

  it('tries again what could not be copied', async () => {
    await running.goTo('/evidence?state=failed');
    await page
      .getByRole('button', { name: /^Try again: /u })
      .first()
      .waitFor();
    provider.switches.unreadableFiles(false);
    await page
      .getByRole('button', { name: /^Try again: /u })
      .first()
      .click();
    await text('No kept work fits what you chose.').waitFor({ timeout: 120_000 });
  });

  it('wrote no error to its console', () => {
    expect(running.troubles()).toEqual([]);
  });
});
