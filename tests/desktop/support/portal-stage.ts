import { rm } from 'node:fs/promises';

import { startPracticeProvider, type PracticeProvider } from '../../../src/practice/provider.ts';
import { makeHome, type RunningApp } from './launch-app.ts';
import { launchUnlocked } from './launch-unlocked.ts';
import { makeReadyVault } from './ready-vault.ts';
import type { Stage } from './stage.ts';

const passphrase = 'otter noon lantern marmalade violin';

export interface PortalStage {
  readonly provider: PracticeProvider;
  readonly running: RunningApp;
  end(): Promise<void>;
}

/** A practice provider for a portal, and an app with a new vault, unlocked, that shows the screen on which a portal is opened. */
export async function startPortalStage(stage: Stage): Promise<PortalStage> {
  const home = await makeHome();
  const provider = await startPracticeProvider();
  const vault = await makeReadyVault(home, passphrase);
  await vault.close();
  const running = await launchUnlocked(stage, { home, passphrase });
  await running.goTo('/portal');
  return {
    provider,
    running,
    end: async () => {
      await running.close();
      await provider.close();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
