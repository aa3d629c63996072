import { encodeHex } from '../../base/bytes.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import type { BlobPlace } from '../blob/blob-paths.ts';
import { ledgerFilesToCopy } from './ledger-files-to-copy.ts';
import { ledgerFileKey } from './replica-listing.ts';
import { parseReplicaName, type LedgerPiece, type ReplicaPiece } from './replica-names.ts';
import type { Holdings } from './replica-plan.ts';
import type { ReplicaTarget } from './replica-target.ts';

/**
 * Takes damaged pieces away that are about to be put again: only those of which the vault holds the very same bytes, whole.
 * @param isWhole whether the vault's own blob is good to its last byte
 * @returns names of those taken away. Throws as `ReplicaTarget.remove`, `internal.cancelled`.
 */
export async function takeAwayDamaged(
  target: ReplicaTarget,
  holdings: Holdings,
  damaged: readonly string[],
  isWhole: (blob: BlobPlace) => Promise<boolean>,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const blobs = new Map(holdings.blobs().map(({ file, shelf }) => [file, shelf]));
  const canBePut = async (piece: ReplicaPiece): Promise<boolean> => {
    switch (piece.type) {
      case 'header':
        return encodeHex(nodeHashes.sha256(holdings.header.bytes)) === piece.sha256;
      case 'blob':
        return blobs.get(piece.sha256) === piece.shelf && isWhole({ shelf: piece.shelf, file: piece.sha256 });
      default:
        return holdsSlice(holdings, piece);
    }
  };
  const taken: string[] = [];
  for (const name of damaged) {
    throwIfCancelled(signal);
    const piece = parseReplicaName(name);
    if (piece === undefined || !(await canBePut(piece))) continue;
    if (await target.remove(name)) taken.push(name);
  }
  return taken;
}

async function holdsSlice({ ledger }: Holdings, slice: LedgerPiece): Promise<boolean> {
  const key = ledgerFileKey(slice);
  const bytes = await ledgerFilesToCopy(ledger)
    .find((file) => ledgerFileKey(file) === key)
    ?.read();
  const ours = bytes?.subarray(slice.offset, slice.offset + slice.length);
  return ours !== undefined && encodeHex(nodeHashes.sha256(ours)) === slice.sha256;
}
