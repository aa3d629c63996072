import type { Disk } from './disk.ts';
import { placeOfRealPath, textOfName } from './disk-place.ts';
import type { Look } from './look.ts';
import { readingProblem } from './reading-problem.ts';

/** What systems and office programs leave in folders for themselves; nobody's work. */
const systemNoise = /^(?:\.DS_Store|Thumbs\.db|ehthumbs\.db|desktop\.ini|\.~lock\..*#)$/is;

/** Word, Excel and PowerPoint mark in `~$port.docx` that they have `report.docx` open. */
const officeLock = /^~\$.*\.(?:do[ct][xm]?|xl[st][xmb]?|pp[ts][xm]?|rtf|vsd[xm]?)$/is;

/** macOS keeps what other file systems cannot hold of `report.pdf` in `._report.pdf` beside it (AppleDouble). */
const appleDouble = Buffer.from('._');

/** Files that another program has not finished yet: they get their real name once they are whole. */
const unfinished = /\.(?:tmp|part|crdownload|partial|download)$/is;

/** What is left out of a folder. */
export interface Exclusions {
  /** Judged by the name, and by what other names there are in the same folder. */
  hasExcludedName(name: Buffer, hasSibling: (name: Buffer) => boolean): boolean;
  /** A folder that must never be taken in, such as the vault's own, by whatever path it was reached. */
  isExcludedFolder(look: Look): boolean;
}

export interface ExclusionRules {
  /** Folders that are never taken in, by path; one that is not there excludes nothing. */
  readonly folders: readonly string[];
  /** True to leave out unfinished files (`.tmp`, `.part`, …) as well. */
  readonly unfinished: boolean;
}

/** Looks the excluded folders up once: they are then known by device and inode, which no other path can disguise. */
export async function findExclusions(disk: Disk, rules: ExclusionRules): Promise<Exclusions> {
  const excluded = new Set<string>();
  for (const folder of rules.folders) {
    const look = await findLook(disk, folder);
    if (look !== undefined) excluded.add(identityOf(look));
  }
  return {
    hasExcludedName: (name, hasSibling) => {
      const { text } = textOfName(name);
      if (isLeftBehind(text)) return true;
      if (rules.unfinished && unfinished.test(text)) return true;
      const isDouble = name.subarray(0, appleDouble.length).equals(appleDouble);
      return isDouble && hasSibling(name.subarray(appleDouble.length));
    },
    isExcludedFolder: (look) => excluded.size > 0 && excluded.has(identityOf(look)),
  };
}

/** True for the name of a file that a system or an office program left for itself. */
export function isLeftBehind(name: string): boolean {
  return systemNoise.test(name) || officeLock.test(name);
}

/** Names a folder, whatever its path. */
export function identityOf(look: Look): string {
  return `${look.device.toString()}:${look.inode.toString()}`;
}

async function findLook(disk: Disk, path: string): Promise<Look | undefined> {
  try {
    return await disk.look(placeOfRealPath(await disk.realPath(path)));
  } catch (thrown) {
    if (readingProblem(thrown).is === 'vanished') return undefined;
    throw thrown;
  }
}
