import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { systemClock } from '../../src/base/clock.ts';
import { newPolicy } from '../../src/vault/policies/policy-file.ts';
import { makeRecipient, recipientFiles } from '../../src/vault/recipients/make-recipient.ts';
import { readIdentities, type ShownCard } from '../../src/vault/recipients/read-recipient.ts';
import { listItems } from '../../src/vault/items.ts';
import { flagItem } from '../../src/vault/flags.ts';
import { setProfile } from '../../src/vault/statements.ts';
import { verifyFile } from '../../src/vault/verify-file.ts';
import { ascii, exifSegment, makeExif, makeJpeg } from '../support/metadata/make-pictures.ts';
import { makeWorld, noStop, passphrase, type VaultWorld } from '../support/vault/vault-world.ts';
import { findViolations } from './support/axe.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { openDialogAnswers, saveDialogAnswers } from './support/dialogs.ts';
import { button } from './support/doors.ts';
import { pressUntil } from './support/keyboard.ts';
import type { RunningApp } from './support/launch-app.ts';
import { launchUnlocked } from './support/launch-unlocked.ts';

/** A learner sends a part of their work, under a number, to one officer alone, who then checks it. */
describeDesktop('sending with every choice', (stage) => {
  let world: VaultWorld;
  let running: RunningApp;
  let page: Page;
  let officer: ShownCard;

  const text = (said: string | RegExp) => page.getByText(said).first();
  const file = (name: string): string => join(world.root, name);
  const officerFile = (name: keyof typeof recipientFiles): string =>
    file(join('officer', recipientFiles[name]));
  const cardField = () => page.locator('input[name="recipient-card"]');
  const people = () => page.getByRole('list', { name: 'The people who can open it' });

  /** Both themes, a phone's width and 200 %: a picture of each, no rule broken, nothing beyond the edge. */
  async function look(screen: string): Promise<void> {
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
      expect(beyond, `${screen} at ${String(appearance.width)} px`).toBeLessThanOrEqual(0);
    }
    await running.show({ theme: 'light', zoom: 1, width: 1100 });
  }

  /** The card's picture as a camera takes it: turned a little, unevenly lit, with noise, as a JPEG. */
  async function photograph(): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
    const drawn = await readFile(officerFile('picture'));
    const photo = await page.evaluate(async (png) => {
      const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes]));
      const canvas = new OffscreenCanvas(1600, 1200);
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('There is no canvas.');
      const table = context.createLinearGradient(0, 0, 1600, 1200);
      table.addColorStop(0, '#7a6a55');
      table.addColorStop(1, '#c9bda6');
      context.fillStyle = table;
      context.fillRect(0, 0, 1600, 1200);
      context.translate(800, 600);
      context.rotate(0.12);
      context.filter = 'blur(1px) brightness(0.85)';
      context.drawImage(picture, -420, -420, 840, 840);
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.6 });
      const letters = Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) =>
        String.fromCharCode(byte),
      );
      return btoa(letters.join(''));
    }, drawn.toString('base64'));
    return { name: 'photo of the card.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(photo, 'base64') };
  }

  beforeAll(async () => {
    world = await makeWorld();
    await world.using(async (vault) => {
      await world.add(vault, {
        'essay.txt': 'My essay on heat pumps.',
        'Sam Okafor diary.txt': 'What I did each day.',
        'plan.txt': 'The plan of the practical, by Sam Okafor.',
        'sketch.txt': 'A sketch.',
        'my health.txt': 'About my health.',
        'boiler.jpg': makeJpeg([exifSegment(makeExif([ascii(0x010f, 'Fairphone')], [53.8, -1.55]))]),
      });
      const [marked] = listItems(vault).filter(({ name }) => name === 'my health.txt');
      await flagItem(vault, marked?.id ?? '', ['sensitive']);
      await setProfile(vault, {
        name: 'Sam Okafor',
        uln: '1234567890',
        candidateNumber: '44-71',
        email: 'sam@example.org',
      });
      const [replica, at] = ['5'.repeat(32), '2026-03-12T10:00:00.000Z'];
      await vault.recorder.record([
        { kind: 'replica-added', at, replica, name: 'Blue stick', type: 'folder' },
        { kind: 'restore-rehearsed', at, replica, items: 5, readable: 5, of: 5, bytes: 9_000 },
      ]);
    });
    officer = await makeRecipient({
      name: 'Brightwell Awards',
      contact: '0113 496 0000',
      dir: file('officer'),
      force: false,
      clock: systemClock,
    });
    running = await launchUnlocked(stage, { home: world.root, passphrase });
    ({ page } = running);
  });
  afterAll(async () => {
    await running.close();
    await world.remove();
  });

  it('leaves an item out of everything', async () => {
    await running.goTo('/send');
    await text(/^5 items, /u).waitFor();
    const marked = page.getByRole('list', { name: 'You marked these, so they stay here' });
    await marked.getByText('my health.txt').waitFor();
    await look('send-marked');
    await marked.locator('label', { hasText: 'my health.txt' }).click();
    await text(/^6 items, /u).waitFor();
    await marked.locator('label', { hasText: 'my health.txt' }).click();
    await text(/^5 items, /u).waitFor();
    await page.getByText('Leave some of it out').click();
    await page.getByRole('searchbox', { name: 'Find items to leave out' }).fill('sketch');
    await page.getByRole('checkbox', { name: /sketch\.txt/u }).waitFor();
    await page.locator('label', { hasText: 'sketch.txt' }).click();
    await text('1 item is left out').waitFor();
    await text(/^4 items, /u).waitFor();
    await look('send-leave-out');
    await button(page, 'Next').click();
    await page.getByRole('heading', { level: 2, name: 'What will they see about you?' }).waitFor();
  });

  it('shows what is needed of who the learner is, each part to be ticked', async () => {
    await page.getByRole('checkbox', { name: 'Name', exact: true }).waitFor();
    expect(await page.getByRole('checkbox', { name: 'Name', exact: true }).isChecked()).toBe(true);
    expect(await page.getByRole('checkbox', { name: 'Email', exact: true }).isChecked()).toBe(false);
    await look('send-self');
  });

  it('shows what a photo says of itself, and sends a copy that does not', async () => {
    await button(page, 'Show what my files say').click();
    const list = page.getByRole('list', { name: 'What your files say', exact: true });
    await list.getByText('boiler.jpg').waitFor();
    await list.getByText('Where it was made').waitFor();
    await page.locator('label', { hasText: 'Send copies that do not say this' }).click();
    await list.scrollIntoViewIfNeeded();
    await look('send-hidden');
  });

  it('shows a candidate number instead, and lists what may still name the learner', async () => {
    await page.locator('label', { hasText: 'By my candidate number' }).click();
    const naming = page.getByRole('list', { name: 'These may still say who you are' });
    await naming.getByText('Sam Okafor diary.txt').waitFor();
    await look('send-number');
    await button(page, 'Leave out Sam Okafor diary.txt').click();
    await naming.getByText('Sam Okafor diary.txt').waitFor({ state: 'detached' });
    await pressUntil(page, 'Next');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: 'Who can open it?' }).waitFor();
  });

  it('takes an officer’s card from a photo of its QR code, and shows the words to compare', async () => {
    await page.locator('label', { hasText: 'Only the people I choose' }).click();
    await text('Add at least one card first.').waitFor();
    await look('send-readers-none');
    await cardField().setInputFiles(await photograph());
    await people().getByText('Brightwell Awards').waitFor();
    await people().getByText('0113 496 0000').waitFor();
    await people().getByText(officer.keyPhrase).waitFor();
    await look('send-readers');
  });

  it('takes the same card from its picture, its file and its text, and once only', async () => {
    for (const form of ['picture', 'card'] as const) {
      await button(page, 'Take away Brightwell Awards').click();
      await cardField().setInputFiles(officerFile(form));
      await people().getByText(officer.keyPhrase).waitFor();
    }
    await page.getByLabel('Or paste the text of a card here').fill(officer.cardText);
    await button(page, 'Add this card').click();
    await expect.poll(() => page.getByLabel('Or paste the text of a card here').inputValue()).toBe('');
    expect(await people().getByRole('listitem').count()).toBe(1);
  });

  it('says what is wrong with what is no card, or no longer one', async () => {
    const json = await readFile(officerFile('card'), 'utf8');
    const changed = Buffer.from(json.replace('Brightwell', 'Brightwall'));
    await cardField().setInputFiles({ name: 'card.json', mimeType: 'application/json', buffer: changed });
    await text('This card was changed after it was made.').waitFor();
    const blank = { name: 'blank.png', mimeType: 'image/png', buffer: Buffer.from('no picture') };
    await cardField().setInputFiles(blank);
    await text('We can not open this picture.').waitFor();
    await page.getByLabel('Or paste the text of a card here').fill('hello');
    await button(page, 'Add this card').click();
    await text('This is not a card.').waitFor();
    await page.getByLabel('Or paste the text of a card here').fill(officer.cardText.slice(0, -7));
    await button(page, 'Add this card').click();
    await text('This card is cut off or mistyped.').waitFor();
    expect(await people().getByRole('listitem').count()).toBe(1);
    await button(page, 'Next').click();
  });

  it('shows exactly what the officer will see, and why the rest is missing', async () => {
    await text('It will be locked. Only these can open it: Brightwell Awards.').waitFor();
    await page.getByRole('list', { name: 'What is in it' }).getByText('plan.txt').waitFor();
    const items = await page.getByRole('list', { name: 'What is in it' }).innerText();
    expect(items).toContain('essay.txt');
    expect(items).not.toMatch(/sketch|diary/u);
    const seen = await page.getByRole('list', { name: 'What they see about you' }).innerText();
    expect(seen).toContain('44-71');
    expect(seen).not.toMatch(/Okafor|1234567890/u);
    await page
      .getByRole('list', { name: 'What will not be in it' })
      .getByText('The learner left this out of the bundle.')
      .first()
      .waitFor();
    await text('2 things in it may still say who you are.').waitFor();
    await look('send-make-locked');
  });

  it('makes the file, tells its fingerprint and id, and saves the page that checks it', async () => {
    await saveDialogAnswers(running.app, file('locked.zip.age'));
    await button(page, 'Make the file').click();
    await text('Your file is ready').waitFor();
    await text('This file is locked. Only these can open it: Brightwell Awards.').waitFor();
    await text('1 file in it is a copy that says less.').waitFor();
    const digest = createHash('sha256')
      .update(await readFile(file('locked.zip.age')))
      .digest('hex');
    await text(digest).waitFor();
    await saveDialogAnswers(running.app, file('verifier.html'));
    await button(page, 'Save the page that checks it').click();
    await text('The page is saved.').waitFor({ timeout: 120_000 });
    const saved = await readFile(file('verifier.html'));
    await text(createHash('sha256').update(saved).digest('hex')).waitFor();
    expect(saved.toString('utf8', 0, 15).toLowerCase()).toBe('<!doctype html>');
    await look('send-done-locked');
  });

  it('is opened by the officer’s key alone, without the name and without what was left out', async () => {
    const options = { signal: noStop() };
    const path = file('locked.zip.age');
    expect(await verifyFile(path, {}, options)).toMatchObject({ encrypted: true, bundle: null });
    const identities = await readIdentities(officerFile('identity'));
    const report = await verifyFile(path, { identities, expectKey: world.vaultId, full: true }, options);
    expect(report).toMatchObject({ ok: true, encrypted: true, bundle: { items: 3 } });
    expect(report.items.flatMap(({ name }) => name ?? []).sort()).toEqual([
      'boiler.jpg',
      'essay.txt',
      'plan.txt',
    ]);
    expect(report.bundle?.missing.map(({ why }) => why)).toContain('excluded');
    expect(JSON.stringify(report)).not.toMatch(/Okafor|1234567890|sketch|health/u);
  });

  it('goes on from an earlier file that the vault knows', async () => {
    await button(page, 'Make another').click();
    await button(page, 'Look and make').click();
    await page.locator('summary', { hasText: 'More choices' }).click();
    await text('This file goes on from an older one').waitFor();
    await page.getByRole('button', { name: /This file goes on from an older one/u }).click();
    await page.getByRole('option', { name: /3 items · locked/u }).click();
    await page.getByText(/^Show that I tried getting everything back/u).click();
    await look('send-goes-on');
    await saveDialogAnswers(running.app, file('second.zip.age'));
    await button(page, 'Make the file').click();
    await text('Your file is ready').waitFor();
    const identities = await readIdentities(officerFile('identity'));
    const report = await verifyFile(file('second.zip.age'), { identities }, { signal: noStop() });
    expect(report).toMatchObject({
      ok: true,
      rehearsal: { at: '2026-03-12T10:00:00.000Z', readable: 5, of: 5 },
    });
    expect(JSON.stringify(report)).not.toContain('Blue stick');
  });

  it('checks a locked file inside the app: locked at first, then opened with the key file', async () => {
    await running.goTo('/verify');
    await openDialogAnswers(running.app, [file('second.zip.age')]);
    await button(page, 'Choose a file').click();
    await text('This file is locked').waitFor();
    await look('verify-locked');
    await openDialogAnswers(running.app, [officerFile('identity')]);
    await button(page, 'Choose your key file').click();
    await text(recipientFiles.identity).waitFor();
    await button(page, 'Check again').click();
    await page.locator('[data-answer="unchanged"][data-outcome="pass"]').waitFor();
    await text(/Of 5 items that were tried, 5 came back whole/u).scrollIntoViewIfNeeded();
    await look('verify-kept-safe');
  });

  it('judges by a trust list and as of a day, and saves the report as page and as data', async () => {
    await newPolicy(file('policy.json'), { name: 'Brightwell', force: false });
    await openDialogAnswers(running.app, [file('policy.json')]);
    await button(page, 'Choose a trust list').click();
    await text('policy.json').waitFor();
    await page.getByLabel('The key that you expect').fill(world.vaultId);
    await page.getByLabel('Look at it as of this day').fill('2031-01-01');
    await look('verify-options');
    await button(page, 'Check again').click();
    await page.locator('[data-answer="sender"][data-outcome="pass"]').waitFor();
    await saveDialogAnswers(running.app, file('report.html'));
    await button(page, 'Save as a page').click();
    await text('The report is saved.').waitFor();
    expect(await readFile(file('report.html'), 'utf8')).toContain('second.zip.age');
    await saveDialogAnswers(running.app, file('report.json'));
    await button(page, 'Save as data (JSON)').click();
    await expect.poll(() => readFile(file('report.json'), 'utf8').catch(() => '')).toContain('"verdict"');
    await look('verify-report-saved');
  });

  it('says in plain words that a file is no trust list and no key file', async () => {
    await button(page, 'Check another file').click();
    await page.getByText('More ways to check').click();
    await openDialogAnswers(running.app, [officerFile('card')]);
    await button(page, 'Choose another one').click();
    await openDialogAnswers(running.app, [file('locked.zip.age')]);
    await button(page, 'Choose a file').click();
    await text('That is not a trust list that we can read.').waitFor();
  });
});
