import { concatBytes, equalBytes } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import {
  encodeKeysHeader,
  findKeyRecord,
  isDestroyedKey,
  keyRecordLength,
  keysHeaderLength,
  parseKeysHeader,
  unwrapEntryKey,
} from '../../ledger/keys-codec.ts';
import type { LogContext } from '../../ledger/log-context.ts';
import { openEntry, type OpenedEntry, type SealedEntry } from '../../ledger/sealed-entry.ts';
import { readCopies, type FileCopy } from './file-copies.ts';
import type { LedgerEnvironment } from './ledger-environment.ts';
import type { LogIdentity } from './log-identity.ts';
import type { LedgerCopy } from './ledger-paths.ts';
import type { SegmentEntry } from './segment-content.ts';

/** The segment that some keys belong to. */
export interface KeysPlace {
  readonly number: number;
  readonly epoch: number;
  readonly firstIndex: number;
}

type KeyState = 'key' | 'destroyed' | 'damaged';

/** What came of opening one entry, and which copies of the keys did not have a good key for it. */
export interface Opening {
  readonly opened: OpenedEntry | 'erased' | 'damaged';
  readonly badKeys: readonly LedgerCopy[];
}

/** Both copies of a segment's entry keys. A copy that is missing or of another place has no bytes. */
export class KeysFiles {
  readonly copies: readonly FileCopy[];
  readonly place: KeysPlace;
  readonly #environment: LedgerEnvironment;
  readonly #context: LogContext;

  private constructor(
    environment: LedgerEnvironment,
    context: LogContext,
    place: KeysPlace,
    copies: readonly FileCopy[],
  ) {
    this.#environment = environment;
    this.#context = context;
    this.place = place;
    this.copies = copies;
  }

  /** Throws `format.too-new` if only a newer version can read them, in both copies: then they are not damaged. */
  static async read(
    environment: LedgerEnvironment,
    identity: LogIdentity,
    place: KeysPlace,
  ): Promise<KeysFiles> {
    const copies = await readCopies(environment, identity.log, place.number, 'keys');
    const own = copies.map(({ copy, bytes }) => ({
      copy,
      bytes: bytes !== undefined && belongs(bytes, identity.vault, place) ? bytes : undefined,
    }));
    if (own.every(({ bytes }) => bytes === undefined) && copies.some(({ bytes }) => isTooNew(bytes)))
      throw new VaultError('format.too-new', { what: 'keys' });
    return new KeysFiles(environment, identity.context, place, own);
  }

  /** Opens the entry at `position` of the segment with whichever copy of its key is good. */
  open(position: number, entry: SealedEntry): Opening {
    const badKeys: LedgerCopy[] = [];
    let erased = false;
    for (const { copy, bytes } of this.copies) {
      const record = bytes === undefined ? undefined : findKeyRecord(bytes, position);
      const opened = record === undefined ? undefined : this.#tryOpen(position, entry, record);
      if (opened !== undefined) return { opened, badKeys };
      if (record !== undefined && isDestroyedKey(record)) erased = true;
      badKeys.push(copy);
    }
    return { opened: erased ? 'erased' : 'damaged', badKeys };
  }

  /**
   * A whole file of keys made of both copies, one for each entry: what opens the entry before what was destroyed before
   * whatever stands there. A key that neither copy holds stays unreadable, and is never made to look destroyed.
   *
   * @param entries the segment's: a copy may hold a key of its place that a batch which never came to be left there
   */
  merged(entries: readonly SegmentEntry[]): Uint8Array {
    const { number, epoch, firstIndex } = this.place;
    const header = encodeKeysHeader({ epoch, vault: this.#environment.vault, segment: number, firstIndex });
    return concatBytes(header, ...entries.map((entry, position) => this.#best(position, entry).record));
  }

  /** Positions of the entries for which neither copy holds a key or says that it was destroyed. */
  lacking(entries: readonly SegmentEntry[]): number[] {
    return [...entries.keys()].filter((position) => {
      const entry = entries[position];
      return entry !== undefined && this.#best(position, entry).state === 'damaged';
    });
  }

  #best(position: number, entry: SegmentEntry): { record: Uint8Array; state: KeyState } {
    // Nothing is left that its key could open.
    if (entry.type === 'erased') return { record: new Uint8Array(keyRecordLength), state: 'destroyed' };
    const [first, second] = this.copies.flatMap(({ bytes }) => {
      const record = bytes === undefined ? undefined : findKeyRecord(bytes, position);
      return record === undefined ? [] : [record];
    });
    if (first === undefined) return { record: new Uint8Array(keyRecordLength).fill(0xff), state: 'damaged' };
    // Alike in both copies: whether it also opens the entry is for a full check to find.
    if (second === undefined || equalBytes(first, second))
      return { record: first, state: this.#stateOf(position, first) };
    const records = [first, second];
    const opening =
      entry.type === 'sealed'
        ? records.find((record) => this.#tryOpen(position, entry, record) !== undefined)
        : records.find((record) => this.#stateOf(position, record) === 'key');
    if (opening !== undefined) return { record: opening, state: 'key' };
    const destroyed = records.find((record) => isDestroyedKey(record));
    return { record: destroyed ?? first, state: destroyed === undefined ? 'damaged' : 'destroyed' };
  }

  #stateOf(position: number, record: Uint8Array): KeyState {
    if (isDestroyedKey(record)) return 'destroyed';
    try {
      const key = this.#unwrap(position, record);
      key?.fill(0);
      return key === undefined ? 'damaged' : 'key';
    } catch (error) {
      if (error instanceof VaultError && error.code === 'integrity.entry-damaged') return 'damaged';
      throw error;
    }
  }

  #tryOpen(position: number, entry: SealedEntry, record: Uint8Array): OpenedEntry | undefined {
    try {
      const key = this.#unwrap(position, record);
      if (key === undefined) return undefined;
      try {
        return openEntry(
          this.#environment.hashes,
          this.#context,
          this.place.firstIndex + position,
          entry,
          key,
        );
      } finally {
        key.fill(0);
      }
    } catch (error) {
      if (error instanceof VaultError && isUnreadable(error)) return undefined;
      throw error;
    }
  }

  /** Undefined if the epoch is not known. Throws as `unwrapEntryKey` does. */
  #unwrap(position: number, record: Uint8Array): Uint8Array | undefined {
    const { epoch, firstIndex } = this.place;
    const wrapping = this.#environment.keys?.findWrappingKey(epoch);
    return wrapping?.use((key) => unwrapEntryKey(key, this.#context, firstIndex + position, epoch, record));
  }
}

function isUnreadable({ code }: VaultError): boolean {
  return code === 'integrity.entry-damaged' || code === 'integrity.entry-erased';
}

/**
 * True if a copy of the keys holds what both together come to (`merged`) for the first `count` entries. A key beside an erased
 * entry is no difference: an erasure that was cut short left it.
 */
export function isWhole(
  bytes: Uint8Array | undefined,
  merged: Uint8Array,
  entries: readonly SegmentEntry[],
  count = entries.length,
): boolean {
  const length = keysHeaderLength + count * keyRecordLength;
  if (bytes === undefined || bytes.length < length) return false;
  if (Buffer.compare(bytes.subarray(0, length), merged.subarray(0, length)) === 0) return true;
  if (!entries.some(({ type }) => type === 'erased')) return false;
  return entries.slice(0, count).every(({ type }, position) => {
    const at = keysHeaderLength + position * keyRecordLength;
    const end = at + keyRecordLength;
    return type === 'erased' || equalBytes(bytes.subarray(at, end), merged.subarray(at, end));
  });
}

/** True if the file's header says that it holds the keys of this segment. */
export function belongs(bytes: Uint8Array, vault: string, place: KeysPlace): boolean {
  try {
    const header = parseKeysHeader(bytes);
    return (
      header.vault === vault &&
      header.segment === place.number &&
      header.firstIndex === place.firstIndex &&
      header.epoch === place.epoch
    );
  } catch (error) {
    if (error instanceof VaultError) return false;
    throw error;
  }
}

function isTooNew(bytes: Uint8Array | undefined): boolean {
  if (bytes === undefined) return false;
  try {
    parseKeysHeader(bytes);
    return false;
  } catch (error) {
    return error instanceof VaultError && error.code === 'format.too-new';
  }
}
