import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { describeDesktop } from './support/describe-desktop.ts';
import { button, type } from './support/doors.ts';
import { pressUntil } from './support/keyboard.ts';
import type { RunningApp } from './support/launch-app.ts';
import { startPortalStage, type PortalStage } from './support/portal-stage.ts';

describeDesktop('the address bar of the portal window', (stage) => {
  let portals: PortalStage;
  let running: RunningApp;
  let bar: Page;

  beforeAll(async () => {
    portals = await startPortalStage(stage);
    ({ running } = portals);
    bar = running.page;
    const opened = running.app.waitForEvent('window', { timeout: 30_000 });
    await type(bar, 'Web address', portals.provider.url);
    await button(bar, 'Open portal').click();
    const portal = await opened;
    await portal.waitForURL(/\/login\/index\.php/u);
  });
  afterAll(() => portals.end());

  it.each([
    ['narrow', { width: 320 }],
    ['twice as large', { width: 1100, zoom: 2 }],
  ] as const)('fits a window when it is %s', async (_name, appearance) => {
    await running.show({ theme: 'light', zoom: 1, ...appearance });
    await running.shot('portal-bar');
    const overflow = await bar.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    await running.show({ theme: 'light', width: 1100, zoom: 1 });
    expect(overflow).toBeLessThanOrEqual(0);
  });

  it('keeps a page by keyboard alone', async () => {
    const kept = bar.getByRole('listitem').filter({ hasText: 'Kept' });
    expect(await kept.count()).toBe(0);
    await bar.getByLabel('Web address', { exact: true }).focus();
    await pressUntil(bar, 'Keep this page');
    await bar.keyboard.press('Enter');
    await expect.poll(() => kept.count(), { timeout: 20_000 }).toBe(1);
  });
});
