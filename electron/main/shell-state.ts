import { app } from 'electron';

import type { ShellState } from '../../src/contract/shell-contract.ts';
import type { QuickUnlock } from './quick-unlock.ts';
import type { Remembered } from './settings-file.ts';
import { isDevelopmentRuntime } from './surroundings.ts';

/** What a page is told of this computer and the app on it. */
export async function readShellState(
  { settings, lastCopied }: Remembered,
  quickUnlock: QuickUnlock,
  engineFellOver: boolean,
): Promise<ShellState> {
  const { platform } = process;
  return {
    platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
    version: app.getVersion(),
    electron: process.versions.electron,
    developmentRuntime: isDevelopmentRuntime(),
    settings,
    quickUnlock: await quickUnlock.state(),
    ...(lastCopied === undefined ? {} : { lastCopied }),
    engineFellOver,
  };
}
