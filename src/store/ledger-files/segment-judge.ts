import { equalBytes } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { parseCheckpoint, verifyCheckpoint } from '../../ledger/checkpoint.ts';
import { CompactRange } from '../../ledger/compact-range.ts';
import type { EntryFrame, Frame } from '../../ledger/frame.ts';
import type { SegmentHeader } from '../../ledger/segment-header.ts';
import { scanSegment, type SegmentScan } from '../../ledger/segment-scan.ts';
import type { LogIdentity } from './log-identity.ts';
import type { Reached, SegmentEntry } from './segment-content.ts';

/** One copy of a segment, judged: its frames, its tree and its signatures. */
export interface JudgedCopy {
  readonly bytes: Uint8Array;
  readonly header: SegmentHeader;
  readonly headerLength: number;
  readonly scan: SegmentScan;
  /** All entries up to `reached`. */
  readonly entries: readonly SegmentEntry[];
  /** The last checkpoint whose root equals the tree and whose signature holds; the header's tree if there is none. */
  readonly reached: Reached;
  /** Whole entries that stand directly after `reached`. */
  readonly tail: readonly EntryFrame[];
  readonly closing: { readonly digest: Uint8Array } | undefined;
  /** True if nothing of it is damaged or wrongly signed. A tail after the last checkpoint is no damage. */
  readonly sound: boolean;
  /** True if some checkpoint is whole but does not sign this tree. */
  readonly wronglySigned: boolean;
}

interface Candidate extends Reached {
  readonly text: string;
  readonly count: number;
}

/**
 * Judges one copy of a segment.
 *
 * @param bytes the file, or as much of it as was acknowledged
 * @param allSignatures also checks those that a later one covers
 * @returns undefined if not even its header is good, or it is of another place
 * Throws `format.too-new` for a version or a frame that this version does not know.
 */
export function judgeCopy(
  identity: LogIdentity,
  number: number,
  bytes: Uint8Array,
  allSignatures = false,
): JudgedCopy | undefined {
  const scan = scanOrNothing(identity, bytes);
  if (scan === undefined || !identity.accepts(scan.header, number)) return undefined;
  return judgeScan(identity, bytes, scan, allSignatures);
}

function scanOrNothing(identity: LogIdentity, bytes: Uint8Array): SegmentScan | undefined {
  try {
    return scanSegment(identity.hashes, bytes);
  } catch (error) {
    if (error instanceof VaultError && error.code !== 'format.too-new') return undefined;
    throw error;
  }
}

function judgeScan(
  identity: LogIdentity,
  bytes: Uint8Array,
  scan: SegmentScan,
  allSignatures: boolean,
): JudgedCopy {
  const { header, headerLength } = scan;
  const range = CompactRange.fromFrontier(identity.hashes, header.firstIndex, header.frontier);
  const begun: Reached = reachedBy(range, undefined, headerLength);
  const entries: SegmentEntry[] = [];
  const candidates: Candidate[] = [];
  let wronglySigned = false;
  const whole = framesFrom(scan.frames, headerLength);
  for (const frame of whole) {
    if (frame.type === 'checkpoint') {
      const candidate = candidateOf(frame.text, range, frame.end, entries.length);
      if (candidate === undefined) wronglySigned = true;
      else candidates.push(candidate);
    } else if (frame.type !== 'closing') {
      range.append(frame.leafHash);
      entries.push(entryOf(frame));
    }
  }
  const signed = (candidate: Candidate): boolean => isSigned(identity, header, candidate);
  if (allSignatures && !candidates.every(signed)) wronglySigned = true;
  const good = candidates.findLast(signed);
  if (good !== candidates.at(-1)) wronglySigned = true;
  const reached: Reached = good ?? begun;
  const after = whole.filter((frame) => frame.start >= reached.end);
  const closing = after.length === 1 && after[0]?.type === 'closing' ? scan.closing : undefined;
  return {
    bytes,
    header,
    headerLength,
    scan,
    entries: entries.slice(0, good?.count ?? 0),
    reached,
    tail: entriesAtFront(after),
    closing,
    sound:
      !wronglySigned &&
      scan.damage.length === 0 &&
      scan.checkpointEnd <= (closing === undefined ? reached.end : bytes.length) &&
      (scan.closing === undefined || (closing !== undefined && closesRightly(scan, entries))),
    wronglySigned,
  };
}

/** The frames that stand without a gap from `start` on. */
function framesFrom(frames: readonly Frame[], start: number): Frame[] {
  let end = start;
  const gap = frames.findIndex((frame) => {
    const touches = frame.start === end;
    end = frame.end;
    return !touches;
  });
  return gap === -1 ? [...frames] : frames.slice(0, gap);
}

function entriesAtFront(frames: readonly Frame[]): EntryFrame[] {
  const entries: EntryFrame[] = [];
  for (const frame of frames) {
    if (frame.type !== 'entry') break;
    entries.push(frame);
  }
  return entries;
}

// An erasure changes the bytes that the closing digest was taken of; tree and signatures hold all the same.
function closesRightly(scan: SegmentScan, entries: readonly SegmentEntry[]): boolean {
  return scan.closing?.matches === true || entries.some(({ type }) => type === 'erased');
}

export function entryOf(frame: Extract<Frame, { type: 'entry' | 'erased' }>): SegmentEntry {
  const { leafHash } = frame;
  if (frame.type === 'erased') return { type: 'erased', leafHash };
  return {
    type: 'sealed',
    doubtful: false,
    leafHash,
    publicPart: frame.publicPart,
    sealed: frame.sealed,
  };
}

function reachedBy(range: CompactRange, text: string | undefined, end: number): Reached {
  return { size: range.size, root: range.root(), frontier: range.frontier(), text, end };
}

function candidateOf(text: string, range: CompactRange, end: number, count: number): Candidate | undefined {
  try {
    const checkpoint = parseCheckpoint(text);
    const root = range.root();
    if (checkpoint.size !== range.size || !equalBytes(checkpoint.root, root)) return undefined;
    return { size: range.size, root, frontier: range.frontier(), text, end, count };
  } catch (error) {
    if (error instanceof VaultError) return undefined;
    throw error;
  }
}

function isSigned(identity: LogIdentity, header: SegmentHeader, { text }: Candidate): boolean {
  return verifyCheckpoint(text, identity.log, header.logPublicKey) !== undefined;
}
