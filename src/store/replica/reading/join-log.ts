import { join } from 'node:path';

import { concatBytes, encodeHex, equalBytes } from '../../../base/bytes.ts';
import { nodeHashes } from '../../../platform/node-hashes.ts';
import { keyRecordLength, keysHeaderLength } from '../../../ledger/keys-codec.ts';
import { readCopies } from '../../ledger-files/file-copies.ts';
import type { LedgerEnvironment } from '../../ledger-files/ledger-environment.ts';
import { ledgerCopies, type LedgerFileKind } from '../../ledger-files/ledger-paths.ts';
import { LogIdentity } from '../../ledger-files/log-identity.ts';
import { replaceCopy } from '../../ledger-files/mend-copy.ts';
import type { SegmentEntry } from '../../ledger-files/segment-content.ts';
import { judgeCopy, type JudgedCopy } from '../../ledger-files/segment-judge.ts';
import type { LedgerPiece } from '../replica-names.ts';
import { assembleLog, forkBetween, forkOf, type LogFork } from './assemble-log.ts';
import type { AssembledSegment } from './assemble-segment.ts';
import type { ReplicaCatalogue } from './catalogue.ts';
import { firstDifference } from './compare-trees.ts';

/** What second copies know of one log beyond what the vault holds of it. */
export interface LogNews {
  readonly log: string;
  /** Segments that are new here, or go further there, in order. */
  readonly growth: readonly SegmentGrowth[];
  /** The tree there goes on from the vault's own: up to this size. */
  readonly size: number;
  readonly fork: LogFork | undefined;
  /** True if part of it is damaged there, so that it is taken in as far as it is whole. */
  readonly cut: boolean;
}

/** Files of a segment as they will be once it is taken in. */
interface SegmentGrowth {
  readonly number: number;
  readonly segment: Uint8Array;
  /** One, or one for each copy. */
  readonly keys: readonly Uint8Array[];
  /** The entries that are new. */
  readonly entries: readonly SegmentEntry[];
  /** Length of the segment's header if neither copy of the segment is here, not even a damaged one. */
  readonly begins: number | undefined;
}

/**
 * Compares what second copies hold of a log with what the vault holds, and works out what is to be added. Undefined if there is nothing that the vault
 * does not know. What was erased here stays so: only entries beyond those that are here are taken.
 *
 * @param pieces all pieces of this log
 * @param size how far the vault's own files of it go; 0 if it has none
 * Throws `format.too-new`, `storage.*` of the vault's disk, `internal.cancelled`.
 */
export async function findNews(
  environment: LedgerEnvironment,
  catalogue: ReplicaCatalogue,
  log: string,
  pieces: readonly LedgerPiece[],
  size: number,
  signal?: AbortSignal,
): Promise<LogNews | undefined> {
  const from = await firstUnknown(environment, log, pieces);
  if (from === undefined) return undefined;
  const identity = new LogIdentity(environment.hashes, environment.vault, environment.root, log);
  const growth: SegmentGrowth[] = [];
  let reached = size;
  let last: JudgedCopy | undefined;
  const told = (fork: LogFork | undefined, cut: boolean): LogNews => ({
    log,
    growth,
    size: reached,
    fork,
    cut,
  });
  for await (const assembled of assembleLog(catalogue, identity, pieces, { from, signal })) {
    const fork = forkOf(log, assembled);
    if (fork !== undefined) return told(fork, false);
    const { sound } = assembled;
    const here = await soundHere(environment, identity, assembled.number);
    if (sound === undefined) {
      if (here?.closing === undefined) return told(undefined, true);
      last = here;
      continue;
    }
    if (here !== undefined) {
      const index = firstDifference(here, sound);
      if (index !== undefined)
        return told(forkBetween(log, index, [here.reached.text, sound.reached.text]), false);
    }
    if (last === undefined && assembled.number > 1)
      last = await soundHere(environment, identity, assembled.number - 1);
    // Signed as going on from this size, and not from this tree.
    if (here === undefined && last !== undefined && partsFrom(sound, last))
      return told(forkBetween(log, sound.header.firstIndex, [last.reached.text, sound.reached.text]), false);
    const next = await grow(environment, identity, assembled, sound, here, last, reached);
    if (next === 'unfit') return told(undefined, true);
    if (next !== undefined) {
      growth.push(next);
      reached = Math.max(reached, sound.reached.size);
    }
    last = next === undefined && here !== undefined ? here : sound;
  }
  return growth.length === 0 ? undefined : told(undefined, false);
}

/**
 * Writes what was found, keys before what they open; both copies, durably. A segment that is new is begun in both copies before it is filled in either,
 * so that whoever comes after a kill finds a copy that lags behind, and never one that is missing as if it were lost. Throws `storage.*`.
 */
export async function addNews(environment: LedgerEnvironment, { log, growth }: LogNews): Promise<void> {
  const write = async (number: number, kind: LedgerFileKind, versions: readonly Uint8Array[]) => {
    for (const [i, copy] of ledgerCopies.entries()) {
      const bytes = versions[i] ?? versions[0];
      if (bytes !== undefined) await replaceCopy(environment, log, number, kind, copy, bytes);
    }
  };
  for (const { number, segment, keys, begins } of growth) {
    await write(number, 'keys', keys);
    if (begins !== undefined) await write(number, 'segment', [segment.subarray(0, begins)]);
    await write(number, 'segment', [segment]);
  }
  // The log's own name, too, which a try that was killed may have given it.
  const { dir, port } = environment;
  for (const copy of ledgerCopies) await port.syncFolder(join(dir, copy));
}

/** The first segment of which there are pieces that are not beginnings, or parts, of the vault's own files. */
async function firstUnknown(
  environment: LedgerEnvironment,
  log: string,
  pieces: readonly LedgerPiece[],
): Promise<number | undefined> {
  const byFile = Map.groupBy(pieces, ({ number, type }) => `${String(number).padStart(8, '0')} ${type}`);
  for (const [, slices] of [...byFile].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [{ number, type } = { number: 0, type: 'segment' as const }] = slices;
    const copies = (await readCopies(environment, log, number, type)).flatMap(({ bytes }) => bytes ?? []);
    const known = slices.every(({ offset, length, sha256 }) =>
      copies.some(
        (bytes) =>
          offset + length <= bytes.length &&
          encodeHex(nodeHashes.sha256(bytes.subarray(offset, offset + length))) === sha256,
      ),
    );
    if (!known) return number;
  }
  return undefined;
}

/** The better of the vault's own copies of a segment, if one is sound. */
async function soundHere(
  environment: LedgerEnvironment,
  identity: LogIdentity,
  number: number,
): Promise<JudgedCopy | undefined> {
  const copies = await readCopies(environment, identity.log, number, 'segment');
  return copies
    .flatMap(({ bytes }) => (bytes === undefined ? [] : (judgeCopy(identity, number, bytes) ?? [])))
    .filter(({ sound }) => sound)
    .toSorted((a, b) => b.reached.size - a.reached.size)[0];
}

/** What a segment becomes; undefined if nothing is to be added, `unfit` if it cannot be added to what is here. */
async function grow(
  environment: LedgerEnvironment,
  identity: LogIdentity,
  assembled: AssembledSegment,
  there: JudgedCopy,
  here: JudgedCopy | undefined,
  before: JudgedCopy | undefined,
  size: number,
): Promise<SegmentGrowth | 'unfit' | undefined> {
  const { number } = assembled;
  const fresh = there.entries.slice(here?.entries.length ?? 0);
  const closes = there.closing !== undefined && here !== undefined && here.closing === undefined;
  if (here !== undefined && fresh.length === 0 && !closes) return undefined;
  if (here === undefined && !continues(there, before, size, number)) return 'unfit';
  const segment = here === undefined ? wholeOf(there) : concatBytes(upTo(here), after(there, here));
  const count = there.entries.length;
  const own =
    here === undefined ? [] : await keysHere(environment, identity.log, number, here.entries.length);
  const keys = assembled.keys.map((bytes) => joinKeys(own, bytes, here?.entries.length ?? 0));
  if (keys.length === 0 || keys.some((bytes) => bytes.length < keysLength(count))) return 'unfit';
  const files = here === undefined ? await readCopies(environment, identity.log, number, 'segment') : [here];
  const begins = files.every(({ bytes }) => bytes === undefined) ? there.headerLength : undefined;
  const fitted = keys.map((bytes) => bytes.slice(0, keysLength(count)));
  return { number, segment, keys: fitted, entries: fresh, begins };
}

/** True if a segment begins where another ends, and its key signed that another tree stands before it. */
function partsFrom({ header }: JudgedCopy, { reached }: JudgedCopy): boolean {
  if (header.firstIndex !== reached.size || header.frontier.length !== reached.frontier.length) return false;
  return !header.frontier.every((node, i) => equalBytes(node, reached.frontier[i] ?? new Uint8Array()));
}

/** True if a segment that is not here follows on what is. */
function continues(
  { header }: JudgedCopy,
  before: JudgedCopy | undefined,
  size: number,
  number: number,
): boolean {
  if (number === 1) return size === 0;
  if (header.firstIndex !== size) return false;
  return before?.closing === undefined || equalBytes(header.previous, before.closing.digest);
}

function wholeOf({ bytes, reached, closing }: JudgedCopy): Uint8Array {
  return closing === undefined ? bytes.subarray(0, reached.end) : bytes;
}

/** Up to the last signed checkpoint. */
function upTo({ bytes, reached }: JudgedCopy): Uint8Array {
  return bytes.subarray(0, reached.end);
}

/**
 * The frames of `there` that come after the last entry of `here`. Frames say nothing of their place in the file, so they stand rightly behind a file that an
 * erasure made shorter.
 */
function after(there: JudgedCopy, here: JudgedCopy): Uint8Array {
  const known = here.entries.length;
  let seen = 0;
  let start = there.headerLength;
  for (const frame of there.scan.frames) {
    if (frame.type === 'entry' || frame.type === 'erased') {
      if (seen === known) break;
      seen += 1;
    } else if (frame.type === 'closing') break;
    start = frame.end;
  }
  return wholeOf(there).subarray(start);
}

/** The first keys of a segment as this vault holds them, those that were destroyed here included. */
async function keysHere(
  environment: LedgerEnvironment,
  log: string,
  number: number,
  count: number,
): Promise<readonly Uint8Array[]> {
  return (await readCopies(environment, log, number, 'keys')).flatMap(({ bytes }) =>
    bytes !== undefined && bytes.length >= keysLength(count) ? [bytes] : [],
  );
}

function joinKeys(own: readonly Uint8Array[], there: Uint8Array, count: number): Uint8Array {
  const [mine] = own;
  if (mine === undefined) return there;
  return concatBytes(mine.subarray(0, keysLength(count)), there.subarray(keysLength(count)));
}

function keysLength(count: number): number {
  return keysHeaderLength + count * keyRecordLength;
}
