import { VaultError } from '../../base/errors.ts';
import type { Disk } from '../disk/disk.ts';
import { placeWithin, type DiskPlace } from '../disk/disk-place.ts';
import type { Exclusions } from '../disk/exclusions.ts';
import { walkFolder, type FoundFile, type FoundRefused, type FoundUnlisted } from '../disk/walk.ts';
import { hasNoBytesHere, nameBehindStub, tellsByBlocks } from './cloud-placeholder.ts';

/** A file whose bytes are only in the cloud. */
export interface Placeholder {
  /** Of the file itself, also where a stub of another name stands for it. */
  readonly key: string;
  readonly name: Buffer;
  /** What is there, if it bears the file's own size and times. */
  readonly file?: FoundFile;
}

/** Everything that a folder holds, as one look saw it. Nothing of it was opened. */
export interface Listing {
  readonly files: readonly FoundFile[];
  readonly placeholders: readonly Placeholder[];
  readonly refused: readonly FoundRefused[];
  /** What could not be listed: nothing below may be called gone, and nothing else either, since it may have moved there. */
  readonly unlisted: readonly FoundUnlisted[];
  /** Keys that rules leave out; of folders with `/` at the end. */
  readonly excluded: readonly string[];
}

export interface ListingQuestion {
  readonly disk: Disk;
  readonly root: DiskPlace;
  readonly exclusions: Exclusions;
  /** Whether the folder lies on a network or in a program. */
  readonly remote: boolean;
  /** True if the learner asked for files to be fetched from the cloud by reading them. */
  readonly fetchPlaceholders: boolean;
  readonly signal: AbortSignal;
}

/** Throws `source.folder-missing` or `source.refused` if the folder itself cannot be listed. */
export async function listFolder(question: ListingQuestion): Promise<Listing> {
  const { disk, root, exclusions, signal } = question;
  const seen: FoundFile[] = [];
  const placeholders: Placeholder[] = [];
  const refused: FoundRefused[] = [];
  const unlisted: FoundUnlisted[] = [];
  const excluded: string[] = [];
  for await (const found of walkFolder(disk, root, exclusions, signal)) {
    if (found.is === 'refused') refused.push(found);
    else if (found.is === 'excluded') excluded.push(found.key);
    else if (found.is === 'unlisted') {
      if (found.place === root) throw rootError(found);
      unlisted.push(found);
    } else {
      const name = nameBehindStub(found.place.name, found.look);
      if (name === undefined) seen.push(found);
      else placeholders.push({ key: siblingKey(found.place, name), name });
    }
  }
  const files: FoundFile[] = [];
  const asksBlocks =
    !question.fetchPlaceholders &&
    tellsByBlocks(
      process.platform,
      question.remote,
      seen.map(({ look }) => look),
    );
  for (const file of seen) {
    if (asksBlocks && hasNoBytesHere(file.look))
      placeholders.push({ key: file.place.key, name: file.place.name, file });
    else files.push(file);
  }
  return { files, placeholders, refused, unlisted, excluded };
}

/** Key of another name in the same folder. */
function siblingKey(place: DiskPlace, name: Buffer): string {
  const end = place.key.lastIndexOf('/');
  return placeWithin({ ...place, key: end < 0 ? '' : place.key.slice(0, end) }, name).key;
}

function rootError(found: FoundUnlisted): VaultError {
  return found.problem === undefined
    ? new VaultError('source.folder-missing')
    : new VaultError('source.refused', found.problem.details);
}
