import { concatBytes, equalBytes } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { verifyCheckpoint } from '../../ledger/checkpoint.ts';
import type { LogIdentity } from '../ledger-files/log-identity.ts';
import { judgeCopy, type JudgedCopy } from '../ledger-files/segment-judge.ts';
import { mergeCopies } from '../ledger-files/segment-salvage.ts';
import { firstDifference } from '../replica/reading/compare-trees.ts';

/** Bytes of a segment from somewhere else than the vault's two copies. */
export interface OtherBytes {
  readonly bytes: Uint8Array;
  readonly from: 'parity' | 'replica';
}

export interface SegmentChoice {
  readonly judged: JudgedCopy;
  /** Where what the vault's copies lack came from; `copy` if they make up for each other. */
  readonly from: 'copy' | OtherBytes['from'];
}

/** What is known of a segment from elsewhere: how many entries of the log it must reach, and its closing digest. */
export interface SegmentEnding {
  readonly size: number;
  readonly digest?: Uint8Array;
}

/**
 * The whole file that a segment should be, made of whatever there is of it. It never holds less than what the vault's own copies show to have been
 * signed, and never another tree than theirs.
 *
 * @param locals the vault's copies, as far as they can be read
 * @returns undefined if nothing whole can be made
 * Throws `format.too-new`.
 */
export function chooseSegment(
  identity: LogIdentity,
  number: number,
  locals: readonly Uint8Array[],
  others: readonly OtherBytes[],
  ending: SegmentEnding | undefined,
): SegmentChoice | undefined {
  // A certified key is known once any header was accepted.
  const judgedLocals = locals.flatMap((bytes) => judgeCopy(identity, number, bytes, true) ?? []);
  const judgedOthers = others.flatMap(({ bytes, from }) => {
    const judged = judgeCopy(identity, number, bytes, true);
    return judged === undefined ? [] : [{ judged, from }];
  });
  const least = Math.max(ending?.size ?? 0, ...judgedLocals.map((copy) => signedSize(identity, copy)));
  const choices: SegmentChoice[] = [
    ...judgedLocals.map((judged) => ({ judged, from: 'copy' as const })),
    ...judgeAll(identity, number, mergesOf(identity, judgedLocals[0], locals), 'copy'),
    ...judgedOthers,
    ...judgedOthers.flatMap(({ judged, from }) =>
      judgeAll(
        identity,
        number,
        [...extensions(judged, locals), ...mergesOf(identity, judged, locals)],
        from,
      ),
    ),
  ];
  return choices
    .filter(
      ({ judged }) =>
        judged.sound &&
        judged.reached.size >= least &&
        (ending?.digest === undefined ||
          (judged.closing !== undefined && equalBytes(judged.closing.digest, ending.digest))) &&
        judgedLocals.every((local) => firstDifference(local, judged) === undefined),
    )
    .toSorted((a, b) => compare(a.judged, b.judged))[0];
}

function judgeAll(
  identity: LogIdentity,
  number: number,
  files: readonly Uint8Array[],
  from: SegmentChoice['from'],
): SegmentChoice[] {
  return files.flatMap((bytes) => {
    const judged = judgeCopy(identity, number, bytes, true);
    return judged === undefined ? [] : [{ judged, from }];
  });
}

/** Each of these with what the others have that it lacks. All must have begun as the bytes that `known` begins with. */
function mergesOf(
  identity: LogIdentity,
  known: JudgedCopy | undefined,
  files: readonly Uint8Array[],
): Uint8Array[] {
  if (known === undefined) return [];
  const { bytes, headerLength } = known;
  return files
    .filter((other) => other !== bytes)
    .map((other) => mergeCopies(identity, bytes, other, headerLength));
}

/** An older version of a growing file, gone on with as the vault's copies do. */
function extensions({ bytes }: JudgedCopy, locals: readonly Uint8Array[]): Uint8Array[] {
  return locals
    .filter((local) => local.length > bytes.length)
    .map((local) => concatBytes(bytes, local.subarray(bytes.length)));
}

/** The largest tree that some checkpoint in this copy signs, whatever stands before it. */
function signedSize({ log }: LogIdentity, { scan, header, reached }: JudgedCopy): number {
  let most = reached.size;
  for (const frame of scan.frames) {
    if (frame.type !== 'checkpoint') continue;
    try {
      most = Math.max(most, verifyCheckpoint(frame.text, log, header.logPublicKey)?.size ?? 0);
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
    }
  }
  return most;
}

function compare(a: JudgedCopy, b: JudgedCopy): number {
  return (
    b.reached.size - a.reached.size ||
    Number(b.closing !== undefined) - Number(a.closing !== undefined) ||
    b.tail.length - a.tail.length
  );
}
