import { createHash } from 'node:crypto';

import { throwIfCancelled, type ErrorDetails } from '../../base/errors.ts';
import { claimedType, extensionOf } from '../disk/claimed-types.ts';
import { textOfName } from '../disk/disk-place.ts';
import type { Disk, OpenFile } from '../disk/disk.ts';
import { readHead } from '../disk/examine-file.ts';
import { readingProblem } from '../disk/reading-problem.ts';
import type { FoundFile } from '../disk/walk.ts';
import type { KnownItem } from '../source.ts';
import type { Comparison, KnownFile } from './compare-listing.ts';
import { isScrambled } from './scrambled.ts';

/** When so much changed at once that a person should look before anything is taken. */
export interface MassChangeRule {
  /** Fewer captured files than this are never held. */
  readonly minimum: number;
  /** Share of the captured files that changed, became unreadable, vanished or got a foreign extension. */
  readonly share: number;
  /** Share that looks encrypted, is unreadable or got a foreign extension: a smaller one holds as well. */
  readonly suspiciousShare: number;
  /** And never fewer suspicious files than this. */
  readonly suspiciousMinimum: number;
}

export const usualMassChangeRule: MassChangeRule = {
  minimum: 10,
  share: 0.5,
  suspiciousShare: 0.2,
  suspiciousMinimum: 5,
};

/** How many of the captured files … */
interface Counts {
  /** … have other bytes than before, and may have been edited. */
  edited: number;
  /** … look as if they had been encrypted. */
  scrambled: number;
  unreadable: number;
  vanished: number;
  /** … got a name with an extension that nothing here had before. */
  renamed: number;
}

/**
 * Decides from cheap signs whether this is a mass change, before anything is taken: fingerprints, first bytes, and, only if they
 * would decide, the digests of files that kept their size. When in doubt it is one: a hold costs a question, and nothing else.
 *
 * @returns counts for the alert, or undefined if the pull may go on
 */
export async function findMassChange(
  comparison: Comparison,
  disk: Disk,
  rule: MassChangeRule,
  signal: AbortSignal,
): Promise<ErrorDetails | undefined> {
  const known = comparison.live.length;
  const counts: Counts = {
    edited: 0,
    scrambled: 0,
    unreadable: 0,
    vanished: comparison.vanished.length,
    renamed: foreignRenames(comparison),
  };
  const limits = {
    affected: rule.share * known,
    suspicious: Math.max(rule.suspiciousMinimum, rule.suspiciousShare * known),
  };
  const isMass = (alsoEdited = 0): boolean => {
    const suspicious = counts.scrambled + counts.unreadable + counts.renamed;
    const affected = suspicious + counts.edited + counts.vanished + alsoEdited;
    return suspicious >= limits.suspicious || (affected > 0 && affected >= limits.affected);
  };
  const most = comparison.changed.length + counts.vanished + counts.renamed;
  if (known < rule.minimum || most < Math.min(limits.affected, limits.suspicious)) return undefined;

  const sameSize: KnownFile[] = [];
  for (const pair of comparison.changed) {
    throwIfCancelled(signal);
    const sign = await signOf(pair, disk);
    if (sign === 'same-size') sameSize.push(pair);
    else if (sign !== 'busy') counts[sign] += 1;
  }
  // Touched is not changed: a copy of the folder has new times and the same bytes.
  for (let left = sameSize.length; left > 0 && !isMass() && isMass(left); left -= 1) {
    const pair = sameSize[left - 1];
    if (pair !== undefined && !(await hasSameBytes(pair, disk, signal))) counts.edited += 1;
  }
  if (!isMass()) return undefined;
  return {
    known,
    ...counts,
    fresh: comparison.fresh.length,
    looksEncrypted: counts.scrambled > counts.edited,
  };
}

type Sign = 'scrambled' | 'unreadable' | 'edited' | 'same-size' | 'busy';

async function signOf({ file, known }: KnownFile, disk: Disk): Promise<Sign> {
  const head = await reading(file, disk, (open) => readHead(open, file.look.size));
  if (head === 'busy' || head === 'unreadable') return head;
  if (await isScrambled(known, head)) return 'scrambled';
  return file.look.size === known.size && known.sha256 !== undefined ? 'same-size' : 'edited';
}

async function hasSameBytes({ file, known }: KnownFile, disk: Disk, signal: AbortSignal): Promise<boolean> {
  const digest = await reading(file, disk, async (open) => {
    const hash = createHash('sha256');
    const chunk = new Uint8Array(1_048_576);
    for (let at = 0; ;) {
      throwIfCancelled(signal);
      const count = await open.read(chunk, at);
      hash.update(chunk.subarray(0, count));
      at += count;
      if (count < chunk.length) return hash.digest('hex');
    }
  });
  return digest === known.sha256;
}

async function reading<Result>(
  file: FoundFile,
  disk: Disk,
  read: (open: OpenFile) => Promise<Result>,
): Promise<Result | 'busy' | 'unreadable'> {
  try {
    const open = await disk.open(file.place);
    try {
      return await read(open);
    } finally {
      await open.close();
    }
  } catch (thrown) {
    return readingProblem(thrown).is === 'busy' ? 'busy' : 'unreadable';
  }
}

/** Renames that gave a file an extension which no captured file had and which is nobody's: `report.docx.locked`. */
function foreignRenames(comparison: Comparison): number {
  const usual = new Set(comparison.live.map(({ name }) => extensionOf(name)));
  let count = 0;
  for (const file of [...comparison.fresh, ...comparison.changed.map((pair) => pair.file)]) {
    const before: KnownItem | undefined = comparison.renamed.get(file.place.key);
    if (before === undefined) continue;
    const name = textOfName(file.place.name).text;
    if (!usual.has(extensionOf(name)) && claimedType(name) === undefined) count += 1;
  }
  return count;
}
