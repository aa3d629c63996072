import { homedir } from 'node:os';

import type { AppState } from '../../src/contract/app-state.ts';
import { defaultVaultFolder } from '../../src/vault/default-folder.ts';
import { isHalfRestoredAt, isRestOfVaultAt, isVaultAt } from '../../src/vault/find-vault.ts';
import type { VaultPlace } from '../../src/vault/place.ts';
import type { Computer } from './engine-context.ts';

/** The lightest key derivation that vaults allow: for tests and for practice vaults, which hold nobody's work. */
export const lightestArgon2 = { memoryKiB: 65_536, passes: 1 };

/** The folder of this computer's vault: what it remembers, or the usual place. */
export function vaultFolder({ vaultDir }: Pick<Computer, 'vaultDir'>): string {
  if (vaultDir !== undefined) return vaultDir;
  const { env, platform } = process;
  const { EVIDENCE_VAULT_DIR: named = '' } = env;
  return named === '' ? defaultVaultFolder({ env, platform, homeFolder: homedir() }) : named;
}

/** A vault's place with what this computer knows of it. */
export function placeOf(dir: string, stateDir: string | undefined): VaultPlace {
  const { EVIDENCE_VAULT_STATE_DIR: named = '', EVIDENCE_VAULT_TEST_ARGON2: weight } = process.env;
  const state = stateDir ?? (named === '' ? undefined : named);
  return {
    dir,
    ...(state === undefined ? {} : { stateDir: state }),
    ...(weight === 'lightest' ? { argon2: lightestArgon2 } : {}),
  };
}

/** Whether there is a vault where this computer looks for one; `gone` if it remembers one, or sees the rest of one; `half` while a restore waits there. */
export function vaultPresence(computer: Pick<Computer, 'vaultDir'>): AppState['vault'] {
  const folder = vaultFolder(computer);
  if (isVaultAt(folder)) return 'there';
  if (isHalfRestoredAt(folder)) return 'half';
  return computer.vaultDir !== undefined || isRestOfVaultAt(folder) ? 'gone' : 'none';
}
