import { encodeHex } from '../../../base/bytes.ts';
import { throwIfCancelled, VaultError } from '../../../base/errors.ts';
import { nodeHashes } from '../../../platform/node-hashes.ts';
import {
  replicaName,
  type BlobPiece,
  type HeaderPiece,
  type LedgerPiece,
  type ReplicaPiece,
} from '../replica-names.ts';
import { listFiles, type ListedFile } from '../replica-listing.ts';
import type { ReplicaTarget } from '../replica-target.ts';
import { guessPiece } from './guess-piece.ts';
import { SourceFailed, verified } from './verified-bytes.ts';

/** A place that is read from, and what people call it. */
export interface ReadablePlace {
  readonly name: string;
  readonly target: ReplicaTarget;
  /** What it lists, if it was asked just now. */
  readonly listed?: readonly ListedFile[];
}

/** A file of some place that may hold a piece. */
interface Holding {
  readonly place: ReadablePlace;
  readonly name: string;
  readonly size: number;
}

interface Held {
  readonly piece: ReplicaPiece;
  readonly named: Holding[];
  /** Conflict copies of sync tools and the like: looked at only where the right name is missing or damaged. */
  readonly others: Holding[];
}

/** A file of a second copy that is not what its name says. */
export interface ReplicaDamage {
  readonly place: string;
  readonly file: string;
  readonly problem: 'damaged' | 'missing' | 'gone';
}

/**
 * All that one or many second copies hold, as one list of pieces. Every byte that it gives out was compared with the digest in its name, and
 * what one place cannot give is taken from the next.
 */
export class ReplicaCatalogue {
  readonly places: readonly ReadablePlace[];
  readonly #held = new Map<string, Held>();
  readonly #headers: HeaderPiece[] = [];
  readonly #ledger: LedgerPiece[] = [];
  readonly #blobs = new Map<string, Held[]>();
  readonly #strangers: Holding[] = [];
  readonly #damage = new Map<string, ReplicaDamage>();
  readonly #gone = new Set<ReadablePlace>();
  #strangersByDigest: Promise<ReadonlyMap<string, Holding[]>> | undefined;

  private constructor(places: readonly ReadablePlace[]) {
    this.places = places;
  }

  /** Lists every place. Throws `storage.*` if one cannot be listed, `internal.cancelled`. */
  static async read(places: readonly ReadablePlace[], signal?: AbortSignal): Promise<ReplicaCatalogue> {
    const catalogue = new ReplicaCatalogue(places);
    for (const place of places) {
      const listed = place.listed ?? (await listFiles(place.target, signal));
      for (const { name, size, piece } of listed) catalogue.#add({ place, name, size }, piece);
    }
    return catalogue;
  }

  #add(holding: Holding, piece: ReplicaPiece | undefined): void {
    if (piece !== undefined) {
      this.#holdings(piece, holding.name).named.push(holding);
      return;
    }
    const guess = guessPiece(holding.name);
    if (guess !== undefined) this.#holdings(guess, replicaName(guess)).others.push(holding);
    else if (holding.name.includes('/')) this.#strangers.push(holding);
  }

  #holdings(piece: ReplicaPiece, name: string): Held {
    const known = this.#held.get(name);
    if (known !== undefined) return known;
    const held: Held = { piece, named: [], others: [] };
    this.#held.set(name, held);
    if (piece.type === 'header') this.#headers.push(piece);
    else if (piece.type !== 'blob') this.#ledger.push(piece);
    else this.#blobs.set(piece.sha256, [...(this.#blobs.get(piece.sha256) ?? []), held]);
    return held;
  }

  /** Every piece that some place says it holds, in no order. */
  pieces(): ReplicaPiece[] {
    return [...this.#held.values()].map(({ piece }) => piece);
  }

  blobs(): BlobPiece[] {
    return this.pieces().filter((piece) => piece.type === 'blob');
  }

  headers(): readonly HeaderPiece[] {
    return this.#headers;
  }

  ledger(): readonly LedgerPiece[] {
    return this.#ledger;
  }

  /** Length of a piece as the places list it; the longest where they differ, 0 if none has it. */
  sizeOf(piece: ReplicaPiece): number {
    const held = this.#held.get(replicaName(piece));
    return Math.max(0, ...[...(held?.named ?? []), ...(held?.others ?? [])].map(({ size }) => size));
  }

  /** Where the first place that says it has a piece keeps it, if threads may read it there; nobody has looked whether it is whole. */
  pathOf(piece: ReplicaPiece): string | undefined {
    const [first] = this.#held.get(replicaName(piece))?.named ?? [];
    return first === undefined || this.#gone.has(first.place)
      ? undefined
      : first.place.target.pathOf?.(first.name);
  }

  /** What was found missing or damaged while reading, each once. */
  get damage(): readonly ReplicaDamage[] {
    return [...this.#damage.values()];
  }

  /** True if a place could be reached when it was listed and no longer can: what is missing may lie there. */
  get lostPlace(): boolean {
    return this.#gone.size > 0;
  }

  /**
   * Gives a piece to `take` from the first place that has it whole. The bytes end with an error if they are not those of the digest: then what
   * was taken so far is to be thrown away, and `take` is called again with those of the next place.
   *
   * @returns the place that had it; undefined if none has
   * Throws what `take` throws of its own, `internal.cancelled`.
   */
  async deliver(
    piece: ReplicaPiece,
    take: (content: AsyncIterable<Uint8Array>, size: number) => Promise<void>,
    signal?: AbortSignal,
  ): Promise<ReadablePlace | undefined> {
    for await (const holding of this.#holdingsInTurn(piece, signal)) {
      if (this.#gone.has(holding.place)) continue;
      throwIfCancelled(signal);
      try {
        await take(verified(holding.place.target, holding.name, piece.sha256, signal), holding.size);
        return holding.place;
      } catch (error) {
        if (!(error instanceof SourceFailed)) throw error;
        this.#note(holding, error.problem);
      }
    }
    return undefined;
  }

  /** All bytes of a piece, from whichever place has it whole; undefined if none has, or if it is longer than `limit`. */
  async find(
    piece: ReplicaPiece,
    limit: number,
    signal?: AbortSignal,
  ): Promise<{ readonly bytes: Uint8Array; readonly place: ReadablePlace } | undefined> {
    let bytes: Uint8Array | undefined;
    const place = await this.deliver(
      piece,
      async (content, size) => {
        bytes = await gather(content, size, limit);
      },
      signal,
    );
    return place === undefined || bytes === undefined ? undefined : { bytes, place };
  }

  /**
   * The bytes that stand under a piece's right name although they are not its own: the last that is left of it. One for each place, and
   * none that has another length than the piece should have.
   */
  async findDamaged(piece: ReplicaPiece, length: number, signal?: AbortSignal): Promise<Uint8Array[]> {
    const found: Uint8Array[] = [];
    for (const { place, name, size } of this.#held.get(replicaName(piece))?.named ?? []) {
      if (size !== length || this.#gone.has(place)) continue;
      throwIfCancelled(signal);
      try {
        const content = await place.target.read(name);
        if (content !== undefined) found.push(await gather(content, length, length));
      } catch (error) {
        if (!(error instanceof VaultError) || !error.code.startsWith('storage.')) throw error;
      }
    }
    return found;
  }

  async *#holdingsInTurn(piece: ReplicaPiece, signal: AbortSignal | undefined): AsyncGenerator<Holding> {
    const held = this.#held.get(replicaName(piece));
    yield* held?.named ?? [];
    yield* held?.others ?? [];
    this.#strangersByDigest ??= this.#digestStrangers(signal);
    // A look at them that was stopped is begun again by the next.
    this.#strangersByDigest.catch(() => {
      this.#strangersByDigest = undefined;
    });
    yield* (await this.#strangersByDigest).get(piece.sha256) ?? [];
    // The same bytes may also stand under another shelf's number.
    if (piece.type === 'blob')
      for (const other of this.#blobs.get(piece.sha256) ?? [])
        if (other !== held) yield* [...other.named, ...other.others];
  }

  async #digestStrangers(signal: AbortSignal | undefined): Promise<ReadonlyMap<string, Holding[]>> {
    const found = new Map<string, Holding[]>();
    for (const holding of this.#strangers) {
      if (this.#gone.has(holding.place)) continue;
      throwIfCancelled(signal);
      try {
        const hash = nodeHashes.createSha256();
        for await (const bytes of (await holding.place.target.read(holding.name)) ?? []) {
          throwIfCancelled(signal);
          hash.update(bytes);
        }
        const digest = encodeHex(hash.digest());
        found.set(digest, [...(found.get(digest) ?? []), holding]);
      } catch (error) {
        // Somebody else's file that cannot be read concerns nobody here.
        if (!(error instanceof VaultError) || !error.code.startsWith('storage.')) throw error;
      }
    }
    return found;
  }

  #note({ place, name: file }: Holding, problem: ReplicaDamage['problem']): void {
    if (problem === 'gone') this.#gone.add(place);
    this.#damage.set(`${place.name}\0${file}`, { place: place.name, file, problem });
  }
}

async function gather(content: AsyncIterable<Uint8Array>, size: number, limit: number): Promise<Uint8Array> {
  if (size > limit) throw new SourceFailed('damaged');
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of content) {
    length += bytes.length;
    if (length > limit) throw new SourceFailed('damaged');
    // A place may use its buffer again for what comes next.
    parts.push(bytes.slice());
  }
  return Buffer.concat(parts, length);
}
