import { concatBytes, encodeHex } from '../../base/bytes.ts';
import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import { encodeErasedFrame } from '../../ledger/frame.ts';
import { keyRecordLength, keysHeaderLength } from '../../ledger/keys-codec.ts';
import { scanFrames } from '../../ledger/segment-scan.ts';
import { stagingPath } from '../durable/replace-file.ts';
import { readCopy } from './file-copies.ts';
import { belongs } from './keys-files.ts';
import type { LedgerEnvironment } from './ledger-environment.ts';
import { ledgerCopies, ledgerFilePath, logFolder, type LedgerCopy } from './ledger-paths.ts';
import type { LogFiles } from './log-files.ts';
import { replaceCopy } from './mend-copy.ts';
import { findLeaf } from './segment-content.ts';
import type { SegmentPlace } from './segment-place.ts';

/** Which entries of a log are to go: the leaf hash (hexadecimal) by the index. */
export type EntriesToErase = ReadonlyMap<number, string>;

/**
 * Erases entries of one log from the vault's folder, durably: in both copies the sealed part goes out of the segment, and then the
 * key is written over where it stands. The leaf stays, and with it tree, proofs and signatures. What is erased already is left as
 * it is, so the same call finishes one that was cut short.
 *
 * Frames go first: from the moment one copy lacks the sealed part an entry reads as erased, and an erased frame needs no key, so no
 * step between leaves anything that looks damaged.
 *
 * @returns how many files were changed
 * Throws `integrity.ledger-damaged` before anything is changed if a leaf is not the one that stands there, `access.read-only`,
 * `internal.cancelled` between two segments, `storage.*`.
 */
export async function eraseEntries(
  environment: LedgerEnvironment,
  files: LogFiles,
  entries: EntriesToErase,
  signal?: AbortSignal,
): Promise<number> {
  if (environment.access !== 'write') throw new VaultError('access.read-only');
  const places = files.places.flatMap((place) => {
    const within = [...entries].filter(
      ([index]) => index >= place.firstIndex && index < Math.min(place.endIndex, files.head.size),
    );
    return 'lost' in place || within.length === 0 ? [] : [{ place, within: new Map(within) }];
  });
  for (const { place, within } of places) await compareLeaves(files, place, within);
  let changed = 0;
  for (const { place, within } of places) {
    throwIfCancelled(signal);
    changed += await eraseFrames(environment, files, place, new Set(within.values()));
    const positions = [...within.keys()].map((index) => index - place.firstIndex);
    for (const copy of ledgerCopies)
      if (await destroyKeys(environment, files, place, copy, positions)) changed += 1;
    for (const copy of ledgerCopies) await removeLeftovers(environment, files, place, copy);
  }
  return changed;
}

async function compareLeaves(files: LogFiles, place: SegmentPlace, within: EntriesToErase): Promise<void> {
  // Both copies, so that a damaged one is mended before and not after.
  const { entries } = await files.read(place, 'both');
  for (const [index, leaf] of within) {
    const entry = entries[index - place.firstIndex];
    const found = entry === undefined ? undefined : findLeaf(entry);
    if (found !== undefined && encodeHex(found) !== leaf)
      throw new VaultError('integrity.ledger-damaged', { what: 'leaf', index });
  }
}

/** Puts frames of type 4 in the place of those with these leaves, in one copy after the other. */
async function eraseFrames(
  environment: LedgerEnvironment,
  files: LogFiles,
  place: SegmentPlace,
  leaves: ReadonlySet<string>,
): Promise<number> {
  const { log } = files.identity;
  let changed = 0;
  let shorter = 0;
  for (const copy of ledgerCopies) {
    const { bytes } = await readCopy(environment, log, place.number, 'segment', copy);
    const without = bytes && withoutEntries(environment, bytes, place.headerLength, leaves);
    if (bytes === undefined || without === undefined) continue;
    await replaceCopy(environment, log, place.number, 'segment', copy, without);
    changed += 1;
    shorter = bytes.length - without.length;
  }
  if (changed > 0) {
    const { reached } = files;
    const limit = place.limit === undefined ? undefined : place.limit - shorter;
    const isLast = place.number === files.places.at(-1)?.number;
    const later = files.places.filter(({ number }) => number > place.number);
    files.moveOn(
      [{ ...place, limit }, ...later],
      isLast ? { ...reached, end: reached.end - shorter } : reached,
    );
  }
  return changed;
}

/** Undefined if none of them stands there any more. Everything else keeps its bytes and its order. */
function withoutEntries(
  { hashes }: LedgerEnvironment,
  bytes: Uint8Array,
  start: number,
  leaves: ReadonlySet<string>,
): Uint8Array | undefined {
  const pieces: Uint8Array[] = [];
  let kept = 0;
  for (const frame of scanFrames(hashes, bytes, start).frames) {
    if (frame.type !== 'entry' || !leaves.has(encodeHex(frame.leafHash))) continue;
    pieces.push(bytes.subarray(kept, frame.start), encodeErasedFrame(hashes, frame.leafHash));
    kept = frame.end;
  }
  return pieces.length === 0 ? undefined : concatBytes(...pieces, bytes.subarray(kept));
}

/** Writes zeros over keys where they stand: a new file would leave the old bytes on the disk. */
async function destroyKeys(
  { dir, vault, port }: LedgerEnvironment,
  files: LogFiles,
  place: SegmentPlace,
  copy: LedgerCopy,
  positions: readonly number[],
): Promise<boolean> {
  const file = await port.openFile(ledgerFilePath(dir, copy, files.identity.log, place.number, 'keys'));
  if (file === undefined) return false;
  try {
    const head = new Uint8Array(keysHeaderLength);
    await file.read(head, 0);
    if (!belongs(head, vault, place)) return false;
    const size = await file.size();
    let changed = false;
    for (const position of positions) {
      const at = keysHeaderLength + position * keyRecordLength;
      const record = new Uint8Array(keyRecordLength);
      if (at + keyRecordLength > size) continue;
      await file.read(record, at);
      if (record.every((byte) => byte === 0)) continue;
      await file.write(new Uint8Array(keyRecordLength), at);
      changed = true;
    }
    // Also when nothing changes: what a killed process wrote may not have been synced.
    await file.sync();
    return changed;
  } finally {
    await file.close();
  }
}

/** A replacement that was cut short may have left a file beside its place, with what is to go in it. */
async function removeLeftovers(
  { dir, port }: LedgerEnvironment,
  files: LogFiles,
  place: SegmentPlace,
  copy: LedgerCopy,
): Promise<void> {
  const { log } = files.identity;
  let removed = false;
  for (const kind of ['segment', 'keys'] as const)
    if (await port.unlink(stagingPath(ledgerFilePath(dir, copy, log, place.number, kind)))) removed = true;
  if (removed) await port.syncFolder(logFolder(dir, copy, log));
}
