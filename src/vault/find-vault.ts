import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { headerNames } from '../store/header/header-files.ts';
import { restoreMarkerName } from '../store/restore-marker.ts';

/** True if there is something at `dir` that calls itself a vault; whether it opens is another question. */
export function isVaultAt(dir: string): boolean {
  return headerNames.some((name) => existsSync(join(dir, name)));
}

/** True if a vault was there: its files are, but neither copy of what opens it. */
export function isRestOfVaultAt(dir: string): boolean {
  return !isVaultAt(dir) && ['ledger', 'ledger-copy', 'blobs'].some((name) => existsSync(join(dir, name)));
}

/** True if a restore into this folder was begun and its vault is not there yet: nothing can be opened, and the restore can go on. */
export function isHalfRestoredAt(dir: string): boolean {
  return !isVaultAt(dir) && existsSync(join(dir, restoreMarkerName));
}

/** True if a restore was stopped at its very end: the vault opens, and nobody has looked yet whether all of it is there. */
export function isUnlookedRestoreAt(dir: string): boolean {
  return isVaultAt(dir) && existsSync(join(dir, restoreMarkerName));
}
