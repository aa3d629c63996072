import { at, unlock } from './doors.ts';
import { launchApp, type LaunchOptions, type RunningApp } from './launch-app.ts';
import type { Stage } from './stage.ts';

export interface UnlockedLaunch extends LaunchOptions {
  /** Holds a vault. */
  readonly home: string;
  readonly passphrase: string;
  /** How long anything on the page may take to come, in milliseconds; by default 30 s. */
  readonly patience?: number;
}

/** Starts the app on a home that holds a vault, and unlocks it; the page shows Home then. */
export async function launchUnlocked(
  stage: Stage,
  { passphrase, patience = 30_000, ...options }: UnlockedLaunch,
): Promise<RunningApp> {
  const running = await launchApp(stage, options);
  running.page.setDefaultTimeout(patience);
  await unlock(running.page, passphrase);
  await at(running.page, '/home');
  return running;
}
