import type { LedgerEnvironment } from './ledger-environment.ts';
import { isLostToDisk } from './lost-to-disk.ts';
import {
  ledgerCopies,
  ledgerFilePath,
  maxLedgerFile,
  type LedgerCopy,
  type LedgerFileKind,
} from './ledger-paths.ts';

/** One of the two copies of a file, as it was found. */
export interface FileCopy {
  readonly copy: LedgerCopy;
  /** Undefined if it is missing or cannot be read. */
  readonly bytes: Uint8Array | undefined;
}

/**
 * Reads one copy of a file. What the disk cannot read counts as damaged: that is what the other copy is for.
 * Errors that are not the disk's are thrown.
 */
export async function readCopy(
  { dir, port }: Pick<LedgerEnvironment, 'dir' | 'port'>,
  log: string,
  number: number,
  kind: LedgerFileKind,
  copy: LedgerCopy,
): Promise<FileCopy> {
  try {
    const bytes = await port.findBytes(ledgerFilePath(dir, copy, log, number, kind), maxLedgerFile);
    return { copy, bytes };
  } catch (error) {
    if (isLostToDisk(error)) return { copy, bytes: undefined };
    throw error;
  }
}

/** Reads both copies. */
export async function readCopies(
  environment: LedgerEnvironment,
  log: string,
  number: number,
  kind: LedgerFileKind,
): Promise<readonly FileCopy[]> {
  const copies: FileCopy[] = [];
  for (const copy of ledgerCopies) copies.push(await readCopy(environment, log, number, kind, copy));
  return copies;
}
