import type { Entry } from 'yauzl';

import type { ZipLimits } from './zip-limits.ts';

/** Deflate and stored: the two that every reader has. */
const knownMethods = new Set([0, 8]);
/** Below this nothing is a bomb, whatever its ratio. */
const harmlessSize = 1_048_576;

/**
 * What is wrong with a member by its entry in the directory. None of it matters to the archive, which is kept as it is; all of
 * it matters to whoever unpacks it.
 */
export function problemsOfMember(entry: Entry, path: string, limits: ZipLimits): string[] {
  const problems: string[] = [];
  if (isEncrypted(entry)) problems.push('encrypted');
  else if (!knownMethods.has(entry.compressionMethod)) problems.push('unknown-method');
  else if (entry.compressionMethod === 0 && entry.compressedSize !== entry.uncompressedSize)
    problems.push('size-mismatch');
  if (isBomb(entry, limits)) problems.push('extreme-ratio');
  if (isSymlink(entry)) problems.push('symlink');
  if (path.split(/[/\\]/).includes('..')) problems.push('traversal');
  if (/^(?:[/\\]|[a-z]:)/i.test(path)) problems.push('absolute-path');
  if (path.includes('\\')) problems.push('backslash');
  // eslint-disable-next-line no-control-regex -- control characters in names are the problem looked for
  if (/[\u0000-\u001f\u007f]/.test(path)) problems.push('control-character');
  if (entry.fileNameLength > limits.nameLength) problems.push('name-too-long');
  return problems;
}

/** Encrypted by flag (APPNOTE 4.4.4), or by AES as method 99 (APPNOTE 4.4.5). */
export function isEncrypted(entry: Entry): boolean {
  return (entry.generalPurposeBitFlag & 1) !== 0 || entry.compressionMethod === 99;
}

function isBomb(entry: Entry, limits: ZipLimits): boolean {
  return (
    entry.uncompressedSize > harmlessSize && entry.uncompressedSize > entry.compressedSize * limits.ratio
  );
}

/** Made on Unix (3) with the file type of a link in the upper half of the attributes. */
function isSymlink(entry: Entry): boolean {
  return entry.versionMadeBy >>> 8 === 3 && ((entry.externalFileAttributes >>> 16) & 0xf000) === 0xa000;
}
