import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { mainLearner } from '../../src/practice/accounts.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { at } from './support/doors.ts';
import type { RunningApp } from './support/launch-app.ts';
import { startPortalStage, type PortalStage } from './support/portal-stage.ts';
import { systemKeyboard } from './support/system-keyboard.ts';

describeDesktop('the portal window with the keys of the system', (stage) => {
  const { noSystemKeyboard } = stage;
  if (noSystemKeyboard !== undefined) {
    it.skip(`is used by keyboard alone (SKIPPED: ${noSystemKeyboard})`, () => undefined);
    return;
  }
  const keys = systemKeyboard(stage.display ?? '');
  let portals: PortalStage;
  let running: RunningApp;
  let bar: Page;
  let portal: Page;

  beforeAll(async () => {
    portals = await startPortalStage(stage);
    ({ running } = portals);
    bar = running.page;
    await keys.focus(running.app.process().pid ?? 0);
  });
  afterAll(() => portals.end());

  const kept = (): Promise<number> => bar.getByRole('listitem').filter({ hasText: 'Kept' }).count();

  it('opens a portal at an address that is typed', async () => {
    const opened = running.app.waitForEvent('window', { timeout: 30_000 });
    await keys.pressUntil(bar, 'Web address');
    await keys.type(portals.provider.url);
    await keys.press('Return');
    portal = await opened;
    await portal.waitForURL(/\/login\/index\.php/u);
  });

  it('lets the learner into the page, to sign in and to save a file', async () => {
    // Back to the bar, wherever the focus is after the page was loaded; then in by the way that the bar offers.
    await keys.press('F6');
    await keys.pressUntil(bar, 'Go into the page');
    await keys.press('Return');
    await keys.pressUntil(portal, 'Username');
    await keys.type(mainLearner.username);
    await keys.press('Tab');
    await keys.type(mainLearner.password);
    await keys.press('Return');
    await portal.waitForURL(/\/my\//u);
    await keys.pressUntil(portal, 'Odd downloads');
    await keys.press('Return');
    await portal.waitForURL(/downloads\.php/u);
    expect(await kept()).toBe(0);
    await keys.pressUntil(portal, 'Handbook');
    await keys.press('Return');
    await expect.poll(kept, { timeout: 20_000 }).toBe(1);
  });

  it('lets the learner out of the page with F6, and in again', async () => {
    await keys.press('F6');
    await keys.pressUntil(bar, 'Load again');
    await keys.pressUntil(bar, 'Go into the page');
    await keys.press('Return');
    await keys.pressUntil(portal, 'My courses');
  });

  it('keeps the page and closes the portal from the bar', async () => {
    await keys.press('F6');
    await keys.pressUntil(bar, 'Keep this page');
    await keys.press('Return');
    await expect.poll(kept, { timeout: 20_000 }).toBe(2);
    await keys.pressUntil(bar, 'Close portal');
    await keys.press('Return');
    await at(bar, '/sources');
  });
});
