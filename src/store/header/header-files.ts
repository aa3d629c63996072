import { join } from 'node:path';

import { equalBytes } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import type { DurablePort, ReadPort } from '../durable/port.ts';
import { putFile, replaceFile } from '../durable/replace-file.ts';
import { judgeHeader, type HeaderJudgement } from './header-codec.ts';
import { maxHeaderLength, type Header } from './header-schema.ts';

/** The header's two files; the copy is written first. */
export const headerNames = ['vault.json', 'vault-copy.json'] as const;
export type HeaderName = (typeof headerNames)[number];

/** `older` means that a change was cut short between the two, or that an older file was put back. */
type CopyState = 'good' | 'older' | 'damaged' | 'missing';

/** The header that counts, and how each of its files was found. */
export interface HeaderReading {
  readonly header: Header;
  readonly copies: Readonly<Record<HeaderName, CopyState>>;
}

type Judged = HeaderJudgement | { readonly verdict: 'missing' };

/**
 * Reads both copies and chooses the one that counts: the highest generation of those signed by the vault.
 *
 * Throws `access.no-vault` if both are missing, `integrity.header-damaged` if neither stands, `format.too-new`,
 * `format.unknown` or `format.unsafe-parameters` for a header that is not to be opened, `integrity.vault-mismatch` if they
 * are headers of two vaults, `storage.*` if they cannot be read.
 */
export async function readHeader(port: ReadPort, folder: string): Promise<HeaderReading> {
  const [first, second] = await Promise.all(headerNames.map((name) => judgeFile(port, join(folder, name))));
  if (first === undefined || second === undefined) throw new VaultError('internal.bug');
  const header = choose(first, second);
  return {
    header,
    copies: { 'vault.json': stateOf(first, header), 'vault-copy.json': stateOf(second, header) },
  };
}

/** Writes a header in the order that always leaves one that stands: the copy, then the main file. Throws `storage.*`. */
export async function writeHeader(port: DurablePort, folder: string, header: Header): Promise<void> {
  await replaceFile(port, join(folder, 'vault-copy.json'), header.bytes);
  await replaceFile(port, join(folder, 'vault.json'), header.bytes);
}

/**
 * Writes again whichever copy is not the header that counts. The new name is durable once the folder is synced, which whoever opens a vault to write does
 * first thing. Returns the names of those mended. Throws `storage.*`.
 */
export async function mendHeader(
  port: DurablePort,
  folder: string,
  reading: HeaderReading,
): Promise<readonly HeaderName[]> {
  const mended = headerNames.filter((name) => reading.copies[name] !== 'good');
  // The name of the one that stands may have been left by a process that was killed: on FAT both names could be gone at once.
  if (mended.length > 0) await port.syncFolder(folder);
  for (const name of mended) await putFile(port, join(folder, name), reading.header.bytes);
  return mended;
}

async function judgeFile(port: ReadPort, path: string): Promise<Judged> {
  try {
    const bytes = await port.findBytes(path, maxHeaderLength);
    return bytes === undefined ? { verdict: 'missing' } : judgeHeader(bytes);
  } catch (error) {
    // A header as large as that is none of ours.
    if (error instanceof VaultError && error.code === 'format.malformed') return { verdict: 'damaged' };
    throw error;
  }
}

function choose(main: Judged, copy: Judged): Header {
  if (main.verdict === 'missing' && copy.verdict === 'missing') throw new VaultError('access.no-vault');
  const bothGood = main.verdict === 'good' && copy.verdict === 'good';
  if (bothGood && main.header.vault !== copy.header.vault) throw new VaultError('integrity.vault-mismatch');

  const signed = [main, copy].filter((each) => each.verdict === 'good' || each.verdict === 'refused');
  // At equal generations the main file counts: it is the one that was finished.
  const best = signed.reduce<(typeof signed)[number] | undefined>(
    (highest, each) => (highest === undefined || generationOf(each) > generationOf(highest) ? each : highest),
    undefined,
  );
  if (best?.verdict === 'good') return best.header;
  if (best?.verdict === 'refused') throw best.error;
  for (const each of [main, copy]) if (each.verdict === 'unreadable') throw each.error;
  throw new VaultError('integrity.header-damaged');
}

function generationOf(
  judged: Extract<HeaderJudgement, { verdict: 'good' } | { verdict: 'refused' }>,
): number {
  return judged.verdict === 'good' ? judged.header.generation : judged.generation;
}

function stateOf(judged: Judged, header: Header): CopyState {
  if (judged.verdict === 'missing') return 'missing';
  if (judged.verdict === 'refused') return 'older';
  if (judged.verdict !== 'good') return 'damaged';
  return equalBytes(judged.header.bytes, header.bytes) ? 'good' : 'older';
}
