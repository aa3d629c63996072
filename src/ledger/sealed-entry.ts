import { ByteWriter } from '../base/byte-writer.ts';
import { equalBytes, utf8 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { openOnce, sealOnce } from '../crypto/record-seal.ts';
import { decodeEntry, type DecodedEntry, type EncodedEntry } from './entry.ts';
import type { LogContext } from './log-context.ts';

const prefix = utf8('evidence-vault entry v1\0');

/** An entry as its frame holds it. */
export interface SealedEntry {
  readonly leafHash: Uint8Array;
  readonly publicPart: Uint8Array;
  readonly sealed: Uint8Array;
}

/** An entry that was opened, with its encoding. */
export interface OpenedEntry extends DecodedEntry {
  readonly bytes: Uint8Array;
}

/**
 * Seals an entry for its place in a log (FORMAT.md section 6).
 *
 * @param publicPart as `encodePublicPart` makes it
 * @param entryKey 32 fresh random bytes that seal nothing else
 */
export function sealEntry(
  context: LogContext,
  index: number,
  entry: Pick<EncodedEntry, 'leafHash' | 'bytes'>,
  publicPart: Uint8Array,
  entryKey: Uint8Array,
): Uint8Array {
  return sealOnce(entryKey, entry.bytes, associatedData(context, index, entry.leafHash, publicPart));
}

/**
 * Opens an entry and checks that it is the one its leaf hash stands for. Throws `integrity.entry-damaged` if anything of
 * it, its place or its key differs, or if what was sealed is no entry.
 */
export function openEntry(
  hashes: HashPort,
  context: LogContext,
  index: number,
  entry: SealedEntry,
  entryKey: Uint8Array,
): OpenedEntry {
  const ad = associatedData(context, index, entry.leafHash, entry.publicPart);
  const bytes = openOnce(entryKey, entry.sealed, ad, 'integrity.entry-damaged');
  const decoded = decode(hashes, bytes);
  if (!equalBytes(decoded.leafHash, entry.leafHash))
    throw new VaultError('integrity.entry-damaged', { what: 'leaf-hash' });
  return { ...decoded, bytes };
}

function decode(hashes: HashPort, bytes: Uint8Array): DecodedEntry {
  try {
    return decodeEntry(hashes, bytes);
  } catch (cause) {
    throw new VaultError('integrity.entry-damaged', { what: 'entry' }, cause);
  }
}

function associatedData(
  { vault, log }: LogContext,
  index: number,
  leafHash: Uint8Array,
  publicPart: Uint8Array,
): Uint8Array {
  const writer = new ByteWriter(prefix.length + 32 + 16 + 8 + 32 + publicPart.length);
  return writer.raw(prefix).raw(vault).raw(log).u64(index).raw(leafHash).raw(publicPart).finish();
}
