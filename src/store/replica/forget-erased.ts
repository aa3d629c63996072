import { concatBytes, encodeHex } from '../../base/bytes.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import { keyRecordLength, keysHeaderLength } from '../../ledger/keys-codec.ts';
import { scanFrames } from '../../ledger/segment-scan.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import type { LedgerFiles } from '../ledger-files/ledger-files.ts';
import type { SegmentPlace } from '../ledger-files/segment-place.ts';
import { ledgerFilesToCopy, type LedgerFileToCopy } from './ledger-files-to-copy.ts';
import { ledgerFileKey, listReplica, reachOf, type ReplicaListing } from './replica-listing.ts';
import { parseReplicaName, replicaName, type LedgerPiece } from './replica-names.ts';
import type { ReplicaTarget } from './replica-target.ts';

/** What erasures name, as the vault's own verified history tells of it. */
export interface Erased {
  readonly entries: readonly { readonly log: string; readonly index: number }[];
  /** SHA-256 of sealed files. */
  readonly blobs: ReadonlySet<string>;
}

export interface ForgottenPieces {
  /** Pieces that were taken away. */
  readonly removed: number;
  /** Names of pieces that may still hold something and were left, since not all of them is there in another piece. */
  readonly left: readonly string[];
}

export interface ForgetOptions {
  /** What lies there, if that is known. */
  readonly listing?: ReplicaListing | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Takes out of a second copy what erasures name, and nothing else: their blobs, and those slices of ledger files that still hold it. A slice goes only once
 * its whole file lies there in slices that are as the vault has it, and only if whatever else it holds is in those too. To be called after a
 * round has put what was lacking. Throws as `ReplicaTarget` does, `internal.cancelled`; what was taken away by then stays away.
 */
export async function forgetErased(
  target: ReplicaTarget,
  ledger: LedgerFiles,
  erased: Erased,
  { listing, signal }: ForgetOptions = {},
): Promise<ForgottenPieces> {
  if (erased.entries.length === 0) return { removed: 0, left: [] };
  const { pieces, slices } = listing ?? (await listReplica(target, signal));
  const going: string[] = [];
  const left: string[] = [];
  for (const name of pieces.keys()) {
    const piece = parseReplicaName(name);
    if (piece?.type === 'blob' && erased.blobs.has(piece.sha256)) going.push(name);
  }
  for (const { file, place, positions } of touchedFiles(ledger, erased)) {
    throwIfCancelled(signal);
    const listed = slices.get(ledgerFileKey(file)) ?? [];
    const bytes = await file.read();
    const stale = bytes === undefined ? listed : listed.filter((slice) => !isOf(slice, bytes));
    const whole =
      bytes !== undefined && reachOf(listed.filter((slice) => isOf(slice, bytes))) >= bytes.length;
    for (const slice of stale) {
      const name = replicaName(slice);
      if (whole && (await isHeldBy(target, slice, bytes, place, positions))) going.push(name);
      else left.push(name);
    }
  }
  let removed = 0;
  for (const name of going) {
    throwIfCancelled(signal);
    if (await target.remove(name)) removed += 1;
  }
  if (removed > 0) await target.settle();
  return { removed, left };
}

interface TouchedFile {
  readonly file: LedgerFileToCopy;
  readonly place: SegmentPlace;
  /** Which entries of the segment are named, from 0. */
  readonly positions: ReadonlySet<number>;
}

/** The ledger files in which something is named. */
function touchedFiles(ledger: LedgerFiles, { entries }: Erased): TouchedFile[] {
  const known = new Set(ledger.logs());
  const byLog = Map.groupBy(entries, ({ log }) => log);
  return ledgerFilesToCopy(ledger).flatMap((file): TouchedFile[] => {
    const named = known.has(file.log) ? (byLog.get(file.log) ?? []) : [];
    if (named.length === 0) return [];
    const place = ledger.files(file.log).places.find(({ number }) => number === file.number);
    if (place === undefined || 'lost' in place) return [];
    const within = named.filter(({ index }) => index >= place.firstIndex && index < place.endIndex);
    const positions = new Set(within.map(({ index }) => index - place.firstIndex));
    return within.length === 0 ? [] : [{ file, place, positions }];
  });
}

function isOf({ offset, length, sha256 }: LedgerPiece, bytes: Uint8Array): boolean {
  const ours = bytes.subarray(offset, offset + length);
  return ours.length === length && encodeHex(nodeHashes.sha256(ours)) === sha256;
}

/** True if all that a slice holds, but for what is named, is in the vault's own file. */
async function isHeldBy(
  target: ReplicaTarget,
  slice: LedgerPiece,
  ours: Uint8Array,
  place: SegmentPlace,
  positions: ReadonlySet<number>,
): Promise<boolean> {
  const read = await target.read(replicaName(slice));
  if (read === undefined) return true;
  const chunks: Uint8Array[] = [];
  for await (const chunk of read) chunks.push(chunk);
  const theirs = concatBytes(...chunks);
  return slice.type === 'keys'
    ? holdsKeys(slice, theirs, ours, positions)
    : holdsFrames(slice, theirs, ours, place.headerLength);
}

function holdsKeys(
  { offset }: LedgerPiece,
  theirs: Uint8Array,
  ours: Uint8Array,
  positions: ReadonlySet<number>,
): boolean {
  return theirs.every((byte, at) => {
    const place = offset + at;
    const position = Math.floor((place - keysHeaderLength) / keyRecordLength);
    return positions.has(position) || ours[place] === byte;
  });
}

/** By leaves, checkpoints and the closing frame: where a frame stands changes with an erasure before it. */
function holdsFrames(
  { offset }: LedgerPiece,
  theirs: Uint8Array,
  ours: Uint8Array,
  headerLength: number,
): boolean {
  const marks = new Set(marksOf(ours, headerLength));
  if (offset === 0 && Buffer.compare(theirs.subarray(0, headerLength), ours.subarray(0, headerLength)) !== 0)
    return false;
  const found = marksOf(theirs, offset === 0 ? headerLength : 0);
  return found.length > 0 && found.every((mark) => marks.has(mark));
}

function marksOf(bytes: Uint8Array, start: number): string[] {
  return scanFrames(nodeHashes, bytes, start).frames.map((frame) => {
    switch (frame.type) {
      case 'checkpoint':
        return frame.text;
      case 'closing':
        return `closing ${encodeHex(frame.digest)}`;
      default:
        return encodeHex(frame.leafHash);
    }
  });
}
