import { concatBytes } from '../../base/bytes.ts';
import { parseReplicaName, replicaName, type LedgerPiece, type ReplicaPiece } from './replica-names.ts';
import type { ReplicaTarget, TargetFile } from './replica-target.ts';

/** A file as its place lists it, and what its name stands for; undefined for any other file. */
export interface ListedFile extends TargetFile {
  readonly piece: ReplicaPiece | undefined;
}

/** What a place lists, sorted by what it is. */
export interface ReplicaListing {
  /** Lengths of all files that bear a name of a second copy, by that name. */
  readonly pieces: ReadonlyMap<string, number>;
  /** Slices that have the length that their name says, by the file that they are of (`ledgerFileKey`). */
  readonly slices: ReadonlyMap<string, readonly LedgerPiece[]>;
  /** The first `length` bytes of a slice as it lies there; undefined if it is gone. */
  readonly beginningOf: (slice: LedgerPiece, length: number) => Promise<Uint8Array | undefined>;
  /** True if any header lies there. */
  readonly hasHeader: boolean;
  /** Names of files whose length is not what their name says. */
  readonly short: readonly string[];
  /** Names of files that are none of a second copy's: conflict copies of sync tools, and others' files. */
  readonly foreign: readonly string[];
}

/** Names the ledger file that slices belong to. */
export function ledgerFileKey({ log, number, type }: Pick<LedgerPiece, 'log' | 'number' | 'type'>): string {
  return `${log}/${String(number)}.${type}`;
}

/** Lists a place. Throws as `ReplicaTarget.list` does. */
export async function listReplica(target: ReplicaTarget, signal?: AbortSignal): Promise<ReplicaListing> {
  return sortListing(target, await listFiles(target, signal));
}

/** What a place lists, all at once. Throws as `ReplicaTarget.list` does. */
export async function listFiles(target: ReplicaTarget, signal?: AbortSignal): Promise<readonly ListedFile[]> {
  const files: ListedFile[] = [];
  for await (const { name, size } of target.list(signal))
    files.push({ name, size, piece: parseReplicaName(name) });
  return files;
}

/** Sorts what a place has just listed. */
export function sortListing(target: ReplicaTarget, files: Iterable<ListedFile>): ReplicaListing {
  const pieces = new Map<string, number>();
  const slices = new Map<string, LedgerPiece[]>();
  const short: string[] = [];
  const foreign: string[] = [];
  let hasHeader = false;
  for (const { name, size, piece } of files) {
    if (piece === undefined) {
      foreign.push(name);
      continue;
    }
    pieces.set(name, size);
    if (piece.type === 'header') hasHeader = true;
    if (!isSlice(piece)) continue;
    if (piece.length !== size) short.push(name);
    else {
      const key = ledgerFileKey(piece);
      const known = slices.get(key);
      if (known === undefined) slices.set(key, [piece]);
      else known.push(piece);
    }
  }
  return {
    pieces,
    slices,
    hasHeader,
    short,
    foreign,
    beginningOf: (slice, length) => readBeginning(target, replicaName(slice), length),
  };
}

async function readBeginning(
  target: ReplicaTarget,
  name: string,
  length: number,
): Promise<Uint8Array | undefined> {
  const read = await target.read(name, { start: 0, end: length });
  if (read === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of read) pieces.push(piece);
  return concatBytes(...pieces);
}

function isSlice(piece: ReplicaPiece): piece is LedgerPiece {
  return piece.type === 'segment' || piece.type === 'keys';
}

/** How far slices reach from the beginning of their file without a gap. */
export function reachOf(slices: readonly LedgerPiece[]): number {
  let reach = 0;
  for (const { offset, length } of slices.toSorted((a, b) => a.offset - b.offset)) {
    if (offset > reach) break;
    reach = Math.max(reach, offset + length);
  }
  return reach;
}
