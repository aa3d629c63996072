import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { headerNames } from '../store/header/header-files.ts';

/** True if there is something at `dir` that calls itself a vault; whether it opens is another question. */
export function isVaultAt(dir: string): boolean {
  return headerNames.some((name) => existsSync(join(dir, name)));
}

/** True if a vault was there: its files are, but neither copy of what opens it. */
export function isRestOfVaultAt(dir: string): boolean {
  return !isVaultAt(dir) && ['ledger', 'ledger-copy', 'blobs'].some((name) => existsSync(join(dir, name)));
}
