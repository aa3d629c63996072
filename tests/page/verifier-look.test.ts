import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';

import { inCheckout } from '../../electron/tooling/places.ts';
import { findViolations } from '../desktop/support/axe.ts';
import { focusedName, pressUntil } from '../desktop/support/keyboard.ts';
import { describeBrowser } from './support/describe-browser.ts';
import { OpenedPage } from './support/open-page.ts';
import { writeSampleBundles, type SampleBundles } from './support/sample-bundles.ts';

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
  let folder: string;
  let samples: SampleBundles;
  let browser: Browser;
  let opened: OpenedPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evidence-vault-page-'));
    samples = await writeSampleBundles(folder);
    await mkdir(pictures, { recursive: true });
    browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    opened = await OpenedPage.open(browser, { reducedMotion: 'reduce' });
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

  it('is right before anything was brought', () => lookAt('empty'));

  it('is right with a good bundle', async () => {
    await opened.bring(samples.good);
    await opened.outcome('unchanged');
    await lookAt('good');
  });

  it('is right with a changed bundle, its details open', async () => {
    await opened.bring(samples.tampered);
    await opened.page.getByText('Details for experts').click();
    await lookAt('tampered');
  });

  it('is right with a hostile file', async () => {
    await opened.bring(samples.hostile);
    await opened.outcome('unchanged');
    await lookAt('hostile');
  });

  it('is right with a locked bundle', async () => {
    await opened.bring(samples.locked);
    await opened.outcome('unchanged');
    await lookAt('locked');
  });

  it('is right with a dated bundle', async () => {
    await opened.bring(samples.stamped);
    await opened.page.setInputFiles('input[name=policy]', samples.policy);
    await opened.page.locator('[data-answer=time][data-outcome=pass]').waitFor();
    await lookAt('dated');
  });

  it('is right with many', async () => {
    await opened.bring(samples.good, samples.tampered, samples.hostile, samples.locked, samples.noZip);
    await opened.page.getByText('files checked.').first().waitFor();
    await lookAt('many');
  });

  it('is right with a policy, and with a text in view', async () => {
    const policy = join(folder, 'policy.json');
    await writeFile(policy, '{"format":"evidence-vault-policy","version":1,"name":"Board of Northfield"}');
    await opened.bring(samples.good);
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
    await opened.bring(samples.good);
    await opened.outcome('unchanged');
    await opened.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await opened.page.locator('.verifier-trust, .verifier-drop').first().isVisible()).toBe(false);
    expect(await opened.page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
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
    await pressUntil(page, 'Choose files');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
    expect(chooser.isMultiple()).toBe(true);
    await chooser.setFiles([samples.good, samples.tampered]);
    await page.getByText('2 files checked.').first().waitFor();
    await pressUntil(page, 'Look at sam.zip');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Bundle check' }).waitFor();
    // The new screen begins where reading begins.
    await expect.poll(() => focusedName(page), patient).toBe('Bundle check');
    await pressUntil(page, /^The key that you expect/u);
    await page.keyboard.type(samples.vaultId);
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

  it('says aloud how a check came out', async () => {
    await opened.bring(samples.tampered);
    await expect
      .poll(() => opened.page.locator('#announcer').textContent(), patient)
      .toBe('Something does not hold');
  });
});
