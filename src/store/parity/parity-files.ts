import { join } from 'node:path';

import { blobsName, parseShelfName, shelfName, type BlobPlace } from '../blob/blob-paths.ts';
import type { DurablePort, FolderEntry, ReadPort } from '../durable/port.ts';
import { stagingPath } from '../durable/replace-file.ts';
import { findLedgerFileName, isLogId, ledgerFileName } from '../ledger-files/ledger-paths.ts';

/** The folder in a vault that holds parity (FORMAT.md section 15). */
export const parityName = 'parity';

const ending = '.parity';
const blobForm = /^([0-9a-f]{64})\.parity$/;

/** A segment of a log, by its number. */
interface SegmentName {
  readonly log: string;
  readonly number: number;
}

export type ParityOf = { readonly blob: BlobPlace } | { readonly segment: SegmentName };

/** A parity file of a vault. */
interface ParityFile {
  /** Inside the vault, with forward slashes. */
  readonly file: string;
  readonly size: number;
  readonly of: ParityOf;
}

export interface ParityListing {
  readonly files: readonly ParityFile[];
  /** Paths inside the vault of what is no parity file. */
  readonly foreign: readonly string[];
}

/** Where the parity of a file lies inside the vault, with forward slashes. */
export function parityInside(of: ParityOf): string {
  if ('blob' in of) return `${parityName}/${blobsName}/${shelfName(of.blob.shelf)}/${of.blob.file}${ending}`;
  return `${parityName}/ledger/${of.segment.log}/${ledgerFileName(of.segment.number, 'segment')}${ending}`;
}

export function parityPath(dir: string, of: ParityOf): string {
  return join(dir, parityInside(of));
}

/** Every parity file there is, in no order. Throws `storage.*`. */
export async function listParity(port: ReadPort, dir: string): Promise<ParityListing> {
  const files: ParityFile[] = [];
  const foreign: string[] = [];
  for (const top of await list(port, dir, parityName)) {
    const isOurs = top.type === 'folder' && (top.name === blobsName || top.name === 'ledger');
    if (!isOurs) {
      foreign.push(`${parityName}/${top.name}`);
      continue;
    }
    for (const folder of await list(port, dir, `${parityName}/${top.name}`)) {
      const inside = `${parityName}/${top.name}/${folder.name}`;
      const shelf = top.name === blobsName ? parseShelfName(folder.name) : undefined;
      if (folder.type !== 'folder' || (shelf === undefined && !isLogId(folder.name))) {
        foreign.push(inside);
        continue;
      }
      for (const { name, type } of await list(port, dir, inside)) {
        const file = `${inside}/${name}`;
        const of = type === 'file' ? parityOf(folder.name, shelf, name) : undefined;
        const size = of === undefined ? undefined : (await port.findStatus(join(dir, file)))?.size;
        if (of !== undefined && size !== undefined) files.push({ file, size, of });
        else if (!name.endsWith(stagingPath(''))) foreign.push(file);
      }
    }
  }
  return { files, foreign };
}

/**
 * Takes parity away: of what was erased, which must not be healed back, and of a segment that an erasure changed; with `undefined` all of it.
 * @returns how many files went. Throws `storage.*`.
 */
export async function forgetParity(
  port: DurablePort,
  dir: string,
  those: readonly ParityOf[] | undefined,
): Promise<number> {
  const files = those?.map(parityInside) ?? (await listParity(port, dir)).files.map(({ file }) => file);
  const folders = new Set<string>();
  let removed = 0;
  for (const file of files) {
    const path = join(dir, file);
    const there = await port.unlink(path);
    if ((await port.unlink(stagingPath(path))) || there) folders.add(join(path, '..'));
    if (there) removed += 1;
  }
  for (const folder of folders) await port.syncFolder(folder);
  return removed;
}

async function list(port: ReadPort, dir: string, inside: string): Promise<readonly FolderEntry[]> {
  return (await port.listFolder(join(dir, inside))) ?? [];
}

function parityOf(folder: string, shelf: number | undefined, name: string): ParityOf | undefined {
  if (shelf !== undefined) {
    const file = blobForm.exec(name)?.[1];
    return file === undefined ? undefined : { blob: { shelf, file } };
  }
  const found = name.endsWith(ending) ? findLedgerFileName(name.slice(0, -ending.length)) : undefined;
  return found?.kind === 'segment' ? { segment: { log: folder, number: found.number } } : undefined;
}
