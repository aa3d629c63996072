import { equalBytes } from '../../../base/bytes.ts';
import { frameOverhead } from '../../../ledger/frame.ts';
import { keyRecordLength, keysHeaderLength } from '../../../ledger/keys-codec.ts';
import type { LogIdentity } from '../../ledger-files/log-identity.ts';
import { maxLedgerFile } from '../../ledger-files/ledger-paths.ts';
import { judgeCopy, type JudgedCopy } from '../../ledger-files/segment-judge.ts';
import type { LedgerPiece } from '../replica-names.ts';
import { assembleSlices, patchSlices, type DamagedSlice, type Slice } from './assemble-slices.ts';
import type { ReplicaCatalogue } from './catalogue.ts';
import { firstDifference } from './compare-trees.ts';

/** A segment of a log and its keys, put together out of the pieces of second copies. */
export interface AssembledSegment {
  readonly number: number;
  /**
   * The file, and where places differ in what is left of it a second one: for the two copies of a vault. None if nothing is left of it.
   */
  readonly segment: readonly Uint8Array[];
  readonly keys: readonly Uint8Array[];
  /** The first file, judged; undefined if nobody can say what log it is of. */
  readonly judged: JudgedCopy | undefined;
  /** The version that nothing is wrong with and that goes furthest: what may be added to a history that goes on. */
  readonly sound: JudgedCopy | undefined;
  /** False if pieces of either file are lost or damaged in every place. */
  readonly whole: boolean;
  /** Another tree that the same key signed, and where it parts from the first. */
  readonly fork: { readonly other: JudgedCopy; readonly index: number } | undefined;
}

interface Gathered {
  readonly slices: readonly Slice[];
  readonly damaged: readonly DamagedSlice[];
}

/** Where the segment before ended, if that is known: of two trees the one that goes on from there is chosen. */
export interface SegmentBefore {
  readonly size: number;
  readonly digest: Uint8Array;
}

/** Numbers of the segments of which there are pieces, in order. */
export function segmentNumbers(pieces: readonly LedgerPiece[]): number[] {
  return [...new Set(pieces.map(({ number }) => number))].sort((a, b) => a - b);
}

/**
 * Puts one segment of a log together. Of several versions of the file that goes furthest is chosen, and of two alike the one with less erased: what
 * was erased for good is known from the history, and is taken out of what was put together.
 *
 * @param pieces all pieces of this log
 * Throws `format.too-new` for a segment of a newer version, `internal.cancelled`.
 */
export async function assembleSegment(
  catalogue: ReplicaCatalogue,
  identity: LogIdentity,
  pieces: readonly LedgerPiece[],
  number: number,
  options: { readonly before?: SegmentBefore | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<AssembledSegment> {
  const { before, signal } = options;
  const of = (type: LedgerPiece['type']): LedgerPiece[] =>
    pieces.filter((piece) => piece.number === number && piece.type === type);
  const frames = await gatherSlices(catalogue, of('segment'), signal);
  const keys = await gatherSlices(catalogue, of('keys'), signal);
  const { files, judged, sound, fork } = chooseSegment(identity, number, frames, before);
  const { files: keyFiles, patched } = chooseKeys(keys);
  return {
    number,
    segment: files,
    keys: keyFiles,
    judged,
    sound,
    whole: judged?.sound === true && frames.damaged.length === 0 && keys.damaged.length === 0 && !patched,
    fork,
  };
}

/** The slices of one file whose digests are right, and what is left of the others. */
export async function gatherSlices(
  catalogue: ReplicaCatalogue,
  pieces: readonly LedgerPiece[],
  signal: AbortSignal | undefined,
): Promise<Gathered> {
  const slices: Slice[] = [];
  const damaged: DamagedSlice[] = [];
  for (const piece of pieces) {
    const { offset, length } = piece;
    if (length > maxLedgerFile || offset > maxLedgerFile) continue;
    const found = await catalogue.find(piece, length, signal);
    if (found?.bytes.length === length) slices.push({ offset, bytes: found.bytes });
    else damaged.push({ offset, length, remains: await catalogue.findDamaged(piece, length, signal) });
  }
  // What another slice covers is not missed.
  const reach = assembleSlices(slices)[0]?.length ?? 0;
  return { slices, damaged: damaged.filter(({ offset, length }) => offset + length > reach) };
}

function chooseSegment(
  identity: LogIdentity,
  number: number,
  { slices, damaged }: Gathered,
  before: SegmentBefore | undefined,
): Pick<AssembledSegment, 'judged' | 'sound' | 'fork'> & { readonly files: readonly Uint8Array[] } {
  const variants = assembleSlices(slices);
  const judged = variants.flatMap((bytes) => judgeCopy(identity, number, bytes) ?? []);
  const sound = judged.filter((copy) => copy.sound).toSorted((a, b) => compare(a, b, before));
  const [best, ...others] = sound;
  const patched = patchSlices(variants[0] ?? new Uint8Array(), slices, damaged, asOneFrame);
  const [mended] = patched.flatMap((bytes) => judgeCopy(identity, number, bytes) ?? []);
  const fork = best === undefined ? undefined : findFork(best, others);
  // Frames behind a hole can still be read one by one.
  if (mended !== undefined && mended.scan.checkpointEnd > (best?.reached.end ?? 0))
    return { files: patched, judged: mended, sound: best, fork };
  if (best !== undefined) return { files: [withoutTail(best)], judged: best, sound: best, fork };
  const [first] = judged;
  const files = first === undefined ? variants.slice(0, 1) : [first.bytes];
  return { files, judged: first, sound: undefined, fork };
}

/** What comes after the last signed checkpoint was never acknowledged. */
function withoutTail({ bytes, reached, closing }: JudgedCopy): Uint8Array {
  return closing === undefined ? bytes.subarray(0, reached.end) : bytes;
}

function compare(a: JudgedCopy, b: JudgedCopy, before: SegmentBefore | undefined): number {
  return (
    Number(follows(b, before)) - Number(follows(a, before)) ||
    Number(b.closing !== undefined) - Number(a.closing !== undefined) ||
    b.reached.size - a.reached.size ||
    erased(a) - erased(b)
  );
}

function follows({ header }: JudgedCopy, before: SegmentBefore | undefined): boolean {
  return (
    before === undefined || (header.firstIndex === before.size && equalBytes(header.previous, before.digest))
  );
}

function erased({ entries }: JudgedCopy): number {
  return entries.filter(({ type }) => type === 'erased').length;
}

function findFork(best: JudgedCopy, others: readonly JudgedCopy[]): AssembledSegment['fork'] {
  for (const other of others) {
    const index = firstDifference(best, other);
    if (index !== undefined) return { other, index };
  }
  return undefined;
}

/**
 * The keys file that goes furthest. Where another version has a key that was destroyed in this one, the key stands: only the record of an erasure
 * says what is to be gone. Where two versions have two keys, both files are kept, and whichever key opens its entry counts.
 */
function chooseKeys({ slices, damaged }: Gathered): { files: readonly Uint8Array[]; patched: boolean } {
  const variants = assembleSlices(slices);
  const [longest = new Uint8Array(), ...others] = variants;
  const patched = patchSlices(longest, slices, damaged, asDamagedKeys);
  if (patched.length > 0) return { files: patched, patched: true };
  if (longest.length === 0) return { files: [], patched: false };
  const first = longest.slice();
  const second = longest.slice();
  for (const other of others)
    for (let at = keysHeaderLength; at + keyRecordLength <= other.length; at += keyRecordLength) {
      const mine = first.subarray(at, at + keyRecordLength);
      const theirs = other.subarray(at, at + keyRecordLength);
      if (Buffer.compare(mine, theirs) === 0 || isZero(theirs)) continue;
      second.set(theirs, at);
      if (isZero(mine)) first.set(theirs, at);
    }
  return { files: Buffer.compare(first, second) === 0 ? [first] : [first, second], patched: false };
}

/** Slices begin with a frame: a gap that looks like one frame of no type lets a reader find those behind it. */
function asOneFrame(gap: Uint8Array): void {
  if (gap.length >= frameOverhead)
    new DataView(gap.buffer, gap.byteOffset).setUint32(1, gap.length - frameOverhead);
}

/** Zeros would say that the keys were destroyed on purpose. */
function asDamagedKeys(gap: Uint8Array): void {
  gap.fill(0xff);
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
