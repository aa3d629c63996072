import { encodeHex, equalBytes } from '../../base/bytes.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import { blobPath } from '../blob/blob-paths.ts';
import { isPlain } from '../durable/node-durable.ts';
import type { ReadPort } from '../durable/port.ts';
import type { LedgerFiles } from '../ledger-files/ledger-files.ts';
import type { LedgerHead } from '../ledger-files/stored-entry.ts';
import { readInSteps } from './file-steps.ts';
import { ledgerFilesToCopy, type LedgerFileToCopy } from './ledger-files-to-copy.ts';
import { ledgerFileKey, reachOf, type ReplicaListing } from './replica-listing.ts';
import { replicaName, type LedgerPiece } from './replica-names.ts';
import type { TargetContent } from './replica-target.ts';

/** What of a vault belongs into a second copy. */
export interface Holdings {
  /** The vault's folder. */
  readonly dir: string;
  readonly port: ReadPort;
  readonly header: { readonly generation: number; readonly bytes: Uint8Array };
  readonly ledger: LedgerFiles;
  /** The log that this installation alone writes: nobody knows more of it. */
  readonly ownLog?: string | undefined;
  /** Logs that are known to have gone on in two ways: what lies there of them may be the other half, however alike it looks. */
  readonly forkedLogs?: ReadonlySet<string> | undefined;
  /** The blob files that the ledger names and no erasure took; asked for once it is known how far the ledger goes. */
  readonly blobs: () => readonly {
    readonly file: string;
    readonly shelf: number;
    readonly sealedSize: number;
  }[];
}

/** A piece that is to be sent. */
export interface PieceToSend {
  readonly name: string;
  readonly content: TargetContent;
  /** SHA-256 of the sealed file, for a blob. */
  readonly blob?: string;
}

/** What a place lacks of a vault, in the order in which it is sent. */
export interface ReplicaPlan {
  /** How far each log goes that this plan brings there. */
  readonly heads: readonly LedgerHead[];
  readonly generation: number;
  readonly steps: readonly (readonly PieceToSend[])[];
  /** Pieces and bytes of all steps. */
  readonly files: number;
  readonly bytes: number;
  /** Files of the ledger of which the vault itself has no good copy. */
  readonly unreadable: readonly string[];
}

/**
 * Works out what is to be sent: what the vault holds, less what the place lists. Blobs and the header go first, then keys, then slices of segments,
 * so that a slice never names a blob that is not there. Throws `storage.*` of the vault's own disk, `internal.cancelled`.
 */
export async function planReplica(
  listing: ReplicaListing,
  holdings: Holdings,
  signal?: AbortSignal,
): Promise<ReplicaPlan> {
  const heads = holdings.ledger.heads();
  const files = ledgerFilesToCopy(holdings.ledger);
  const keys: PieceToSend[] = [];
  const segments: PieceToSend[] = [];
  const unreadable: string[] = [];
  for (const file of files) {
    throwIfCancelled(signal);
    const piece = await missingSlice(file, listing, holdings);
    if (piece === 'unreadable') unreadable.push(ledgerFileKey(file));
    else if (piece !== undefined) (file.type === 'keys' ? keys : segments).push(piece);
  }
  const first = [...headerToSend(listing, holdings), ...blobsToSend(listing, holdings)];
  const steps = [first, keys, segments];
  return {
    heads,
    generation: holdings.header.generation,
    steps,
    files: steps.reduce((sum, step) => sum + step.length, 0),
    bytes: steps.flat().reduce((sum, { content }) => sum + content.size, 0),
    unreadable,
  };
}

function headerToSend({ pieces }: ReplicaListing, { header }: Holdings): PieceToSend[] {
  const content = contentOf(header.bytes);
  const name = replicaName({ type: 'header', generation: header.generation, sha256: content.sha256 });
  return pieces.get(name) === content.size ? [] : [{ name, content }];
}

function blobsToSend({ pieces }: ReplicaListing, { dir, port, blobs }: Holdings): PieceToSend[] {
  return blobs().flatMap(({ file, shelf, sealedSize }) => {
    const name = replicaName({ type: 'blob', shelf, sha256: file });
    if (pieces.get(name) === sealedSize) return [];
    const path = blobPath(dir, { shelf, file });
    return [
      {
        name,
        blob: file,
        content: {
          size: sealedSize,
          sha256: file,
          path: isPlain(port) ? path : undefined,
          open: () => readFile(port, path),
        },
      },
    ];
  });
}

/** Yields nothing for a file that is not there; then its digest does not fit, which is told. */
async function* readFile(port: ReadPort, path: string): AsyncGenerator<Uint8Array> {
  const file = await port.openForReading(path);
  if (file !== undefined) yield* readInSteps(file, undefined, (call) => call());
}

/** What a place lacks of one ledger file; undefined if nothing. */
async function missingSlice(
  file: LedgerFileToCopy,
  listing: ReplicaListing,
  { ownLog, forkedLogs }: Pick<Holdings, 'ownLog' | 'forkedLogs'>,
): Promise<PieceToSend | 'unreadable' | undefined> {
  const listed = listing.slices.get(ledgerFileKey(file)) ?? [];
  const own = file.log === ownLog;
  const length = await file.length();
  // A closed segment that is there to its last byte is no more read: only an erasure changes it, and makes it shorter.
  const settled = file.type === 'segment' && file.closed && forkedLogs?.has(file.log) !== true;
  if (settled && length !== undefined && endOf(listed) === length)
    if (reachOf(listed) === length) return undefined;
  const reaches = async (bytes: Uint8Array): Promise<number> =>
    reachOf(await fittingSlices(listing, listed, bytes, own));
  const glanced = await file.glance();
  if (glanced !== undefined && glanced.length === length && (await reaches(glanced)) >= glanced.length)
    return undefined;
  const bytes = await file.read();
  if (bytes === undefined) return 'unreadable';
  const offset = Math.min(await reaches(bytes), bytes.length);
  if (offset === bytes.length) return undefined;
  const content = contentOf(bytes.slice(offset));
  const { type, log, number } = file;
  const name = replicaName({ type, log, number, offset, length: content.size, sha256: content.sha256 });
  return { name, content };
}

function endOf(slices: readonly LedgerPiece[]): number {
  return slices.reduce((end, { offset, length }) => Math.max(end, offset + length), 0);
}

/**
 * Slices that are of these bytes. One that goes beyond them comes from a laptop that knows more of its log, and is looked into: a copied key makes two
 * trees under one log, and then ours has to be there as well. One that differs is from before an erasure, or of such another tree.
 * @param own true for the file of a log of which nobody can know more
 */
async function fittingSlices(
  { beginningOf }: ReplicaListing,
  slices: readonly LedgerPiece[],
  bytes: Uint8Array,
  own: boolean,
): Promise<LedgerPiece[]> {
  const fitting: LedgerPiece[] = [];
  for (const slice of slices) {
    const ours = bytes.subarray(slice.offset, slice.offset + slice.length);
    if (ours.length === slice.length) {
      if (encodeHex(nodeHashes.sha256(ours)) === slice.sha256) fitting.push(slice);
    } else if (!own) {
      const theirs = await beginningOf(slice, ours.length);
      if (theirs !== undefined && equalBytes(theirs, ours)) fitting.push(slice);
    }
  }
  return fitting;
}

/** Bytes in memory as what is sent. */
export function contentOf(bytes: Uint8Array): TargetContent {
  return {
    size: bytes.length,
    sha256: encodeHex(nodeHashes.sha256(bytes)),
    async *open() {
      yield Promise.resolve(bytes.slice());
    },
  };
}
