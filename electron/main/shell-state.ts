import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';

import type { ShellState } from '../../src/contract/shell-contract.ts';
import type { QuickUnlock } from './quick-unlock.ts';
import type { Remembered } from './settings-file.ts';
import { isDevelopmentRuntime } from './surroundings.ts';

/** The folder of the vault that this computer remembers, if it is there. */
export function findVaultThatWaits({ vaultDir }: Pick<Remembered, 'vaultDir'>): string | undefined {
  return vaultDir !== undefined && existsSync(join(vaultDir, 'vault.json')) ? vaultDir : undefined;
}

/** What a page is told of this computer and the app on it. */
export async function readShellState(
  { settings, lastCopied, vaultDir }: Remembered,
  quickUnlock: QuickUnlock,
  engine: { readonly spoke: boolean; readonly fellOver: boolean },
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
    vaultWaits: !engine.spoke && findVaultThatWaits({ vaultDir }) !== undefined,
    engineFellOver: engine.fellOver,
  };
}
