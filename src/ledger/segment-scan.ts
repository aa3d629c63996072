import { equalBytes, utf8 } from '../base/bytes.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { checkpointOrigin } from './checkpoint.ts';
import { claimedEnd, findFrame, frameOverhead, frameTypes, type Frame } from './frame.ts';
import { hashLength } from './merkle-hash.ts';
import { parseSegmentHeader, type SegmentHeader } from './segment-header.ts';

/** Bytes of a file from `start` to `end`, which is not included. */
interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What of a segment could be read. No signature and no tree has been checked yet. */
export interface FrameScan {
  /** Every whole frame in order; after damage, frames are missing between two that do not touch. */
  readonly frames: readonly Frame[];
  /** Where the last whole checkpoint (or closing) frame ends: all before it was acknowledged. */
  readonly checkpointEnd: number;
  /** Damaged ranges before `checkpointEnd`, or after a closing frame. These are never cut off. */
  readonly damage: readonly ByteRange[];
  /** What a stop in the middle of a write left after the last whole frame; `start === end` if nothing. */
  readonly tail: ByteRange;
  /** The closing frame's digest and whether the file before it gives it; it does not after an erasure. */
  readonly closing?: { readonly digest: Uint8Array; readonly matches: boolean };
}

export interface SegmentScan extends FrameScan {
  readonly header: SegmentHeader;
  readonly headerLength: number;
}

/**
 * Reads a segment from its first byte to its last. Throws as `parseSegmentHeader` does, and `format.too-new` for a whole
 * frame of a type that this version does not know; damage is reported, not thrown.
 */
export function scanSegment(hashes: HashPort, bytes: Uint8Array): SegmentScan {
  const { header, length } = parseSegmentHeader(hashes, bytes);
  return { header, headerLength: length, ...scanFrames(hashes, bytes, length) };
}

/** Reads the frames from `start` on, as where the other copy's header says they begin. */
export function scanFrames(hashes: HashPort, bytes: Uint8Array, start: number): FrameScan {
  const { frames, damage, end } = readAll(hashes, bytes, start);
  const lastSign = frames.findLastIndex(({ type }) => type === 'checkpoint' || type === 'closing');
  const checkpointEnd = frames[lastSign]?.end ?? start;
  // Damage that no checkpoint follows is what a torn write leaves: the first of it begins the tail.
  const torn = damage.find((range) => range.start >= checkpointEnd);
  const closing = frames.at(-1);
  if (closing?.type === 'closing') {
    const matches = equalBytes(hashes.sha256(bytes.subarray(0, closing.start)), closing.digest);
    const after = end < bytes.length ? [{ start: end, end: bytes.length }] : [];
    return {
      frames,
      checkpointEnd,
      damage: [...damage, ...after],
      tail: { start: bytes.length, end: bytes.length },
      closing: { digest: closing.digest, matches },
    };
  }
  const tailStart = torn?.start ?? end;
  return {
    frames: frames.filter((frame) => frame.end <= tailStart),
    checkpointEnd,
    damage: damage.filter((range) => range.start < checkpointEnd),
    tail: { start: tailStart, end: bytes.length },
  };
}

/** Frames up to the closing one, or to where nothing more is found. */
function readAll(
  hashes: HashPort,
  bytes: Uint8Array,
  start: number,
): { frames: Frame[]; damage: ByteRange[]; end: number } {
  const frames: Frame[] = [];
  const damage: ByteRange[] = [];
  let at = start;
  while (at < bytes.length) {
    const frame = findFrame(hashes, bytes, at);
    if (frame === undefined) {
      const next = findNextFrame(hashes, bytes, at);
      if (next === undefined) break;
      damage.push({ start: at, end: next });
      at = next;
    } else {
      frames.push(frame);
      at = frame.end;
      if (frame.type === 'closing') break;
    }
  }
  return { frames, damage, end: at };
}

/**
 * Where frames begin again after a damaged one: where its own length points, if a whole frame stands there; otherwise at the
 * next checkpoint or the closing frame, which can be told from anything else.
 */
function findNextFrame(hashes: HashPort, bytes: Uint8Array, damaged: number): number | undefined {
  const claimed = claimedEnd(bytes, damaged);
  if (claimed !== undefined && findFrame(hashes, bytes, claimed) !== undefined) return claimed;
  for (
    let at = bytes.indexOf(frameTypes.checkpoint, damaged + 1);
    at !== -1;
    at = bytes.indexOf(frameTypes.checkpoint, at + 1)
  )
    if (looksLikeCheckpoint(bytes, at) && findFrame(hashes, bytes, at) !== undefined) return at;
  const closing = bytes.length - hashLength - frameOverhead;
  if (closing <= damaged || bytes[closing] !== frameTypes.closing) return undefined;
  return findFrame(hashes, bytes, closing) === undefined ? undefined : closing;
}

const originBytes = utf8(checkpointOrigin(''));

// Only a frame that begins as a checkpoint does gets its checksum taken, so that no file takes long to look through.
function looksLikeCheckpoint(bytes: Uint8Array, at: number): boolean {
  const body = at + 5;
  return equalBytes(bytes.subarray(body, body + originBytes.length), originBytes);
}
