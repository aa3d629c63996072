import { dirname } from 'node:path';

import { makeFolders, putFile } from '../durable/replace-file.ts';
import type { LedgerEnvironment } from './ledger-environment.ts';
import { ledgerFilePath, logFolder, type LedgerCopy, type LedgerFileKind } from './ledger-paths.ts';

/** Puts `bytes` in the place of one copy, or leaves it as it was. Durable when it returns. Throws `storage.*`. */
export async function replaceCopy(
  environment: Pick<LedgerEnvironment, 'dir' | 'port'>,
  log: string,
  number: number,
  kind: LedgerFileKind,
  copy: LedgerCopy,
  bytes: Uint8Array,
): Promise<void> {
  await putCopy(environment, log, number, kind, copy, bytes);
  await environment.port.syncFolder(logFolder(environment.dir, copy, log));
}

/** The same for whoever syncs the log's folder afterwards: its name is durable only then. */
export async function putCopy(
  { dir, port }: Pick<LedgerEnvironment, 'dir' | 'port'>,
  log: string,
  number: number,
  kind: LedgerFileKind,
  copy: LedgerCopy,
  bytes: Uint8Array,
): Promise<void> {
  const path = ledgerFilePath(dir, copy, log, number, kind);
  await makeFolders(port, dirname(path));
  await putFile(port, path, bytes);
}

/**
 * Makes the end of a copy what it should be and everything before it durable.
 *
 * @param current its bytes now
 * @param target its bytes to be; both begin with the same `kept` bytes, which are not touched. What comes after them is written, also where
 *   it reads as it should: after a failed sync Linux shows bytes that are not on the disk, and no later sync writes them
 */
export async function changeEnd(
  { dir, port }: Pick<LedgerEnvironment, 'dir' | 'port'>,
  log: string,
  number: number,
  kind: LedgerFileKind,
  copy: LedgerCopy,
  change: { readonly current: Uint8Array; readonly target: Uint8Array; readonly kept: number },
): Promise<void> {
  const { current, target, kept } = change;
  const file = await port.openFile(ledgerFilePath(dir, copy, log, number, kind));
  if (file === undefined) {
    await replaceCopy({ dir, port }, log, number, kind, copy, target);
    return;
  }
  try {
    if (Buffer.compare(current, target) !== 0) await file.truncate(kept);
    if (target.length > kept) await file.write(target.subarray(kept), kept);
    // Also when nothing changes: a killed process may have left bytes that were never synced.
    await file.sync();
  } finally {
    await file.close();
  }
}
