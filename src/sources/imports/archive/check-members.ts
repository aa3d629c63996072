import type { Entry } from 'yauzl';

import { VaultError } from '../../../base/errors.ts';
import { isEncrypted } from '../../disk/zip/member-problems.ts';
import type { TreeLimits } from './tree-limits.ts';

/** Refuses an archive; details name the rule and never the member. */
export function unsafe(problem: string): VaultError {
  return new VaultError('format.zip-unsafe', { problem });
}

/**
 * Refuses what an entry of the directory says of itself: `format.encrypted`, and `format.zip-unsafe` for a name that leads out of
 * the archive, a link, or a bomb.
 */
export function checkEntry(entry: Entry, path: string, limits: TreeLimits): void {
  // Bit 13: the directory itself is masked (APPNOTE 4.4.4).
  if (isEncrypted(entry) || (entry.generalPurposeBitFlag & 0x2000) !== 0)
    throw new VaultError('format.encrypted');
  if (entry.fileNameLength > limits.nameLength) throw unsafe('name-too-long');
  if (path === '') throw unsafe('empty-name');
  if (path.includes('\\')) throw unsafe('backslash');
  if (path.startsWith('/')) throw unsafe('absolute-path');
  if (/^[a-z]:/i.test(path)) throw unsafe('drive-letter');
  if (path.split('/').includes('..')) throw unsafe('traversal');
  // eslint-disable-next-line no-control-regex -- control characters in names are the problem looked for
  if (/[\u0000-\u001f\u007f]/.test(path)) throw unsafe('control-character');
  if (isSpecial(entry)) throw unsafe('link');
  if (entry.compressionMethod === 0 && entry.compressedSize !== entry.uncompressedSize)
    throw unsafe('size-mismatch');
  if (isBomb(entry.uncompressedSize, entry.compressedSize, limits)) throw unsafe('extreme-ratio');
}

export function isBomb(unpacked: number, packed: number, limits: TreeLimits): boolean {
  return unpacked > limits.harmless && unpacked > packed * limits.ratio;
}

/** Made on Unix (3) or macOS (19), as anything but an ordinary file or folder: a link above all. */
function isSpecial(entry: Entry): boolean {
  if (![3, 19].includes(entry.versionMadeBy >>> 8)) return false;
  const type = (entry.externalFileAttributes >>> 16) & 0xf000;
  return type !== 0 && type !== 0x8000 && type !== 0x4000;
}

/** Names of an archive that must not meet: by case, by Unicode form, or as a file and a folder at once. */
export class MemberNames {
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();

  /** Throws `format.zip-unsafe` for a name that is there already. */
  add(path: string): void {
    const isFolder = path.endsWith('/');
    const parts = path
      .normalize('NFC')
      .toLowerCase()
      .normalize('NFC')
      .split('/')
      .filter((part) => part !== '' && part !== '.');
    const name = parts.join('/');
    if (this.#files.has(name) || (!isFolder && this.#folders.has(name))) throw unsafe('duplicate-name');
    if (isFolder) this.#folders.add(name);
    else this.#files.add(name);
    for (let folder = parentOf(name); folder !== ''; folder = parentOf(folder)) {
      if (this.#files.has(folder)) throw unsafe('duplicate-name');
      if (this.#folders.has(folder)) break;
      this.#folders.add(folder);
    }
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Refuses members that share bytes, with each other or with the directory: the overlap bomb. */
export function checkOverlaps(ranges: readonly { readonly from: number; readonly to: number }[]): void {
  const sorted = [...ranges].sort((a, b) => a.from - b.from);
  for (const [index, { from }] of sorted.entries())
    if (from < (sorted[index - 1]?.to ?? 0)) throw unsafe('overlapping-members');
}
