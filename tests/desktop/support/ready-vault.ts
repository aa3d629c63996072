import { join } from 'node:path';

import { createVault } from '../../../src/vault/create-vault.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';

/** Makes a vault where an app started on this home looks for it. The caller closes it before the app opens it. */
export async function makeReadyVault(home: string, passphrase: string): Promise<WritableVault> {
  const { vault } = await createVault({
    dir: join(home, 'vault'),
    stateDir: join(home, 'state'),
    argon2: { memoryKiB: 65_536, passes: 1 },
    passphrase,
  });
  return vault;
}
