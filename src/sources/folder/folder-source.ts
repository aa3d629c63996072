import { basename } from 'node:path';

import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import { isJsonObject } from '../../base/json.ts';
import { placeOfFolderRoot, placeOfRealPath, type DiskPlace } from '../disk/disk-place.ts';
import { findExclusions, identityOf } from '../disk/exclusions.ts';
import { isInsideExcluded } from '../disk/inside-excluded.ts';
import type { Look } from '../disk/look.ts';
import { readingProblem } from '../disk/reading-problem.ts';
import { surroundingsOf, type DiskSourceOptions, type Surroundings } from '../disk/surroundings.ts';
import type { PreviousState, ProbeResult, PullResult, Sink, Source, SourceDescription } from '../source.ts';
import { compareListing } from './compare-listing.ts';
import { FolderPull } from './folder-pull.ts';
import { listFolder } from './listing.ts';
import { findMassChange, usualMassChangeRule, type MassChangeRule } from './mass-change.ts';
import { isRemote } from './network-file-system.ts';

export interface FolderSourceOptions extends DiskSourceOptions {
  /** The folder, absolute. */
  readonly path: string;
  /** True once the learner has said that a mass change, or an emptied folder, is theirs; for one pull. */
  readonly acceptMassChange?: boolean;
  readonly massChange?: MassChangeRule;
  /** A file that changed less than so many milliseconds ago is looked at twice, that far apart; by default 2,000. */
  readonly quietTime?: number;
  /** True if the learner asked for files that are only in the cloud to be fetched by reading them. */
  readonly fetchPlaceholders?: boolean;
}

/**
 * A folder that is looked through as a whole each time: events are hints, the rescan is the truth. What looks as it did is
 * not read. An item's key is its path below the folder (see `DiskPlace.key`), so the folder may move.
 *
 * Nothing is called gone unless the whole folder was listed, before and after; a folder that is missing, has become empty or cannot be
 * read never means deletion. When very much changed at once nothing at all is taken until the learner says so.
 */
export function createFolderSource(options: FolderSourceOptions): Source {
  return new FolderSource(options);
}

class FolderSource implements Source {
  readonly #options: FolderSourceOptions;
  readonly #surroundings: Surroundings;

  constructor(options: FolderSourceOptions) {
    this.#options = options;
    this.#surroundings = surroundingsOf(options);
  }

  describe(): SourceDescription {
    const { path } = this.#options;
    return { type: 'folder', name: nameOfFolder(path), address: path };
  }

  /** Throws `source.folder-missing` or `source.refused`. Notices: `network-folder` where events cannot be trusted. */
  async probe(signal: AbortSignal): Promise<ProbeResult> {
    throwIfCancelled(signal);
    const { path } = this.#options;
    const { disk } = this.#surroundings;
    const { real, root } = await this.#find();
    try {
      await disk.list(root);
    } catch (thrown) {
      throw folderError(thrown);
    }
    const remote = await isRemote(disk, real.toString());
    return { name: nameOfFolder(path), practice: false, notices: remote ? ['network-folder'] : [] };
  }

  /**
   * Throws `source.folder-missing`, `source.refused` and `internal.cancelled`. Ends as `held` (a mass change, nothing was taken),
   * as `shows-less` (everything known is away, nothing was called gone), as `partial` or as `ok`.
   */
  async pull(previous: PreviousState, sink: Sink, signal: AbortSignal): Promise<PullResult> {
    const options = this.#options;
    const surroundings = this.#surroundings;
    const { disk } = surroundings;
    const accepted = options.acceptMassChange === true;
    throwIfCancelled(signal);
    const { real, root, look } = await this.#find();
    sink.progress({ name: nameOfFolder(options.path), done: 0 });
    const listing = await listFolder({
      disk,
      root,
      exclusions: await findExclusions(disk, { folders: surroundings.exclude, unfinished: true }),
      remote: await isRemote(disk, real.toString()),
      fetchPlaceholders: options.fetchPlaceholders === true,
      signal,
    });
    const comparison = compareListing(listing, previous.list(''));
    const { live, vanished, fresh } = comparison;
    const allAway = live.length > 0 && vanished.length === live.length && !accepted;
    // Another folder stands at this path now: a drive that is not there leaves its empty mount point.
    if (allAway && isAnotherFolder(previous, look)) throw new VaultError('source.folder-missing');

    const pull = new FolderPull({
      surroundings,
      listing,
      comparison,
      previous,
      sink,
      signal,
      address: options.path,
      quietTime: options.quietTime ?? usualQuietTime,
    });
    const cursor = { root: identityOf(look) };
    const isEmptied = allAway && fresh.length === 0;
    const massChange =
      accepted || isEmptied
        ? undefined
        : await findMassChange(comparison, disk, options.massChange ?? usualMassChangeRule, signal);
    if (massChange !== undefined) {
      await pull.hold();
      await sink.alert({ code: 'mass-change', details: massChange });
      return { state: 'held', code: 'source.held', cursor };
    }
    const failures = await pull.take();
    if (identityOf((await this.#find()).look) !== cursor.root) throw new VaultError('source.folder-missing');
    if (allAway) {
      await sink.alert({ code: 'shows-less', details: { known: live.length, seen: fresh.length } });
      return { state: 'shows-less', code: 'source.shows-less', cursor };
    }
    await pull.tellGone();
    return { state: failures === 0 ? 'ok' : 'partial', cursor };
  }

  async #find(): Promise<{ real: Buffer; root: DiskPlace; look: Look }> {
    const { disk, exclude } = this.#surroundings;
    let found: { real: Buffer; look: Look; isOwnVault: boolean };
    try {
      const real = await disk.realPath(this.#options.path);
      const place = placeOfRealPath(real);
      const exclusions = await findExclusions(disk, { folders: exclude, unfinished: true });
      const isOwnVault = await isInsideExcluded(disk, place, exclusions);
      found = { real, look: await disk.look(place), isOwnVault };
    } catch (thrown) {
      throw folderError(thrown);
    }
    if (found.isOwnVault) throw new VaultError('source.refused', { reason: 'own-vault' });
    if (found.look.kind !== 'folder') throw new VaultError('source.folder-missing');
    return { real: found.real, root: placeOfFolderRoot(found.real), look: found.look };
  }
}

/** Milliseconds: as coarse as FAT tells times. */
const usualQuietTime = 2_000;

function nameOfFolder(path: string): string {
  const name = basename(path);
  return name === '' ? path : name;
}

function folderError(thrown: unknown): VaultError {
  const problem = readingProblem(thrown);
  return problem.is === 'refused'
    ? new VaultError('source.refused', problem.details, thrown)
    : new VaultError('source.folder-missing', {}, thrown);
}

function isAnotherFolder(previous: PreviousState, look: Look): boolean {
  const cursor = isJsonObject(previous.cursor) ? previous.cursor : {};
  return typeof cursor.root === 'string' && cursor.root !== identityOf(look);
}
