import { isLogId } from '../ledger-files/ledger-paths.ts';
import { parseBlobName, parseShelfName, blobName, blobsName, shelfName } from '../blob/blob-paths.ts';

/** The one file of a second copy that says what it is. */
export const replicaFileName = 'replica.json';

/** What the one beside it says to whoever finds the folder. */
export const replicaReadmeName = 'README.txt';

/** Name of the folder that a vault's second copy has in the place that the learner chose. @param vault vault id, hexadecimal */
export function replicaFolderName(vault: string): string {
  return `evidence-vault-copy-${vault.slice(0, 16)}`;
}

/** Bytes of a ledger file from `offset` on: ledger files only grow, so a piece of one never changes. */
export interface LedgerPiece {
  readonly type: 'segment' | 'keys';
  readonly log: string;
  /** Number of the segment, from 1. */
  readonly number: number;
  readonly offset: number;
  readonly length: number;
  readonly sha256: string;
}

/** The bytes of `vault.json` as they were in one generation. */
export interface HeaderPiece {
  readonly type: 'header';
  readonly generation: number;
  readonly sha256: string;
}

export interface BlobPiece {
  readonly type: 'blob';
  readonly shelf: number;
  readonly sha256: string;
}

/** One file of a second copy. Each has the SHA-256 of its bytes in its name, so it is never changed, and needs no key to be checked. */
export type ReplicaPiece = LedgerPiece | HeaderPiece | BlobPiece;

const header = /^headers\/(\d{8})-([0-9a-f]{64})\.json$/;
const ledger = /^ledger\/([0-9a-f]{32})\/(\d{8})-(\d{12})-(\d{12})-([0-9a-f]{64})\.(segment|keys)$/;

/** Name inside the second copy, with forward slashes, in lower-case ASCII: up to 160 characters. */
export function replicaName(piece: ReplicaPiece): string {
  switch (piece.type) {
    case 'header':
      return `headers/${digits(piece.generation, 8)}-${piece.sha256}.json`;
    case 'blob':
      return `${blobsName}/${shelfName(piece.shelf)}/${blobName(piece.sha256)}`;
    default: {
      const { log, number, offset, length, sha256, type } = piece;
      return `ledger/${log}/${digits(number, 8)}-${digits(offset, 12)}-${digits(length, 12)}-${sha256}.${type}`;
    }
  }
}

/** What a name stands for; undefined for any other file, such as the conflict copies that sync tools make. */
export function parseReplicaName(name: string): ReplicaPiece | undefined {
  // Most names are of blobs.
  if (name.startsWith(`${blobsName}/`)) return parseBlobPiece(name);
  const [, generation, headerDigest] = header.exec(name) ?? [];
  if (generation !== undefined && headerDigest !== undefined)
    return { type: 'header', generation: Number(generation), sha256: headerDigest };
  const [, log, number, offset, length, sha256, type] = ledger.exec(name) ?? [];
  if (log !== undefined && sha256 !== undefined && isLogId(log))
    return {
      type: type === 'keys' ? 'keys' : 'segment',
      log,
      number: Number(number),
      offset: Number(offset),
      length: Number(length),
      sha256,
    };
  return undefined;
}

function parseBlobPiece(name: string): BlobPiece | undefined {
  const [, shelfText = '', fileText = '', ...more] = name.split('/');
  const shelf = parseShelfName(shelfText);
  const blob = parseBlobName(fileText);
  return shelf === undefined || blob === undefined || more.length > 0
    ? undefined
    : { type: 'blob', shelf, sha256: blob };
}

function digits(number: number, count: number): string {
  return String(number).padStart(count, '0');
}
