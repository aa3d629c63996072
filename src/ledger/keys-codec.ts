import { ByteReader } from '../base/byte-reader.ts';
import { ByteWriter } from '../base/byte-writer.ts';
import { utf8 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import { openRecord, sealRecord } from '../crypto/record-seal.ts';
import type { LogContext } from './log-context.ts';
import { encodePreamble, parsePreamble, preambleLength, type Preamble } from './preamble.ts';

/** The header of a file of entry keys. */
export interface KeysHeader extends Preamble {
  /** Number of the segment whose entries these keys open, from 1. */
  readonly segment: number;
  /** Index in the log of the segment's first entry. */
  readonly firstIndex: number;
}

export const keysHeaderLength = 60;
export const keyRecordLength = 72;

const prefix = utf8('evidence-vault entry-key v1\0');

/** FORMAT.md section 7. */
export function encodeKeysHeader({ epoch, vault, segment, firstIndex }: KeysHeader): Uint8Array {
  const writer = new ByteWriter(keysHeaderLength).raw(encodePreamble({ kind: 'KEYS', epoch, vault }));
  return writer.u32(segment).u64(firstIndex).finish();
}

/** Reads the header at the beginning of `bytes`, which may go on. Throws as `parsePreamble` does. */
export function parseKeysHeader(bytes: Uint8Array): KeysHeader {
  const preamble = parsePreamble(bytes, 'KEYS');
  const reader = new ByteReader(bytes.subarray(preambleLength, keysHeaderLength));
  return { ...preamble, segment: reader.u32(), firstIndex: reader.u64() };
}

/** The record of the entry at `position` (from 0) in its segment, or undefined if the file ends before it is whole. */
export function findKeyRecord(file: Uint8Array, position: number): Uint8Array | undefined {
  const at = keysHeaderLength + position * keyRecordLength;
  return at + keyRecordLength > file.length ? undefined : file.subarray(at, at + keyRecordLength);
}

/**
 * Wraps an entry's key: 72 bytes.
 *
 * @param wrapKey `deriveKey(epochKey, keyPurposes.entryKeys)`
 * @param epoch number of that epoch
 */
export function wrapEntryKey(
  wrapKey: Uint8Array,
  context: LogContext,
  index: number,
  epoch: number,
  entryKey: Uint8Array,
): Uint8Array {
  return sealRecord(wrapKey, entryKey, associatedData(context, index, epoch));
}

/** The 32-byte key of an entry. Throws `integrity.entry-erased` if it was destroyed, `integrity.entry-damaged` if it does not open. */
export function unwrapEntryKey(
  wrapKey: Uint8Array,
  context: LogContext,
  index: number,
  epoch: number,
  record: Uint8Array,
): Uint8Array {
  if (isDestroyedKey(record)) throw new VaultError('integrity.entry-erased');
  const key = openRecord(wrapKey, record, associatedData(context, index, epoch), 'integrity.entry-damaged');
  if (key.length !== 32) throw new VaultError('integrity.entry-damaged', { what: 'key-length' });
  return key;
}

/** True for the 72 zero bytes that stand where a key was destroyed. */
export function isDestroyedKey(record: Uint8Array): boolean {
  return record.length === keyRecordLength && record.every((byte) => byte === 0);
}

function associatedData({ vault, log }: LogContext, index: number, epoch: number): Uint8Array {
  const writer = new ByteWriter(prefix.length + 32 + 16 + 8 + 4);
  return writer.raw(prefix).raw(vault).raw(log).u64(index).u32(epoch).finish();
}
