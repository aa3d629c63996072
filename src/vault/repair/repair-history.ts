import { examineLog } from '../../store/ledger-files/examine-log.ts';
import type { LedgerFinding } from '../../store/ledger-files/ledger-finding.ts';
import type { LedgerFiles } from '../../store/ledger-files/ledger-files.ts';
import { headerNames } from '../../store/header/header-files.ts';
import type { UnlockSecret } from '../../store/header/slots.ts';
import type { VaultKeys } from '../../store/header/vault-keys.ts';
import { installationFile, readInstallation } from '../../store/installation.ts';
import { setAside } from '../../store/quarantine.ts';
import { repairLedger, type LedgerFix } from '../../store/repair/repair-ledger.ts';
import type { ReplicaCatalogue } from '../../store/replica/reading/catalogue.ts';
import { lockAndUnlock } from '../lock-and-unlock.ts';
import { realFolder, resolvePlace, type ResolvedPlace, type VaultPlace } from '../place.ts';
import { ledgerToRead } from '../ledger-to-read.ts';

export interface HistoryRepairRequest extends VaultPlace {
  readonly unlock: UnlockSecret;
  /** Second copies to take from; asked for only where something is wrong. */
  readonly findCatalogue: () => Promise<ReplicaCatalogue | undefined>;
  /** Only says what can be done. */
  readonly dryRun?: boolean;
}

/** What became of the history's files. */
export interface HistoryRepair {
  readonly fixes: readonly LedgerFix[];
  /** What was found before anything was done. */
  readonly found: readonly LedgerFinding[];
}

/**
 * Makes the history's files of a closed vault good, before it is opened to write: opening would have to begin a new log where the own one is damaged.
 * Damaged copies of header and history are set aside, also those that opening mends by itself. Throws as `openVaultToWrite`.
 */
export async function repairHistory(request: HistoryRepairRequest): Promise<HistoryRepair> {
  const place = resolvePlace(request);
  const { dir, port } = place;
  const { lock, reading, keys } = await lockAndUnlock(request, place, request.unlock);
  try {
    const dryRun = request.dryRun === true;
    const ledger = await openLedger(place, keys);
    for (const files of ledger.files.allFiles())
      await examineLog(ledger.files.environment, files, request.signal, () => undefined);
    const found = ledger.files.findings.filter(({ code }) => code !== 'integrity.entry-erased');
    if (!dryRun)
      for (const name of headerNames)
        if (reading.copies[name] === 'damaged') await setAside(port, dir, name, place.clock.now());
    const fixes =
      found.length === 0
        ? []
        : await repairLedger({
            environment: ledger.files.environment,
            findings: found,
            ownHead: ledger.head,
            catalogue: await request.findCatalogue(),
            at: place.clock.now(),
            dryRun,
            signal: request.signal,
            onFix: ({ file }) => request.onProgress?.({ name: file, done: 0 }),
          });
    return { fixes, found };
  } finally {
    keys.destroy();
    lock.release();
  }
}

async function openLedger(
  { dir, port, stateDir }: ResolvedPlace,
  keys: VaultKeys,
): Promise<{
  readonly files: LedgerFiles;
  readonly head: { log: string; size: number; root: string } | undefined;
}> {
  const remembered = await readInstallation(
    port,
    installationFile(stateDir, keys.vault, realFolder(dir)),
    keys,
  );
  remembered?.seed.destroy();
  const files = await ledgerToRead(port, dir, keys, remembered);
  return { files, head: remembered?.head };
}
