import { basename, dirname, join, resolve } from 'node:path';

import { throwIfCancelled, VaultError, type ErrorDetails } from '../../base/errors.ts';
import type { ErrorCode } from '../../base/error-codes.ts';
import { placeOfRealPath, textOfName, type DiskPlace } from '../disk/disk-place.ts';
import { findExclusions, type Exclusions } from '../disk/exclusions.ts';
import { FileTaker } from '../disk/file-taker.ts';
import { isInsideExcluded } from '../disk/inside-excluded.ts';
import { fingerprintOf, isAsRemembered } from '../disk/look.ts';
import { readingProblem } from '../disk/reading-problem.ts';
import { surroundingsOf, type DiskSourceOptions, type Surroundings } from '../disk/surroundings.ts';
import { failureOf } from '../disk/file-content.ts';
import { seenAs, walkFolder, type Found, type Seen } from '../disk/walk.ts';
import type { PreviousState, ProbeResult, PullResult, Sink, Source, SourceDescription } from '../source.ts';

export interface FilesSourceOptions extends DiskSourceOptions {
  /** Files and folders; relative ones mean the current folder of this process. */
  readonly paths: readonly string[];
}

/** Milliseconds before each further look at files that are busy or changing. */
const pauses = [250, 1_000];

/**
 * Takes in the files that the learner names, and everything in the folders that they name: once, and on their own word.
 *
 * An item's key is the real path of its file (see `DiskPlace.key`): a link that is named is followed, once; links inside a folder
 * are told and not followed. Nothing is ever gone here, since nothing says that a file should still be where it once was.
 * Only what systems leave for themselves (`.DS_Store`, `Thumbs.db`, `~$…`) and the excluded folders are left out, and a file
 * that is named itself is taken whatever its name.
 */
export function createFilesSource(options: FilesSourceOptions): Source {
  return new FilesSource(options);
}

class FilesSource implements Source {
  readonly #paths: readonly string[];
  readonly #surroundings: Surroundings;

  constructor(options: FilesSourceOptions) {
    this.#paths = options.paths;
    this.#surroundings = surroundingsOf(options);
  }

  describe(): SourceDescription {
    return { type: 'files', name: 'Files' };
  }

  /** Throws `input.nothing-chosen` without paths, `input.path-missing` if one of them is not there, `internal.cancelled`. */
  async probe(signal: AbortSignal): Promise<ProbeResult> {
    if (this.#paths.length === 0) throw new VaultError('input.nothing-chosen');
    for (const path of this.#paths) {
      throwIfCancelled(signal);
      await this.#throwIfMissing(path);
    }
    return { name: 'Files', practice: false, notices: [] };
  }

  async #throwIfMissing(path: string): Promise<void> {
    try {
      await this.#surroundings.disk.realPath(path);
    } catch (thrown) {
      // What is there and cannot be read is a failed item of the pull.
      if (readingProblem(thrown).is === 'vanished') throw new VaultError('input.path-missing', {}, thrown);
    }
  }

  /** Throws `input.nothing-chosen` without paths, and `internal.cancelled`. A path that is not there is a failed item. */
  async pull(previous: PreviousState, sink: Sink, signal: AbortSignal): Promise<PullResult> {
    if (this.#paths.length === 0) throw new VaultError('input.nothing-chosen');
    const surroundings = this.#surroundings;
    const exclusions = await findExclusions(surroundings.disk, {
      folders: surroundings.exclude,
      unfinished: false,
    });
    const taker = new FileTaker({ surroundings, sink, signal, pauses });
    const adding = new Adding({ surroundings, exclusions, previous, sink, signal, taker });
    try {
      for (const path of this.#paths) await adding.add(path);
      await taker.finish();
    } finally {
      await taker.stopped();
    }
    return { state: taker.failures === 0 ? 'ok' : 'partial' };
  }
}

interface AddingParts {
  readonly surroundings: Surroundings;
  readonly exclusions: Exclusions;
  readonly previous: PreviousState;
  readonly sink: Sink;
  readonly signal: AbortSignal;
  readonly taker: FileTaker;
}

/** One pull of named paths. */
class Adding {
  readonly #parts: AddingParts;
  /** Keys of this pull, so that a file that two paths lead to is told once. */
  readonly #seen = new Set<string>();

  constructor(parts: AddingParts) {
    this.#parts = parts;
  }

  async add(path: string): Promise<void> {
    const { surroundings, exclusions, signal } = this.#parts;
    throwIfCancelled(signal);
    const start = await this.#start(path);
    if (start === undefined) return;
    if (start.is !== 'folder') return this.#meet(start, path);
    for await (const found of walkFolder(surroundings.disk, start.place, exclusions, signal))
      await this.#meet(found, path);
  }

  async #start(path: string): Promise<Seen | undefined> {
    const { surroundings, exclusions } = this.#parts;
    const { disk } = surroundings;
    let place = placeOfRealPath(Buffer.from(resolve(path)));
    try {
      place = await this.#wouldBe(resolve(path));
      place = placeOfRealPath(await disk.realPath(path));
      const look = await disk.look(place);
      if (!(await isInsideExcluded(disk, place, exclusions))) return seenAs(place, look);
      await this.#fail(place, place.key, 'input.not-a-file', { reason: 'own-vault' });
    } catch (thrown) {
      const { code, details } = failureOf(readingProblem(thrown));
      await this.#fail(place, place.key, code, details);
    }
    return undefined;
  }

  /** Where a file would really be that is no longer there, so that its failure is told of the item that it was. */
  async #wouldBe(path: string): Promise<DiskPlace> {
    const folder = await this.#parts.surroundings.disk.realPath(dirname(path));
    return placeOfRealPath(Buffer.from(join(folder.toString(), basename(path))));
  }

  async #meet(found: Found, address: string): Promise<void> {
    if (found.is === 'excluded') return;
    if (found.is === 'refused') return this.#fail(found.place, found.key, found.code, found.details);
    if (found.is === 'unlisted') {
      const { code, details } = found.problem ?? { code: 'input.path-missing', details: {} };
      return this.#fail(found.place, found.key, code, details);
    }
    const { previous, sink, taker } = this.#parts;
    const { key, name } = found.place;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const known = previous.find(key);
    if (known === undefined || known.version === 0 || !isAsRemembered(found.look, known.fingerprint))
      return taker.take({ ...found, address });
    const fingerprint = fingerprintOf(found.look);
    return taker.tell(textOfName(name).text, () => sink.unchanged(key, fingerprint));
  }

  async #fail(place: DiskPlace, key: string, code: ErrorCode, details: ErrorDetails): Promise<void> {
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const name = textOfName(place.name).text;
    const { sink, taker } = this.#parts;
    await taker.tell(name, () => sink.failed({ key, recordKind: 'document', name, code, details }));
  }
}
