import { concatBytes, equalBytes } from '../../base/bytes.ts';
import { ByteReader } from '../../base/byte-reader.ts';
import { VaultError } from '../../base/errors.ts';
import { verifyCheckpoint, type Checkpoint } from '../../ledger/checkpoint.ts';
import { CompactRange } from '../../ledger/compact-range.ts';
import { claimedEnd, findFrame, frameTypes, type Frame } from '../../ledger/frame.ts';
import { scanFrames } from '../../ledger/segment-scan.ts';
import type { LogIdentity } from './log-identity.ts';
import type { SegmentEntry } from './segment-content.ts';
import { entryOf } from './segment-judge.ts';

/**
 * One file of two damaged copies: at each place whichever copy has a whole frame. Where neither has, the first copy's
 * bytes stand. Both must have begun as the same bytes.
 *
 * @param start where the frames begin
 */
export function mergeCopies(
  identity: LogIdentity,
  first: Uint8Array,
  second: Uint8Array,
  start: number,
): Uint8Array {
  const { hashes } = identity;
  const starts = [first, second]
    .flatMap((bytes) => scanFrames(hashes, bytes, start).frames.map((frame) => frame.start))
    .sort((a, b) => a - b);
  const longer = first.length >= second.length ? first : second;
  const pieces: Uint8Array[] = [longer.subarray(0, start)];
  let at = start;
  while (at < longer.length) {
    const source = [first, second].find((bytes) => findFrame(hashes, bytes, at) !== undefined);
    const frame = source === undefined ? undefined : findFrame(hashes, source, at);
    const end = frame?.end ?? starts.find((place) => place > at) ?? longer.length;
    pieces.push((source ?? (end <= first.length ? first : longer)).subarray(at, end));
    at = end;
    if (frame?.type === 'closing') break;
  }
  return concatBytes(...pieces);
}

/** What a damaged segment was known to be from its neighbours. */
export interface SalvagePlace {
  readonly firstIndex: number;
  /** Index after its last entry, where the next segment says so. */
  readonly endIndex: number | undefined;
  /** The tree before it, where known: with it, entries can still be proved up to the first loss. */
  readonly frontier: readonly Uint8Array[] | undefined;
  readonly logPublicKey: Uint8Array;
}

interface Signed extends Checkpoint {
  readonly text: string;
}

/**
 * Reads what can still be read of a damaged segment. Entries keep their places: signed checkpoints say how many stood
 * before each of them; the places of the others are `lost`. Nothing is trusted for standing in the file alone: an entry
 * counts as open only once its own key opened it for its own place.
 *
 * @param start where the frames begin
 */
export function salvageSegment(
  identity: LogIdentity,
  bytes: Uint8Array,
  start: number,
  place: SalvagePlace,
): SegmentEntry[] {
  const found = new Map<number, SegmentEntry>();
  const signed: Signed[] = [];
  // Entries since a gap, whose places the next checkpoint will tell.
  let floating: SegmentEntry[] = [];
  let next: number | undefined = place.firstIndex;
  const settle = (size: number): void => {
    if (next === undefined) floating.forEach((entry, i) => found.set(size - floating.length + i, entry));
    floating = [];
    next = size;
  };
  for (const piece of piecesOf(identity, bytes, start)) {
    if (piece === 'gap') {
      floating = [];
      next = undefined;
    } else if ('text' in piece) {
      const checkpoint = verified(identity, piece.text, place);
      if (checkpoint === undefined) continue;
      signed.push({ ...checkpoint, text: piece.text });
      settle(checkpoint.size);
    } else if ('digest' in piece) {
      if (place.endIndex !== undefined) settle(place.endIndex);
    } else if (next === undefined) floating.push(piece);
    else {
      found.set(next, piece);
      next += 1;
    }
  }
  const end = place.endIndex ?? Math.max(place.firstIndex, ...signed.map(({ size }) => size));
  return trusted(identity, inOrder(found, place.firstIndex, end), signed, place);
}

type Piece = SegmentEntry | { readonly text: string } | { readonly digest: Uint8Array } | 'gap';

function* piecesOf(identity: LogIdentity, bytes: Uint8Array, start: number): Generator<Piece> {
  const scan = scanFrames(identity.hashes, bytes, start);
  let at = start;
  for (const frame of scan.frames) {
    if (frame.start !== at) yield damagedPiece(bytes, at, frame.start);
    yield pieceOf(frame);
    at = frame.end;
  }
}

function pieceOf(frame: Frame): Piece {
  switch (frame.type) {
    case 'checkpoint':
      return { text: frame.text };
    case 'closing':
      return { digest: frame.digest };
    case 'entry':
    case 'erased':
      return entryOf(frame);
  }
}

/** A single damaged entry frame still says which entry it was, and its seal may even hold. */
function damagedPiece(bytes: Uint8Array, start: number, end: number): Piece {
  if (claimedEnd(bytes, start) !== end || bytes[start] !== frameTypes.entry) return 'gap';
  try {
    const reader = new ByteReader(bytes.subarray(start + 5, end - 4));
    const leafHash = reader.raw(32);
    const publicPart = reader.raw(reader.u16());
    const sealed = reader.raw(reader.remaining);
    return { type: 'sealed', doubtful: true, leafHash, publicPart, sealed };
  } catch (error) {
    if (error instanceof VaultError) return 'gap';
    throw error;
  }
}

function verified(identity: LogIdentity, text: string, place: SalvagePlace): Checkpoint | undefined {
  try {
    const checkpoint = verifyCheckpoint(text, identity.log, place.logPublicKey);
    if (checkpoint === undefined || checkpoint.size < place.firstIndex) return undefined;
    return place.endIndex !== undefined && checkpoint.size > place.endIndex ? undefined : checkpoint;
  } catch (error) {
    if (error instanceof VaultError) return undefined;
    throw error;
  }
}

function inOrder(found: ReadonlyMap<number, SegmentEntry>, from: number, to: number): SegmentEntry[] {
  return Array.from(
    { length: to - from },
    (_, i) => found.get(from + i) ?? { type: 'lost', code: 'integrity.ledger-damaged' },
  );
}

/** Takes the doubt from leaves that a signed root covers. */
function trusted(
  identity: LogIdentity,
  entries: readonly SegmentEntry[],
  signed: readonly Signed[],
  place: SalvagePlace,
): SegmentEntry[] {
  if (place.frontier === undefined) return [...entries];
  const range = CompactRange.fromFrontier(identity.hashes, place.firstIndex, place.frontier);
  let covered = place.firstIndex;
  for (const entry of entries) {
    if (entry.type === 'lost') break;
    range.append(entry.leafHash);
    const checkpoint = signed.find(({ size }) => size === range.size);
    if (checkpoint !== undefined && equalBytes(checkpoint.root, range.root())) covered = range.size;
  }
  return entries.map((entry, i) =>
    entry.type === 'sealed' && place.firstIndex + i < covered ? { ...entry, doubtful: false } : entry,
  );
}
