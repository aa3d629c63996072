import { parseReplicaName, type ReplicaPiece } from '../replica-names.ts';

const digest = '[0-9a-f]{64}';
const patterns = [
  new RegExp(`^(headers/)[^/]*?(\\d{8}-${digest})[^/]*(\\.json)$`, 'i'),
  new RegExp(
    `^(ledger/[0-9a-f]{32}/)[^/]*?(\\d{8}-\\d{12}-\\d{12}-${digest})[^/]*(\\.(?:segment|keys))$`,
    'i',
  ),
  new RegExp(`^(blobs/\\d{4,9}/)[^/]*?(${digest})[^/]*(\\.blob)$`, 'i'),
];

/**
 * Which piece a conflict copy such as `x (1).blob`, `x.sync-conflict-20260312.blob` or `x-LAPTOP.blob` may be, by what is left of its name.
 * Only its digest says whether it is.
 */
export function guessPiece(name: string): ReplicaPiece | undefined {
  for (const pattern of patterns) {
    const [, folder, middle, end] = pattern.exec(name) ?? [];
    if (folder !== undefined && middle !== undefined && end !== undefined)
      return parseReplicaName(`${folder}${middle}${end}`.toLowerCase());
  }
  return undefined;
}
