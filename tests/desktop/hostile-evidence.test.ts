import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { makeWorld, passphrase, type VaultWorld } from '../support/vault/vault-world.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { at, unlock } from './support/doors.ts';
import { hostileFiles } from './support/hostile-files.ts';
import { launchApp, type RunningApp } from './support/launch-app.ts';
import { setTrap, type Trap } from './support/trap.ts';

/** Long enough for anything that was asked for to arrive at a server on this computer. */
const patience = 500;

/** What is shown of each file, once it has settled. */
const shown: Readonly<Record<string, string | RegExp>> = {
  'acting.html': '<script>fetch(',
  'laughing.svg': 'This drawing is made in a strange way',
  'entities.svg': 'This drawing is made in a strange way',
  'acting.pdf': 'Page 1 of 1',
  'huge picture.pdf': 'Page 1 of 1',
  'locked.pdf': 'This PDF is locked',
  'cut off.pdf': 'This file can not be shown',
  'no pdf at all.pdf': 'This file can not be shown',
  'swelling.png': 'This picture is too big to show',
  'honest but vast.png': 'This picture is too big to show',
  'page in disguise.png': /This file can not be shown|<script>/u,
  'picture and script.gif': /can not be shown|too big/u,
  'stylesheet.xml': '<?xml-stylesheet',
  'telling.eml': 'Dear learner',
  'kept page.mht': /can not be shown here|Saved by Blink/u,
  'song list.m3u8': /#EXTM3U|can not be shown/u,
};

describeDesktop('hostile evidence', (stage) => {
  let trap: Trap;
  let world: VaultWorld;
  let running: RunningApp;
  let page: Page;
  const dialogs: string[] = [];

  async function open(name: string): Promise<void> {
    await running.goTo(`/evidence?q=${encodeURIComponent(name)}`);
    await page.getByRole('link', { name, exact: true }).first().click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('.item-columns').waitFor();
  }
  const rested = () => new Promise((resolve) => setTimeout(resolve, patience));

  beforeAll(async () => {
    trap = await setTrap();
    world = await makeWorld();
    await world.using(async (vault) => {
      await world.add(vault, hostileFiles(`http://${trap.place}`));
    });
    running = await launchApp(stage, { home: world.root });
    ({ page } = running);
    page.setDefaultTimeout(40_000);
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      dialog.dismiss().catch(() => undefined);
    });
    await unlock(page, passphrase);
    await at(page, '/home');
  });

  afterAll(async () => {
    await running.close();
    await world.remove();
    await trap.close();
  });

  it('would be seen by the trap, if it reached it', async () => {
    await fetch(`http://${trap.place}/control`);
    expect(trap.caught).toEqual(['GET /control HTTP/1.1']);
  });

  it.each(Object.entries(shown))('%s is shown without acting', async (name, words) => {
    const windows = running.app.windows().length;
    await open(name);
    await page.locator('.item-main').getByText(words).first().waitFor();
    await rested();
    expect(trap.caught).toEqual(['GET /control HTTP/1.1']);
    expect(dialogs).toEqual([]);
    expect(page.frames()).toHaveLength(1);
    expect(running.app.windows()).toHaveLength(windows);
    expect(page.url()).toMatch(/#\/item\//u);
    expect(await page.evaluate(() => 1 + 1), 'the page still answers').toBe(2);
  });

  it('draws a drawing that would act as a picture only', async () => {
    await open('acting.svg');
    const picture = page.locator('.preview-picture img');
    await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(120);
    await picture.click();
    await rested();
    expect(trap.caught).toEqual(['GET /control HTTP/1.1']);
    await running.shot('hostile-svg');
  });

  it('follows no link of a PDF, however it is clicked', async () => {
    await open('acting.pdf');
    const drawn = page.locator('[data-page="1"] canvas');
    await drawn.waitFor();
    await rested();
    for (const position of [
      { x: 40, y: 40 },
      { x: 150, y: 120 },
    ])
      await drawn.click({ position });
    await rested();
    expect(trap.caught).toEqual(['GET /control HTTP/1.1']);
    expect(dialogs).toEqual([]);
    await running.shot('hostile-pdf');
  });

  it('does not let a PDF swell until the memory is full', async () => {
    await open('swelling.pdf');
    let most = 0;
    const given = Date.now() + 60_000;
    const ended = page.getByText(/Page 1 can not be shown|takes too long/u);
    while (Date.now() < given && !(await ended.isVisible())) {
      const sizes = await running.app.evaluate(({ app }) =>
        app.getAppMetrics().map(({ memory }) => memory.workingSetSize / 1000),
      );
      most = Math.max(most, ...sizes);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await ended.isVisible()).toBe(true);
    expect(most, 'MB of the largest process').toBeLessThan(1500);
  });

  it('shows the tricks that turn a text around', async () => {
    await running.goTo('/evidence?q=turned');
    await page
      .getByRole('link', { name: /^turned/u })
      .first()
      .click();
    await page.locator('.preview-text', { hasText: '\ufffd' }).waitFor();
  });

  it('hands evidence out as nothing that could act, even to a page that asks for it', async () => {
    const asked = page.waitForRequest(/\/content\//u);
    await open('acting.html');
    const answer = await page.evaluate(
      async (address) => {
        const response = await fetch(address);
        return {
          status: response.status,
          type: response.headers.get('content-type'),
          policy: response.headers.get('content-security-policy'),
          sniff: response.headers.get('x-content-type-options'),
          cache: response.headers.get('cache-control'),
        };
      },
      (await asked).url(),
    );
    expect(answer).toMatchObject({ status: 200, sniff: 'nosniff', cache: 'no-store' });
    expect(answer.type).toMatch(/^text\/plain/u);
    expect(answer.policy).toMatch(/sandbox.*default-src 'none'/u);
  });

  it('lets the app go on as before, and reached nobody in the end', async () => {
    await running.goTo('/evidence');
    await page.getByText(/^\d+ items$/u).waitFor();
    await rested();
    expect(trap.caught).toEqual(['GET /control HTTP/1.1']);
    expect(running.log()).not.toMatch(/renderer.*(?:crash|gone)/iu);
  });
});
