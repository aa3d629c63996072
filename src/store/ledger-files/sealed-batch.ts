import { concatBytes, encodeHex } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import type { HashPort } from '../../crypto/hash-port.ts';
import { randomBytes } from '../../crypto/random.ts';
import type { CompactRange } from '../../ledger/compact-range.ts';
import { encodeEntry } from '../../ledger/entry.ts';
import { encodeEntryFrame, frameOverhead } from '../../ledger/frame.ts';
import { wrapEntryKey } from '../../ledger/keys-codec.ts';
import { readEntryFields } from '../../ledger/kinds/entry-kinds.ts';
import type { LogContext } from '../../ledger/log-context.ts';
import { encodePublicPart } from '../../ledger/public-part.ts';
import { sealEntry } from '../../ledger/sealed-entry.ts';
import type { EntryKeys } from './entry-keys.ts';

/** An entry that only lacks its place. */
export interface PreparedEntry {
  readonly leafHash: Uint8Array;
  readonly bytes: Uint8Array;
  readonly publicPart: Uint8Array;
}

/** Where an entry came to stand. */
export interface AppendedEntry {
  readonly index: number;
  /** Leaf hash, hexadecimal. */
  readonly leafHash: string;
}

/** Roughly what an entry's frame is longer than the entry: leaf hash, length and tag. */
const sealOverhead = frameOverhead + 32 + 2 + 16;

/**
 * Encodes an entry. What its public part says of blobs is taken from the entry's own fields.
 * Throws `format.malformed`, `input.json-invalid` or `input.record-invalid` for what cannot be an entry.
 */
export function prepareEntry(hashes: HashPort, fields: JsonObject): PreparedEntry {
  const { leafHash, bytes } = encodeEntry(hashes, fields);
  return { leafHash, bytes, publicPart: publicPartOf(fields) };
}

/** Length of an entry's frame. */
export function frameLength({ bytes, publicPart }: PreparedEntry): number {
  return bytes.length + publicPart.length + sealOverhead;
}

function publicPartOf(fields: JsonObject): Uint8Array {
  const read = readEntryFields(fields);
  if (!read.known || read.entry.kind !== 'blob-stored') return new Uint8Array(0);
  return encodePublicPart({
    blobs: read.entry.parts.map(({ shelf, file, sealedSize }) => ({
      shelf,
      name: file,
      sealedLength: sealedSize,
    })),
  });
}

/** A batch as it goes into the files. */
export interface SealedBatch {
  readonly frames: Uint8Array;
  readonly keyRecords: Uint8Array;
  readonly appended: readonly AppendedEntry[];
}

/** Seals entries for the places after `range`, each under a key of its own, and adds their leaves to `range`. */
export function sealBatch(
  hashes: HashPort,
  context: LogContext,
  keys: EntryKeys,
  range: CompactRange,
  entries: readonly PreparedEntry[],
): SealedBatch {
  const wrapping = keys.findWrappingKey(keys.epoch);
  if (wrapping === undefined) throw new VaultError('internal.bug', { what: 'epoch' });
  const frames: Uint8Array[] = [];
  const records: Uint8Array[] = [];
  const appended: AppendedEntry[] = [];
  for (const { leafHash, bytes, publicPart } of entries) {
    const index = range.size;
    const entryKey = randomBytes(32);
    const sealed = sealEntry(context, index, { leafHash, bytes }, publicPart, entryKey);
    frames.push(encodeEntryFrame(hashes, { leafHash, publicPart, sealed }));
    records.push(wrapping.use((key) => wrapEntryKey(key, context, index, keys.epoch, entryKey)));
    entryKey.fill(0);
    appended.push({ index, leafHash: encodeHex(leafHash) });
    range.append(leafHash);
  }
  return { frames: concatBytes(...frames), keyRecords: concatBytes(...records), appended };
}
