import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';

import { inCheckout } from '../../electron/tooling/places.ts';
import { findViolations } from '../desktop/support/axe.ts';
import { focusedName, pressUntil } from '../desktop/support/keyboard.ts';
import { describeBrowser } from './support/describe-browser.ts';
import { OpenedPage } from './support/open-page.ts';
import { breakWorkers, mendWorkers } from './support/break-workers.ts';
import { setChromiumStage } from './support/stage.ts';

const pictures = inCheckout('dist', 'page-screenshots');

/** Pictures at the usual width, narrow, and as a page enlarged to 200 % is laid out; nothing wider than the window. */
const sizes = [
  ['1100px', 1100],
  ['200-percent', 550],
  ['320px', 320],
] as const;

const patient = { timeout: 20_000 };

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describeBrowser('chromium', 'the look of the verifier page', (program) => {
  const stage = setChromiumStage(program);
  let opened: OpenedPage;

  beforeAll(() => mkdir(pictures, { recursive: true }));
  beforeEach(async () => {
    opened = await OpenedPage.open(stage().browser, { reducedMotion: 'reduce' });
  });
  afterEach(async () => {
    expect(opened.troubles).toEqual([]);
    await opened.close();
  });

  const lookAt = async (screen: string): Promise<void> => {
    const { page } = opened;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const [size, width] of sizes) {
        await page.setViewportSize({ width, height: 900 });
        expect(await overflow(page), `${screen} at ${size}`).toBeLessThanOrEqual(0);
        await page.screenshot({
          path: join(pictures, `${screen}--${colorScheme}-${size}.png`),
          fullPage: true,
        });
      }
      await page.setViewportSize({ width: 1100, height: 900 });
      expect(await findViolations(page), `${screen}, ${colorScheme}`).toEqual([]);
    }
  };

  const button = (name: string, exact = false) => opened.page.getByRole('button', { name, exact });

  it('is right before anything was brought', () => lookAt('empty'));

  it('is right with a bundle of which much is not checked, as nobody is trusted', async () => {
    await opened.bring(stage().samples.good);
    await opened.outcome('unchanged');
    await lookAt('not-checked');
  });

  it('is right with a good bundle of a vault and with dates that the reader trusts', async () => {
    await opened.page.getByLabel('The key that you expect').fill(stage().samples.stampedVaultId);
    await button('Use this').click();
    await opened.page.setInputFiles('input[name=policy]', stage().samples.policy);
    await opened.page.getByText('1 time authority').waitFor();
    await opened.bring(stage().samples.stamped);
    expect(await opened.outcome('time')).toBe('pass');
    expect(await opened.outcome('sender')).toBe('pass');
    await lookAt('good');
  });

  it('is right with a bundle that shows a part', async () => {
    await opened.bring(stage().samples.partial);
    expect(await opened.outcome('missing')).toBe('not-checked');
    await lookAt('partial');
  });

  it('is right where a policy is made', async () => {
    await button('Make a policy').click();
    await lookAt('new-policy');
    await button('Add a time authority').click();
    await opened.page.setInputFiles('input[name=trusted]', stage().samples.certificate);
    await opened.page.getByLabel('Trusted from').fill('2026-01-01');
    await lookAt('add-authority');
    await button('Add', true).click();
    await button('Add a vault').click();
    await opened.page.getByLabel('Vault id or key').fill(stage().samples.stampedVaultId);
    await opened.page.getByLabel('Name', { exact: true }).fill('Sam Taylor');
    await opened.page.getByLabel('Key in other hands from').fill('2026-12-24');
    await button('Add', true).click();
    await opened.page.getByRole('dialog').waitFor({ state: 'detached' });
    await lookAt('policy-lists');
  });

  it('is right where the licences are read', async () => {
    await button('Licences of what is in this page').click();
    await opened.page.getByText(/^react \d/u).click();
    await opened.page.getByText('Permission is hereby granted').filter({ visible: true }).first().waitFor();
    await lookAt('licences');
  });

  it('is right with a changed bundle, its details open', async () => {
    await opened.bring(stage().samples.tampered);
    await opened.page.getByText('Details for experts').click();
    await lookAt('tampered');
  });

  it('is right with a hostile file', async () => {
    await opened.bring(stage().samples.hostile);
    await opened.outcome('unchanged');
    await lookAt('hostile');
  });

  it('is right with a locked bundle', async () => {
    await opened.bring(stage().samples.locked);
    await opened.outcome('unchanged');
    await lookAt('locked');
  });

  it('is right with a dated bundle', async () => {
    await opened.bring(stage().samples.stamped);
    await opened.page.setInputFiles('input[name=policy]', stage().samples.policy);
    await opened.page.locator('[data-answer=time][data-outcome=pass]').waitFor();
    await lookAt('dated');
  });

  it('is right with many', async () => {
    await opened.bring(
      stage().samples.good,
      stage().samples.tampered,
      stage().samples.hostile,
      stage().samples.locked,
      stage().samples.noZip,
    );
    await opened.page.getByText('files done.').first().waitFor();
    await lookAt('many');
  });

  it('is right with a policy, and with a text in view', async () => {
    const policy = join(stage().folder, 'policy.json');
    await writeFile(policy, '{"format":"evidence-vault-policy","version":1,"name":"Board of Northfield"}');
    await opened.bring(stage().samples.good);
    await opened.page.setInputFiles('input[name=policy]', policy);
    await opened.page.getByText('Board of Northfield').waitFor();
    await opened.page.getByRole('progressbar').waitFor({ state: 'detached' });
    await opened.outcome('unchanged');
    await lookAt('policy');
    await opened.page.getByRole('button', { name: 'Look at Notes.txt' }).click();
    await opened.page.locator('.verifier-text').waitFor();
    await lookAt('text');
  });

  it('prints the report alone, dark on light', async () => {
    await opened.bring(stage().samples.good);
    await opened.outcome('unchanged');
    const onScreenOnly = [
      '.verifier-trust',
      '.verifier-drop',
      '.verifier-file',
      '.page-actions',
      'role=button[name="Print"]',
    ];
    const areVisible = () =>
      Promise.all(onScreenOnly.map((part) => opened.page.locator(part).first().isVisible()));
    expect(await areVisible()).toEqual(onScreenOnly.map(() => true));
    await opened.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await areVisible()).toEqual(onScreenOnly.map(() => false));
    expect(await opened.page.getByText(/^Checked on .* with the Evidence Vault verifier/u).isVisible()).toBe(
      true,
    );
    const [ground, ink] = await opened.page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.documentElement);
      return [backgroundColor, color];
    });
    expect(ground).toBe('rgb(255, 255, 255)');
    expect(ink).toBe('rgb(29, 35, 43)');
    await opened.page.screenshot({ path: join(pictures, 'print.png'), fullPage: true });
  });

  it('can be used with the keyboard alone', async () => {
    const { page } = opened;
    // Asked for well before: a chooser that opens while the browser is still being told so is the system's own, and nobody hears of it.
    const chosen = page.waitForEvent('filechooser', { timeout: 60_000 });
    await pressUntil(page, 'Choose files');
    await page.keyboard.press('Enter');
    const chooser = await chosen;
    expect(chooser.isMultiple()).toBe(true);
    await chooser.setFiles([stage().samples.good, stage().samples.tampered]);
    await page.getByText('2 files done.').first().waitFor();
    await pressUntil(page, 'Look at sam.zip');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Bundle check' }).waitFor();
    // The new screen begins where reading begins.
    await expect.poll(() => focusedName(page), patient).toBe('Bundle check');
    await pressUntil(page, /^The key that you expect/u);
    await page.keyboard.type(stage().samples.vaultId);
    await page.keyboard.press('Enter');
    await page.locator('[data-answer=sender][data-outcome=pass]').waitFor();
    expect(await focusedName(page)).toMatch(/^The key that you expect/u);
    await pressUntil(page, 'Look at Notes.txt');
    await page.keyboard.press('Enter');
    await page.locator('.verifier-text').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.verifier-text').waitFor({ state: 'detached' });
    await expect.poll(() => focusedName(page), patient).toBe('Look at Notes.txt');
  });

  it('leaves the focus in the key field, whether a key is refused or a report comes', async () => {
    const { page } = opened;
    await breakWorkers(page, 0);
    await opened.bring(stage().samples.good);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('You stopped it').waitFor();
    await mendWorkers(page);
    const useKey = async (key: string): Promise<void> => {
      await page.keyboard.press('Control+A');
      await page.keyboard.type(key);
      await page.keyboard.press('Enter');
    };
    await pressUntil(page, /^The key that you expect/u);
    await useKey('no key');
    await page.getByText('That is not a key.').waitFor();
    expect(await focusedName(page)).toMatch(/^The key that you expect/u);
    await useKey(stage().samples.vaultId);
    await page.locator('[data-answer=sender][data-outcome=pass]').waitFor();
    expect(await focusedName(page)).toMatch(/^The key that you expect/u);
    await useKey('no key');
    await page.getByText('That is not a key.').waitFor();
    expect(await opened.outcome('sender')).toBe('pass');
    expect(await focusedName(page)).toMatch(/^The key that you expect/u);
  });

  it('says aloud how a check came out', async () => {
    await opened.bring(stage().samples.tampered);
    await expect
      .poll(() => opened.page.locator('#announcer').textContent(), patient)
      .toBe('Something does not hold');
  });
});
