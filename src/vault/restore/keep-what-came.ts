import { join } from 'node:path';

import { blobsName } from '../../store/blob/blob-paths.ts';
import { keepLogs } from '../../store/ledger-files/keep-logs.ts';
import type { LedgerFiles } from '../../store/ledger-files/ledger-files.ts';
import type { WritableVault } from '../vault-context.ts';

type ReceivingVault = Pick<WritableVault, 'dir' | 'port' | 'ledger' | 'recorder'>;

/** Open vaults in which all that came from other computers is durable. */
const kept = new WeakSet<LedgerFiles>();

/**
 * Makes durable what came from other computers before, once while a vault is open: a round that was killed may not have lived to do it, and what lies here is
 * never fetched again. Throws `storage.*`.
 */
export async function keepWhatCame({ dir, port, ledger, recorder }: ReceivingVault): Promise<void> {
  if (kept.has(ledger)) return;
  const blobs = join(dir, blobsName);
  for (const { name, type } of (await port.listFolder(blobs)) ?? [])
    if (type === 'folder') await port.syncFolder(join(blobs, name));
  // Files may have come before the history that tells of them.
  await port.syncFolder(blobs);
  await port.syncFolder(dir);
  await keepLogs(
    ledger.environment,
    ledger.logs().filter((log) => log !== recorder.log),
  );
  kept.add(ledger);
}

/** Something is about to come: until `allIsKept` is called, a failure leaves it to the next round to look after that. */
export function somethingComes({ ledger }: ReceivingVault): void {
  kept.delete(ledger);
}

export function allIsKept({ ledger }: ReceivingVault): void {
  kept.add(ledger);
}
