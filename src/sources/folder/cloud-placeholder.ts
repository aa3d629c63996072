import type { Look } from '../disk/look.ts';

/** Suffixes that take a file's place while its bytes are only in the cloud, with what such a stub may weigh in bytes. */
const stubs = [
  // macOS before 14: `report.pdf` becomes `.report.pdf.icloud`, a property list.
  { prefix: '.', suffix: '.icloud', heaviest: 4_096 },
  // The virtual files of Nextcloud and ownCloud on Linux and macOS, one byte long.
  { prefix: '', suffix: '.nextcloud', heaviest: 1 },
  { prefix: '', suffix: '.owncloud', heaviest: 1 },
];

/** The name of the file that a stub stands for, or undefined if it is none. */
export function nameBehindStub(name: Buffer, look: Look): Buffer | undefined {
  if (look.kind !== 'file') return undefined;
  for (const { prefix, suffix, heaviest } of stubs) {
    const fits =
      look.size <= heaviest &&
      name.length > prefix.length + suffix.length &&
      name.subarray(0, prefix.length).equals(Buffer.from(prefix)) &&
      name.subarray(-suffix.length).equals(Buffer.from(suffix));
    if (fits) return name.subarray(prefix.length, name.length - suffix.length);
  }
  return undefined;
}

/** What small files may keep beside their entry, without a block of their own (NTFS about 700 bytes, APFS and btrfs under 4 KiB). */
const inlineSize = 4_096;

/**
 * True if a file's bytes do not seem to be on this computer: it has a size and not one block. A hint only, and asked only where
 * it means something (see `tellsByBlocks`): on Linux a sparse file looks the same.
 */
export function hasNoBytesHere(look: Look): boolean {
  return look.kind === 'file' && look.size > inlineSize && look.blocks === 0n;
}

/**
 * Whether files without blocks are placeholders here. On Windows and macOS cloud drives make them so; on Linux only a file
 * system of a program or of the network may (`remote`), and many such tell no blocks at all, so one file with blocks must be there.
 */
export function tellsByBlocks(platform: NodeJS.Platform, remote: boolean, looks: Iterable<Look>): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  if (!remote) return false;
  for (const look of looks) if (look.blocks > 0n) return true;
  return false;
}
