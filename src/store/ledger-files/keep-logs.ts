import { join } from 'node:path';

import type { LedgerEnvironment } from './ledger-environment.ts';
import { findLedgerFileName, ledgerCopies, logFolder } from './ledger-paths.ts';

/**
 * Makes durable what lies of some logs, before another log commits to their heads. A process that was killed, or whoever copied the vault here, may not have
 * lived to do it, and a head that a power failure then takes back would look as if history had been rolled back. Throws `storage.*`.
 */
export async function keepLogs(
  { dir, port }: Pick<LedgerEnvironment, 'dir' | 'port'>,
  logs: readonly string[],
): Promise<void> {
  for (const copy of ledgerCopies) {
    let found = false;
    for (const log of logs) {
      const folder = logFolder(dir, copy, log);
      const entries = await port.listFolder(folder);
      if (entries === undefined) continue;
      found = true;
      for (const { name, type } of entries)
        if (type === 'file' && findLedgerFileName(name) !== undefined) {
          const file = await port.openFile(join(folder, name));
          try {
            await file?.sync();
          } finally {
            await file?.close();
          }
        }
      await port.syncFolder(folder);
    }
    if (found) await port.syncFolder(join(dir, copy));
  }
}
