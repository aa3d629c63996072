import type { ErrorCode } from '../../base/error-codes.ts';
import { throwIfCancelled, type ErrorDetails } from '../../base/errors.ts';
import type { Disk } from './disk.ts';
import { keyOfFolder, placeWithin, type DiskPlace } from './disk-place.ts';
import type { Exclusions } from './exclusions.ts';
import type { Look } from './look.ts';
import { readingProblem } from './reading-problem.ts';

export interface FoundFile {
  readonly is: 'file';
  readonly place: DiskPlace;
  readonly look: Look;
}

/** Something that is no file and no folder, or that the system does not let us look at. It was not opened. */
export interface FoundRefused {
  readonly is: 'refused';
  readonly place: DiskPlace;
  readonly key: string;
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

/** A folder that could not be listed, or something that went away while its folder was listed: what lies there is unknown. */
export interface FoundUnlisted {
  readonly is: 'unlisted';
  readonly place: DiskPlace;
  /** Keys that begin with this, or are this, may exist. */
  readonly key: string;
  /** Absent where something merely went away. */
  readonly problem?: { readonly code: ErrorCode; readonly details: ErrorDetails };
}

/** Left out by rule. */
interface FoundExcluded {
  readonly is: 'excluded';
  /** Of a file, or of a folder with `/` at its end. */
  readonly key: string;
}

export type Found = FoundFile | FoundRefused | FoundUnlisted | FoundExcluded;

/** So many entries of one folder are looked at together. */
const looksTogether = 64;

/**
 * Everything below a folder, folders first to last by the bytes of their names. Links are told and never followed, so there are
 * no loops; nothing is opened.
 */
export async function* walkFolder(
  disk: Disk,
  root: DiskPlace,
  exclusions: Exclusions,
  signal: AbortSignal,
): AsyncGenerator<Found> {
  const waiting = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    throwIfCancelled(signal);
    const names = await listFolder(disk, folder);
    if (!Array.isArray(names)) {
      yield names;
      continue;
    }
    const inside: DiskPlace[] = [];
    const siblings = new Set(names.map((name) => name.toString('latin1')));
    const hasSibling = (name: Buffer) => siblings.has(name.toString('latin1'));
    const isExcluded = ({ name }: DiskPlace) => exclusions.hasExcludedName(name, hasSibling);
    for (let at = 0; at < names.length; at += looksTogether) {
      throwIfCancelled(signal);
      const places = names.slice(at, at + looksTogether).map((name) => placeWithin(folder, name));
      for (const seen of await Promise.all(
        places.map((place) => lookAt(disk, place, exclusions, isExcluded(place))),
      )) {
        if (seen.is === 'folder') inside.push(seen.place);
        else yield seen;
      }
    }
    waiting.push(...inside.reverse());
  }
}

/** What a place that the learner named turns out to be: something found, or a folder to walk through. */
export type Seen = Found | { readonly is: 'folder'; readonly place: DiskPlace; readonly look: Look };

async function lookAt(
  disk: Disk,
  place: DiskPlace,
  exclusions: Exclusions,
  excludedName: boolean,
): Promise<Seen> {
  try {
    const seen = seenAs(place, await disk.look(place));
    if (seen.is === 'folder' && (excludedName || exclusions.isExcludedFolder(seen.look)))
      return { is: 'excluded', key: keyOfFolder(place) };
    return excludedName ? { is: 'excluded', key: place.key } : seen;
  } catch (thrown) {
    const problem = readingProblem(thrown);
    if (problem.is === 'vanished') return { is: 'unlisted', place, key: place.key };
    return { is: 'unlisted', place, key: place.key, problem };
  }
}

/** A place by the look of it. */
export function seenAs(place: DiskPlace, look: Look): Seen {
  if (look.kind === 'folder') return { is: 'folder', place, look };
  if (look.kind === 'file') return { is: 'file', place, look };
  const details = { reason: look.kind };
  return { is: 'refused', place, key: place.key, code: 'input.not-a-file', details };
}

async function listFolder(disk: Disk, place: DiskPlace): Promise<Buffer[] | FoundUnlisted> {
  try {
    return [...(await disk.list(place))];
  } catch (thrown) {
    const problem = readingProblem(thrown);
    const unlisted = { is: 'unlisted', place, key: keyOfFolder(place) } as const;
    if (problem.is === 'vanished') return unlisted;
    return { ...unlisted, problem: { code: 'input.path-unreadable', details: problem.details } };
  }
}
