import { afterAll, beforeAll, expect, it } from 'vitest';

import { findViolations } from './support/axe.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { launchApp, type RunningApp } from './support/launch-app.ts';

describeDesktop('the app, started for the first time', (stage) => {
  let running: RunningApp;

  beforeAll(async () => {
    running = await launchApp(stage);
    await running.page.waitForURL(/#\/welcome/);
  });

  afterAll(async () => {
    await running.close();
  });

  it('opens one window that welcomes the learner', async () => {
    expect(running.app.windows()).toHaveLength(1);
    expect(await running.page.title()).toMatch(/Evidence Vault/);
    await running.page.getByRole('heading', { level: 1 }).waitFor();
  });

  it('writes no error to its console', () => {
    expect(running.troubles()).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('can be read and used by everybody in the %s theme', async (theme) => {
    await running.show({ theme });
    await running.shot('welcome');
    expect(await findViolations(running.page)).toEqual([]);
  });
});
