import { concatBytes } from '../../base/bytes.ts';
import { encodeKeysHeader, findKeyRecord, isDestroyedKey, keyRecordLength } from '../../ledger/keys-codec.ts';
import type { KeysPlace } from '../ledger-files/keys-files.ts';

export interface KeysSources {
  /** The vault's two copies, as far as they can be read. */
  readonly locals: readonly Uint8Array[];
  /** From second copies of the vault. */
  readonly others: readonly Uint8Array[];
}

/**
 * A whole file of the keys of a segment: for each entry the first record that holds a key, of the vault's copies before others. What both copies of the vault
 * say is destroyed stays so; what nobody has never looks destroyed. The files' own headers do not matter: a record opens in its place alone.
 *
 * @param count of the segment's entries
 * @param isKey whether a record holds the key of the entry at a position
 */
export function mergeKeys(
  vault: string,
  { epoch, number, firstIndex }: KeysPlace,
  count: number,
  { locals, others }: KeysSources,
  isKey: (position: number, record: Uint8Array) => boolean,
): Uint8Array {
  const header = encodeKeysHeader({ epoch, vault, segment: number, firstIndex });
  const records = Array.from({ length: count }, (_, position) => {
    const mine = recordsAt(locals, position);
    const destroyed = mine.find((record) => isDestroyedKey(record));
    if (destroyed !== undefined && mine.every((record) => isDestroyedKey(record))) return destroyed;
    const all = [...mine, ...recordsAt(others, position)];
    return (
      all.find((record) => !isDestroyedKey(record) && isKey(position, record)) ??
      destroyed ??
      mine[0] ??
      new Uint8Array(keyRecordLength).fill(0xff)
    );
  });
  return concatBytes(header, ...records);
}

function recordsAt(files: readonly Uint8Array[], position: number): Uint8Array[] {
  return files.flatMap((bytes) => findKeyRecord(bytes, position) ?? []);
}
