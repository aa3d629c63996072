import { rm } from 'node:fs/promises';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { startPracticeProvider, type PracticeProvider } from '../../src/practice/provider.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { at, button, type, unlock } from './support/doors.ts';
import { pressUntil } from './support/keyboard.ts';
import { launchApp, makeHome, type RunningApp } from './support/launch-app.ts';
import { makeReadyVault } from './support/ready-vault.ts';

const passphrase = 'otter noon lantern marmalade violin';

describeDesktop('the address bar of the portal window', (stage) => {
  let home: string;
  let provider: PracticeProvider;
  let running: RunningApp;
  let bar: Page;

  beforeAll(async () => {
    home = await makeHome();
    provider = await startPracticeProvider();
    const vault = await makeReadyVault(home, passphrase);
    await vault.close();
    running = await launchApp(stage, { home });
    bar = running.page;
    bar.setDefaultTimeout(30_000);
    await unlock(bar, passphrase);
    await at(bar, '/home');
    await running.goTo('/portal');
    const opened = running.app.waitForEvent('window', { timeout: 30_000 });
    await type(bar, 'Web address', provider.url);
    await button(bar, 'Open portal').click();
    const portal = await opened;
    await portal.waitForURL(/\/login\/index\.php/u);
  });
  afterAll(async () => {
    await running.close();
    await provider.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

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
