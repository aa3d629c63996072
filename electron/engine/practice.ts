import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import {
  startPracticeAuthority,
  type PracticeAuthority,
} from '../../src/practice/authority/practice-authority.ts';
import { startPracticeProvider, type PracticeProvider } from '../../src/practice/provider.ts';
import { connectMoodle } from '../../src/vault/connectors/moodle.ts';
import { createVault } from '../../src/vault/create-vault.ts';
import type { WritableVault } from '../../src/vault/vault-context.ts';
import { lightestArgon2 } from './places.ts';
import type { PracticeOthers } from './session.ts';

/** What our own practice folders are called; only these are ever taken away. */
const folderName = /^practice-[0-9a-f]{16}$/u;
const grades = ['Merit', 'Distinction', 'Pass'] as const;
/** An assignment of the practice site that the first learner handed in. */
const markedAssignment = 1;

export interface PracticeWorld extends PracticeOthers {
  readonly vault: WritableVault;
}

/**
 * A practice provider and a new practice vault, connected to it; a practice authority is the only one that the vault would ask for dates, so that
 * nothing of it leaves this computer. Nobody knows the vault's passphrase: it lasts until it is closed. What earlier
 * ones left is taken away.
 */
export async function makePracticeWorld(practiceDir: string, signal: AbortSignal): Promise<PracticeWorld> {
  await takeAwayOldOnes(practiceDir);
  const root = join(practiceDir, `practice-${randomBytes(8).toString('hex')}`);
  const provider = await startPracticeProvider();
  let authority: PracticeAuthority | undefined;
  let vault: WritableVault | undefined;
  try {
    authority = await startPracticeAuthority();
    const made = await createVault({
      dir: join(root, 'vault'),
      stateDir: join(root, 'state'),
      passphrase: randomBytes(24).toString('base64'),
      practice: true,
      allowUnsafePlace: true,
      argon2: lightestArgon2,
    });
    vault = made.vault;
    await vault.secrets.setStamping({ consent: 'not-asked', authorities: [authority.url] });
    const { username, password } = provider.learner;
    await connectMoodle(vault, { url: provider.url, username, secret: { password } }, { signal });
    return { vault, provider, authority };
  } catch (error) {
    await vault?.close();
    await authority?.close();
    await provider.close();
    throw error;
  }
}

/** Practice vaults hold nobody's work. One that another engine still has open stays as far as the system lets it. */
async function takeAwayOldOnes(practiceDir: string): Promise<void> {
  const names = await readdir(practiceDir).catch(() => []);
  for (const name of names.filter((each) => folderName.test(each)))
    await rm(join(practiceDir, name), { recursive: true, force: true, maxRetries: 2 }).catch(() => undefined);
}

let marks = 0;

/** Makes something happen at the practice provider. */
export async function practiceDo(
  { switches }: PracticeProvider,
  what: 'mark' | 'maintenance' | 'close' | 'open' | 'end-sign-in',
): Promise<void> {
  switch (what) {
    case 'mark':
      switches.markAgain(markedAssignment, {
        grade: grades[marks % grades.length] ?? 'Merit',
        comment: '<p>Looked at again: well done.</p>',
      });
      marks += 1;
      return;
    case 'maintenance':
      switches.maintenance('cli');
      return;
    case 'close':
      await switches.die();
      return;
    case 'open':
      switches.maintenance('off');
      // It may be open already.
      await switches.die();
      await switches.revive();
      return;
    case 'end-sign-in':
      switches.expireLogins();
  }
}

/** Where its pages can be tried, and who may sign in. They are no secrets. */
export function practiceAddress({ url, learner }: PracticeProvider): {
  readonly url: string;
  readonly username: string;
  readonly password: string;
} {
  return { url, username: learner.username, password: learner.password };
}
