import { join } from 'node:path';

import { VaultError } from '../../base/errors.ts';
import { parsePreamble, preambleLength, type FileKind } from '../../ledger/preamble.ts';
import { readHeader, headerNames } from '../../store/header/header-files.ts';
import type { DurablePort } from '../../store/durable/port.ts';
import { ledgerCopies, ledgerFileName } from '../../store/ledger-files/ledger-paths.ts';
import { listLogs } from '../../store/ledger-files/log-layout.ts';
import { VaultLock } from '../../store/lock.ts';
import { refuseUnsafePlace } from '../../store/place.ts';
import { replaceDamaged } from '../../store/repair/replace-damaged.ts';
import { newestHeader } from '../../store/replica/reading/newest-header.ts';
import type { ReplicaCatalogue } from '../../store/replica/reading/catalogue.ts';
import { resolvePlace, type VaultPlace } from '../place.ts';

/**
 * Puts the newest header that second copies hold in the place of one of which neither file stands. No key is needed: a header is signed by the vault that it
 * is of, and which vault this is stands in each of its sealed files. Whether the header is new enough is seen on unlocking, and one that is not is refused
 * then (`integrity.header-rolled-back`): an older passphrase is never brought back unnoticed.
 *
 * @returns its generation; undefined if the vault's own header stands and nothing was done
 * Throws `access.no-vault` where there is no sealed file of a vault or no second copy has a header, `integrity.header-damaged` if none of theirs stands,
 * `access.in-use`, `access.unsafe-place`, `format.*`, `storage.*`, `internal.cancelled`.
 */
export async function repairHeader(
  request: VaultPlace,
  catalogue: ReplicaCatalogue,
): Promise<number | undefined> {
  const { dir, port, clock } = resolvePlace(request);
  if (await stands(port, dir)) return undefined;
  const vault = await findVaultId(port, dir);
  if (vault === undefined) throw new VaultError('access.no-vault');
  if (request.allowUnsafePlace !== true) refuseUnsafePlace(dir);
  const lock = VaultLock.take(dir);
  try {
    const header = await newestHeader(catalogue, vault, request.signal);
    // The copy first, as whenever a header is written.
    for (const name of [...headerNames].reverse())
      await replaceDamaged(port, dir, name, header.bytes, clock.now());
    return header.generation;
  } finally {
    lock.release();
  }
}

/** False if neither file of the header stands. Throws what else is wrong with it, such as `format.too-new`. */
export async function stands(port: DurablePort, dir: string): Promise<boolean> {
  try {
    await readHeader(port, dir);
    return true;
  } catch (error) {
    if (
      error instanceof VaultError &&
      (error.code === 'integrity.header-damaged' || error.code === 'access.no-vault')
    )
      return false;
    throw error;
  }
}

/** Id of the vault that the sealed files here are of, by the first of them whose beginning can be read. Throws `storage.*`. */
export async function findVaultId(port: DurablePort, dir: string): Promise<string | undefined> {
  for (const log of await listLogs({ dir, port }))
    for (const copy of ledgerCopies)
      for (const kind of ['segment', 'keys'] as const) {
        const path = join(dir, copy, log, ledgerFileName(1, kind));
        const vault = await readVault(port, path, kind === 'segment' ? 'SEGM' : 'KEYS');
        if (vault !== undefined) return vault;
      }
  return readVault(port, join(dir, 'settings.sealed'), 'SETT');
}

async function readVault(port: DurablePort, path: string, kind: FileKind): Promise<string | undefined> {
  const file = await port.openForReading(path);
  if (file === undefined) return undefined;
  try {
    const bytes = new Uint8Array(preambleLength);
    const count = await file.read(bytes, 0);
    return parsePreamble(bytes.subarray(0, count), kind).vault;
  } catch (error) {
    if (error instanceof VaultError) return undefined;
    throw error;
  } finally {
    await file.close();
  }
}
