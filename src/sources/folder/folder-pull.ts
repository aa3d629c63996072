import { textOfName } from '../disk/disk-place.ts';
import { FileTaker } from '../disk/file-taker.ts';
import { fingerprintOf } from '../disk/look.ts';
import type { Surroundings } from '../disk/surroundings.ts';
import type { FoundFile } from '../disk/walk.ts';
import type { ItemFailure, ItemResult, PreviousState, Sink } from '../source.ts';
import type { Comparison, KnownFile } from './compare-listing.ts';
import type { Listing, Placeholder } from './listing.ts';

export interface FolderPullParts {
  readonly surroundings: Surroundings;
  readonly listing: Listing;
  readonly comparison: Comparison;
  readonly previous: PreviousState;
  readonly sink: Sink;
  readonly signal: AbortSignal;
  /** The folder as the learner chose it. */
  readonly address: string;
  /** Milliseconds. */
  readonly quietTime: number;
}

/** Milliseconds before the last look at a file that is busy or changing. */
const lastPause = 1_000;

/** Tells the sink what a listing means, once it is decided whether to take or to hold. */
export class FolderPull {
  readonly #parts: FolderPullParts;
  readonly #taker: FileTaker;
  readonly #taken = new Set<string>();
  /** Sizes before this pull, of files that changed. */
  readonly #sizes: ReadonlyMap<string, number | undefined>;

  constructor(parts: FolderPullParts) {
    const { surroundings, sink, signal, listing, quietTime, comparison } = parts;
    const fresh = new Set(comparison.fresh.map(({ place }) => place.key));
    this.#parts = parts;
    this.#sizes = new Map(comparison.changed.map(({ known }) => [known.key, known.size]));
    this.#taker = new FileTaker({
      surroundings,
      sink,
      signal,
      pauses: [quietTime, Math.max(quietTime, lastPause)],
      total: listing.files.length + listing.placeholders.length + listing.refused.length,
      onTaken: (file, result) => this.#wasTaken(file, result),
      mayVanish: ({ place }) => fresh.has(place.key),
    });
  }

  /** Takes what is new or changed, and tells of everything else that is there. Returns how many items failed. */
  async take(): Promise<number> {
    const { comparison, listing, address } = this.#parts;
    return this.#untilDone(async () => {
      for (const pair of comparison.unchanged) await this.#tellUnchanged(pair);
      for (const file of [...comparison.changed.map((pair) => pair.file), ...comparison.fresh]) {
        if (this.#isRecent(file)) this.#taker.defer({ ...file, address });
        else await this.#taker.take({ ...file, address });
      }
      for (const placeholder of listing.placeholders) await this.#tellPlaceholder(placeholder);
      for (const { key, place, code, details } of listing.refused)
        await this.#fail({ key, recordKind: 'document', name: textOfName(place.name).text, code, details });
      for (const { key, place, problem } of listing.unlisted) {
        if (problem === undefined) continue;
        await this.#fail({ key, recordKind: 'document', name: textOfName(place.name).text, ...problem });
      }
    });
  }

  /** Takes nothing: tells what is as it was, and of each changed file that it is held. */
  async hold(): Promise<void> {
    const { comparison } = this.#parts;
    await this.#untilDone(async () => {
      for (const pair of comparison.unchanged) await this.#tellUnchanged(pair);
      for (const { known } of comparison.changed)
        await this.#fail({
          key: known.key,
          recordKind: 'document',
          name: known.name,
          code: 'source.held',
        });
    });
  }

  /** Tells what is gone: renamed files, and, if everything could be listed, deleted ones. */
  async tellGone(): Promise<void> {
    const { comparison, listing, sink } = this.#parts;
    await this.#untilDone(async () => {
      for (const [key, known] of comparison.renamed) {
        if (!this.#taken.has(key)) continue;
        await this.#taker.tell(known.name, () => sink.gone(known.key, 'renamed'));
      }
      if (listing.unlisted.length > 0) return;
      for (const known of [...comparison.vanished, ...comparison.settled])
        await this.#taker.tell(known.name, () => sink.gone(known.key, 'deleted'));
    });
  }

  async #untilDone(work: () => Promise<void>): Promise<number> {
    try {
      await work();
      await this.#taker.finish();
    } finally {
      await this.#taker.stopped();
    }
    return this.#taker.failures;
  }

  async #tellUnchanged({ file, known }: KnownFile): Promise<void> {
    const { sink } = this.#parts;
    await this.#taker.tell(known.name, () => sink.unchanged(known.key, fingerprintOf(file.look)));
  }

  /** Captured before it went into the cloud, and not changed since, by what the system says: as good as unchanged. */
  async #tellPlaceholder({ key, name, file }: Placeholder): Promise<void> {
    const { previous, sink } = this.#parts;
    const known = previous.find(key);
    const mtimeNs = file?.look.mtimeNs.toString();
    const isSame =
      known !== undefined &&
      known.version > 0 &&
      (file === undefined || (file.look.size === known.size && mtimeNs === known.fingerprint?.mtimeNs));
    if (isSame) return this.#taker.tell(known.name, () => sink.unchanged(key));
    const failure = { key, recordKind: 'document', name: textOfName(name).text } as const;
    return this.#fail({ ...failure, code: 'input.cloud-placeholder' });
  }

  async #fail(failure: ItemFailure): Promise<void> {
    await this.#taker.tell(failure.name, () => this.#parts.sink.failed(failure));
  }

  /** Changed a moment ago by either clock: somebody may still be writing. */
  #isRecent({ look }: FoundFile): boolean {
    const { surroundings, quietTime } = this.#parts;
    const age = surroundings.clock.now().getTime() - Number(look.mtimeNs / 1_000_000n);
    return Math.abs(age) < quietTime;
  }

  async #wasTaken(file: FoundFile, result: ItemResult): Promise<void> {
    const { key } = file.place;
    this.#taken.add(key);
    const before = this.#sizes.get(key);
    if (result.outcome !== 'changed' || before === undefined || file.look.size >= before) return;
    const code = file.look.size === 0 ? 'file-emptied' : 'file-shrank';
    await this.#parts.sink.alert({ code, key, details: { before, now: file.look.size } });
  }
}
