import { VaultError } from '../../base/errors.ts';
import { verifyCheckpoint, type Checkpoint } from '../../ledger/checkpoint.ts';
import { CompactRange } from '../../ledger/compact-range.ts';
import type { EntryFrame } from '../../ledger/frame.ts';
import { scanFrames } from '../../ledger/segment-scan.ts';
import { encodeHex } from '../../base/bytes.ts';
import { readCopies, type FileCopy } from './file-copies.ts';
import { KeysFiles } from './keys-files.ts';
import type { LedgerEnvironment } from './ledger-environment.ts';
import type { LogIdentity } from './log-identity.ts';
import type { KnownSegment } from './log-layout.ts';
import type { Reached } from './segment-content.ts';
import { judgeCopy, type JudgedCopy } from './segment-judge.ts';
import { mergeCopies } from './segment-salvage.ts';
import type { LedgerHead } from './stored-entry.ts';

/** Both copies of a log's last segment, judged. */
export interface TailCopies {
  readonly copies: readonly (FileCopy & { readonly judged: JudgedCopy | undefined })[];
  /** The sound copy that goes furthest, or one made of both; undefined if none is sound. */
  readonly best: JudgedCopy | undefined;
  /** True if the copies are sound and hold two trees: somebody went on from an older copy. */
  readonly forked: boolean;
}

export async function readTail(
  environment: LedgerEnvironment,
  identity: LogIdentity,
  { header: { number }, headerLength }: KnownSegment,
): Promise<TailCopies> {
  const copies = [];
  let tooNew: VaultError | undefined;
  for (const found of await readCopies(environment, identity.log, number, 'segment')) {
    try {
      const judged = judgeUnlessAlike(identity, number, found, copies.at(-1));
      copies.push({ ...found, judged });
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      tooNew = error;
      copies.push({ ...found, judged: undefined });
    }
  }
  const sound = copies.flatMap(({ judged }) => (judged?.sound === true ? [judged] : []));
  const best = sound.toSorted(furthestFirst)[0] ?? mergedCopy(identity, number, headerLength, copies);
  if (best === undefined && tooNew !== undefined) throw tooNew;
  const forked = best !== undefined && sound.some((copy) => !holdsRoot(identity, best, copy.reached));
  return { copies, best, forked };
}

/** What is byte for byte like the copy before it is judged like it, which halves the time of opening a sound vault. */
function judgeUnlessAlike(
  identity: LogIdentity,
  number: number,
  { bytes }: FileCopy,
  before: (FileCopy & { readonly judged: JudgedCopy | undefined }) | undefined,
): JudgedCopy | undefined {
  if (bytes === undefined) return undefined;
  const alike = before?.bytes !== undefined && Buffer.compare(before.bytes, bytes) === 0;
  return alike && before.judged !== undefined ? before.judged : judgeCopy(identity, number, bytes);
}

/** How many of a copy's entries have no sealed part any more. */
export function countErased({ entries }: JudgedCopy): number {
  return entries.filter(({ type }) => type === 'erased').length;
}

function furthestFirst(a: JudgedCopy, b: JudgedCopy): number {
  return (
    b.reached.size - a.reached.size ||
    b.tail.length - a.tail.length ||
    Number(b.closing !== undefined) - Number(a.closing !== undefined) ||
    countErased(b) - countErased(a)
  );
}

function mergedCopy(
  identity: LogIdentity,
  number: number,
  headerLength: number,
  copies: readonly FileCopy[],
): JudgedCopy | undefined {
  const [first, second] = copies.map(({ bytes }) => bytes);
  if (first === undefined || second === undefined) return undefined;
  const merged = judgeCopy(identity, number, mergeCopies(identity, first, second, headerLength));
  return merged?.sound === true ? merged : undefined;
}

/** True if the tree that `copy` holds had this root at this size. */
function holdsRoot(identity: LogIdentity, copy: JudgedCopy, { size, root }: Reached): boolean {
  return rootAt(identity, copy, [], size) === encodeHex(root);
}

/**
 * The root, in hexadecimal, that the tree of `copy` and the entries after it had at `size`; undefined outside of this
 * segment.
 */
function rootAt(
  identity: LogIdentity,
  { header, entries, reached }: JudgedCopy,
  after: readonly EntryFrame[],
  size: number,
): string | undefined {
  if (size < header.firstIndex) return undefined;
  if (size === reached.size) return encodeHex(reached.root);
  const range = CompactRange.fromFrontier(identity.hashes, header.firstIndex, header.frontier);
  for (const entry of [...entries, ...after]) {
    if (range.size === size) break;
    if (entry.type === 'lost') return undefined;
    range.append(entry.leafHash);
  }
  return range.size === size ? encodeHex(range.root()) : undefined;
}

/** Entries after the last checkpoint that are whole and open: a batch that was written and not yet signed. */
export async function openableTail(
  environment: LedgerEnvironment,
  identity: LogIdentity,
  { header, reached, tail }: JudgedCopy,
): Promise<readonly EntryFrame[]> {
  if (tail.length === 0) return [];
  const keys = await KeysFiles.read(environment, identity, header);
  const first = reached.size - header.firstIndex;
  const closed = tail.findIndex((entry, i) => typeof keys.open(first + i, entry).opened === 'string');
  return closed === -1 ? tail : tail.slice(0, closed);
}

/** The last checkpoint of a damaged segment that this log's key signed, whether its tree can still be worked out or not. */
export function lastSigned(
  identity: LogIdentity,
  { header, headerLength }: KnownSegment,
  copies: readonly FileCopy[],
): Reached | undefined {
  let last: Reached | undefined;
  for (const { bytes } of copies) {
    if (bytes === undefined) continue;
    for (const frame of framesOf(identity, bytes, headerLength)) {
      if (frame.type !== 'checkpoint') continue;
      const checkpoint = signedBy(identity, frame.text, header.logPublicKey);
      if (checkpoint === undefined || checkpoint.size <= (last?.size ?? -1)) continue;
      const { size, root } = checkpoint;
      last = { size, root, frontier: [], text: frame.text, end: frame.end };
    }
  }
  return last;
}

function framesOf(identity: LogIdentity, bytes: Uint8Array, start: number) {
  try {
    return scanFrames(identity.hashes, bytes, start).frames;
  } catch (error) {
    if (error instanceof VaultError) return [];
    throw error;
  }
}

function signedBy(identity: LogIdentity, text: string, publicKey: Uint8Array): Checkpoint | undefined {
  try {
    return verifyCheckpoint(text, identity.log, publicKey);
  } catch (error) {
    if (error instanceof VaultError) return undefined;
    throw error;
  }
}

/** Whether what this installation remembers of its log is in the log. */
export function agreesWith(
  identity: LogIdentity,
  copy: JudgedCopy,
  after: readonly EntryFrame[],
  head: LedgerHead,
): boolean {
  return rootAt(identity, copy, after, head.size) === head.root;
}
