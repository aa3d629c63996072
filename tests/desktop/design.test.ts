import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { lookAround } from './support/doors.ts';
import { findViolations } from './support/axe.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { launchApp, type RunningApp } from './support/launch-app.ts';

const appearances = [
  { theme: 'light', zoom: 1, width: 1100 },
  { theme: 'dark', zoom: 1, width: 1100 },
  { theme: 'light', zoom: 1, width: 320 },
  { theme: 'dark', zoom: 2, width: 1100 },
] as const;

describeDesktop('the parts, Home and My course', (stage) => {
  let running: RunningApp;
  let page: Page;

  const sideways = (): Promise<number> =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const focused = (): Promise<string | undefined> =>
    page.evaluate(() => document.activeElement?.textContent.trim());

  beforeAll(async () => {
    running = await launchApp(stage);
    ({ page } = running);
    page.setDefaultTimeout(30_000);
    await lookAround(page);
    await page.getByRole('table').first().waitFor({ timeout: 120_000 });
    await page
      .getByText(/^Kept \d+ new/u)
      .first()
      .waitFor({ timeout: 120_000 });
  });
  afterAll(() => running.close());

  it.each(['ui', 'home', 'course'])('show #/%s well in every size and light, and by axe', async (route) => {
    for (const appearance of appearances) {
      await running.show(appearance);
      await running.goTo(`/${route}`);
      await page.locator('h1').waitFor();
      await running.shot(route);
      const how = `${route} ${appearance.theme} ${appearance.zoom} ${appearance.width}`;
      expect(await sideways(), how).toBeLessThanOrEqual(0);
      expect(await findViolations(page), how).toEqual([]);
    }
    await running.show({ theme: 'light', zoom: 1, width: 1100 });
  });

  it('compare units in a table where there is room, and list them where there is not', async () => {
    await running.goTo('/home');
    await page.getByRole('table').first().waitFor();
    await running.show({ width: 320 });
    await page.getByRole('table').first().waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Old unit' }).waitFor();
    await running.show({ width: 1100 });
    await page.getByRole('table').first().waitFor();
  });

  it('take the focus to the heading of each place, and name it in the window', async () => {
    for (const [place, heading] of [
      ['Evidence', 'Evidence'],
      ['Health', 'Health'],
      ['Settings', 'Settings'],
    ] as const) {
      await page.getByRole('navigation').getByRole('link', { name: place }).press('Enter');
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      await expect.poll(focused).toBe(heading);
      expect(await page.title()).toBe(`${heading} · Evidence Vault`);
    }
  });

  it('keep who the learner is, and doubt a number gently', async () => {
    await running.goTo('/course');
    await page.getByRole('button', { name: 'Change: Who you are' }).press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('text');
    await page.keyboard.type('Sam Taylor');
    await page.getByLabel('ULN').fill('1234567890');
    await page.keyboard.press('Enter');
    await page.getByText('Sam Taylor').waitFor();
    await page.getByText('One of the digits', { exact: false }).waitFor();
    await page.getByText('1234567890').waitFor();
    await expect.poll(focused).toBe('Change');
  });

  it('sort work into units once the learner says so', async () => {
    await page.getByRole('button', { name: 'Add a course' }).click();
    await page.getByLabel('Qualification').fill('Level 3 Diploma in Engineering');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Level 3 Diploma in Engineering' }).waitFor();

    await page.getByRole('button', { name: 'Add a unit' }).click();
    await page.getByLabel('Number or reference').fill('1');
    await page.getByLabel('Title').fill('Old unit');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('1 Old unit').first().waitFor();
    await page.getByRole('button', { name: 'Unit for Old unit' }).first().press('Enter');
    await page.getByRole('option', { name: '1 Old unit' }).press('Enter');
    await page.getByText('Sorted (1)').waitFor();
    await running.shot('course-sorted');

    await running.goTo('/home');
    await page.getByRole('heading', { name: 'Level 3 Diploma in Engineering' }).waitFor();
    await page.getByRole('row', { name: /1 Old unit/u }).waitFor();
    await page.getByRole('heading', { name: 'Not in a unit yet' }).waitFor();
    await running.shot('home-course');
  });

  it('trouble no console, and so break no policy', () => {
    expect(running.troubles()).toEqual([]);
  });
});
