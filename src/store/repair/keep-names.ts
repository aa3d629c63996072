import { join } from 'node:path';

import { blobsName } from '../blob/blob-paths.ts';
import type { DurablePort } from '../durable/port.ts';
import { ledgerCopies } from '../ledger-files/ledger-paths.ts';
import { quarantineName } from '../quarantine.ts';

/**
 * Makes the names of a vault's files durable, before a repair leans on what lies there: one that was killed may have put a file in its place, or kept one
 * aside, and not have lived to make sure of the name. Throws `storage.*`.
 */
export async function keepNames(port: DurablePort, dir: string): Promise<void> {
  if ((await port.findStatus(dir)) === undefined) return;
  await port.syncFolder(dir);
  for (const name of [blobsName, ...ledgerCopies, quarantineName]) {
    const folder = join(dir, name);
    const entries = await port.listFolder(folder);
    if (entries === undefined) continue;
    await port.syncFolder(folder);
    for (const entry of entries) if (entry.type === 'folder') await port.syncFolder(join(folder, entry.name));
  }
}
