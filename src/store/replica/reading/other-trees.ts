import { encodeHex } from '../../../base/bytes.ts';
import { throwIfCancelled, VaultError } from '../../../base/errors.ts';
import type { JsonObject } from '../../../base/json.ts';
import { keyRecordLength, keysHeaderLength, unwrapEntryKey } from '../../../ledger/keys-codec.ts';
import { openEntry } from '../../../ledger/sealed-entry.ts';
import type { LedgerEnvironment } from '../../ledger-files/ledger-environment.ts';
import { LogIdentity } from '../../ledger-files/log-identity.ts';
import type { SegmentEntry } from '../../ledger-files/segment-content.ts';
import { judgeCopy, type JudgedCopy } from '../../ledger-files/segment-judge.ts';
import type { LedgerPiece } from '../replica-names.ts';
import { gatherSlices, segmentNumbers } from './assemble-segment.ts';
import { assembleSlices, type Slice } from './assemble-slices.ts';
import type { ReplicaCatalogue } from './catalogue.ts';

/** An entry that another tree of a log holds, and the vault's own does not. */
export interface OtherTreeEntry {
  readonly index: number;
  /** Leaf hash, hexadecimal. */
  readonly leaf: string;
  /** What it says; undefined if it cannot be opened. */
  readonly fields: JsonObject | undefined;
}

/**
 * Everything that second copies hold under a log's key, signed by it, and the vault's own files of that log do not: the other half of a fork, or
 * several. What was erased there is left out.
 *
 * @param pieces all pieces of this log
 * @param own leaves of the vault's own tree, in order
 * @param options.onClosed told of how many entries a closed segment and all before it have: where the own log has more in that segment, the other half ended there
 * Throws `format.too-new`, `internal.cancelled`.
 */
export async function* entriesOfOtherTrees(
  environment: LedgerEnvironment,
  catalogue: ReplicaCatalogue,
  log: string,
  pieces: readonly LedgerPiece[],
  own: readonly Uint8Array[],
  { onClosed, signal }: { onClosed?: (size: number) => void; signal?: AbortSignal | undefined } = {},
): AsyncGenerator<OtherTreeEntry> {
  const identity = new LogIdentity(environment.hashes, environment.vault, environment.root, log);
  for (const number of segmentNumbers(pieces)) {
    throwIfCancelled(signal);
    const of = (type: LedgerPiece['type']): LedgerPiece[] =>
      pieces.filter((piece) => piece.number === number && piece.type === type);
    const frames = await gatherSlices(catalogue, of('segment'), signal);
    const { slices: keys } = await gatherSlices(catalogue, of('keys'), signal);
    const seen = new Set<string>();
    for (const bytes of assembleSlices(frames.slices)) {
      const judged = judgeCopy(identity, number, bytes);
      if (judged === undefined) continue;
      if (judged.closing !== undefined) onClosed?.(judged.header.firstIndex + judged.entries.length);
      for (const [position, entry] of judged.entries.entries()) {
        if (entry.type !== 'sealed') continue;
        const index = judged.header.firstIndex + position;
        const leaf = encodeHex(entry.leafHash);
        const mine = own[index];
        if (seen.has(`${String(index)} ${leaf}`) || (mine !== undefined && encodeHex(mine) === leaf))
          continue;
        seen.add(`${String(index)} ${leaf}`);
        yield { index, leaf, fields: open(environment, identity, judged, position, entry, keys) };
      }
    }
  }
}

function open(
  { hashes, keys }: LedgerEnvironment,
  { context }: LogIdentity,
  { header: { epoch, firstIndex } }: JudgedCopy,
  position: number,
  entry: Extract<SegmentEntry, { type: 'sealed' }>,
  slices: readonly Slice[],
): JsonObject | undefined {
  const index = firstIndex + position;
  for (const record of recordsAt(slices, position)) {
    try {
      const key = keys
        ?.findWrappingKey(epoch)
        ?.use((wrap) => unwrapEntryKey(wrap, context, index, epoch, record));
      if (key !== undefined) return openEntry(hashes, context, index, entry, key).values;
    } catch (error) {
      // Destroyed, or of the other tree: another record may open it.
      if (!(error instanceof VaultError) || !error.code.startsWith('integrity.entry-')) throw error;
    }
  }
  return undefined;
}

/** Each record that some slice has for an entry, once. */
function recordsAt(slices: readonly Slice[], position: number): Uint8Array[] {
  const at = keysHeaderLength + position * keyRecordLength;
  const records = slices
    .filter(({ offset, bytes }) => offset <= at && at + keyRecordLength <= offset + bytes.length)
    .map(({ offset, bytes }) => bytes.subarray(at - offset, at - offset + keyRecordLength));
  return [...new Map(records.map((record) => [encodeHex(record), record])).values()];
}
