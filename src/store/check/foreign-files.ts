import { join } from 'node:path';

import { blobsName, incomingName } from '../blob/blob-paths.ts';
import type { ReadPort } from '../durable/port.ts';
import { stagingPath } from '../durable/replace-file.ts';
import { headerNames } from '../header/header-files.ts';
import { listParity, parityName } from '../parity/parity-files.ts';
import { isQuarantineName, quarantineName } from '../quarantine.ts';
import { findLedgerFileName, isLogId, ledgerCopies } from '../ledger-files/ledger-paths.ts';
import { rehearsalName, restoreMarkerName } from '../restore-marker.ts';

const ownFolders: ReadonlySet<string> = new Set([
  ...ledgerCopies,
  blobsName,
  incomingName,
  'index',
  rehearsalName,
  parityName,
  quarantineName,
]);
const ownFiles: ReadonlySet<string> = new Set([
  ...headerNames,
  'README.txt',
  'settings.sealed',
  'lock.json',
  restoreMarkerName,
]);
/** SQLite puts its journals beside the file. */
const lockFile = /^lock\.db(?:-(?:journal|wal|shm))?$/;

/**
 * Files that the vault did not put into its folder, with forward slashes; what lies under blobs/ is looked at elsewhere.
 * Leftovers of a replacement that a crash cut short are the vault's own. Throws `storage.*`.
 */
export async function findForeignFiles(port: ReadPort, dir: string): Promise<string[]> {
  const foreign: string[] = [];
  for (const { name, type } of (await port.listFolder(dir)) ?? []) {
    const own = type === 'folder' ? ownFolders.has(name) : type === 'file' && isOwnFile(name);
    if (!own) foreign.push(name);
  }
  for (const copy of ledgerCopies) foreign.push(...(await foreignInLedger(port, dir, copy)));
  foreign.push(...(await listParity(port, dir)).foreign);
  for (const { name, type } of (await port.listFolder(join(dir, quarantineName))) ?? [])
    if (type !== 'file' || !isQuarantineName(name)) foreign.push(`${quarantineName}/${name}`);
  return foreign.sort();
}

function isOwnFile(name: string): boolean {
  return lockFile.test(name) || isOrBecomes(name, (own) => ownFiles.has(own));
}

async function foreignInLedger(port: ReadPort, dir: string, copy: string): Promise<string[]> {
  const foreign: string[] = [];
  for (const { name: log, type } of (await port.listFolder(join(dir, copy))) ?? []) {
    if (type !== 'folder' || !isLogId(log)) {
      foreign.push(`${copy}/${log}`);
      continue;
    }
    for (const entry of (await port.listFolder(join(dir, copy, log))) ?? [])
      if (entry.type !== 'file' || !isOrBecomes(entry.name, isLedgerFile))
        foreign.push(`${copy}/${log}/${entry.name}`);
  }
  return foreign;
}

function isLedgerFile(name: string): boolean {
  return findLedgerFileName(name) !== undefined;
}

/** True for a name, or for the staging name of its replacement. */
function isOrBecomes(name: string, isOwn: (name: string) => boolean): boolean {
  const staging = stagingPath('');
  return isOwn(name) || (name.endsWith(staging) && isOwn(name.slice(0, -staging.length)));
}
