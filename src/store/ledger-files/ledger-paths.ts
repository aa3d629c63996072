import { join } from 'node:path';

/** The two folders of a vault that hold the same bytes. */
export const ledgerCopies = ['ledger', 'ledger-copy'] as const;
export type LedgerCopy = (typeof ledgerCopies)[number];

export type LedgerFileKind = 'segment' | 'keys';

/** Larger than any file that is written here: a segment closes soon after 4 MiB, and a batch is at most 32 MiB. */
export const maxLedgerFile = 67_108_864;

const fileName = /^(\d{8})\.(segment|keys)$/;

/** True for the name of a log's folder. */
export function isLogId(name: string): boolean {
  return /^[0-9a-f]{32}$/.test(name);
}

/** `00000001.segment` */
export function ledgerFileName(number: number, kind: LedgerFileKind): string {
  return `${String(number).padStart(8, '0')}.${kind}`;
}

/** Number and kind of a file of a log's folder; undefined for a name that no such file has. */
export function findLedgerFileName(name: string): { number: number; kind: LedgerFileKind } | undefined {
  const found = fileName.exec(name);
  const number = Number(found?.[1]);
  if (found === null || number === 0) return undefined;
  return { number, kind: found[2] === 'keys' ? 'keys' : 'segment' };
}

/** The folder of one copy of a log. */
export function logFolder(dir: string, copy: LedgerCopy, log: string): string {
  return join(dir, copy, log);
}

/** One file of one copy of a log. */
export function ledgerFilePath(
  dir: string,
  copy: LedgerCopy,
  log: string,
  number: number,
  kind: LedgerFileKind,
): string {
  return join(dir, copy, log, ledgerFileName(number, kind));
}

/** The same file as findings name it. */
export function ledgerFileInside(
  copy: LedgerCopy,
  log: string,
  number: number,
  kind: LedgerFileKind,
): string {
  return `${copy}/${log}/${ledgerFileName(number, kind)}`;
}
