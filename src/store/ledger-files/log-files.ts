import { setImmediate as otherWork } from 'node:timers/promises';

import { encodeHex } from '../../base/bytes.ts';
import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import { KeysFiles } from './keys-files.ts';
import type { LedgerEnvironment } from './ledger-environment.ts';
import { ledgerFileInside } from './ledger-paths.ts';
import type { LogIdentity } from './log-identity.ts';
import { findLeaf, type Reached, type SegmentContent, type SegmentEntry } from './segment-content.ts';
import type { Place, SegmentPlace } from './segment-place.ts';
import { SegmentReader, type Thoroughness } from './segment-reader.ts';
import type { LedgerHead, StoredEntry } from './stored-entry.ts';

/** How many entries are opened before other work gets its turn. */
const turn = 128;

interface Loaded {
  readonly content: SegmentContent;
  readonly keys: KeysFiles;
}

/** One log as its files hold it, up to its last checkpoint. The writer moves that on. */
export class LogFiles {
  readonly identity: LogIdentity;
  readonly #environment: LedgerEnvironment;
  readonly #reader: SegmentReader;
  #places: readonly Place[];
  #reached: Reached;
  #loaded: Loaded | undefined;

  constructor(
    environment: LedgerEnvironment,
    identity: LogIdentity,
    places: readonly Place[],
    reached: Reached,
  ) {
    this.identity = identity;
    this.#environment = environment;
    this.#reader = new SegmentReader(environment, identity);
    this.#places = places;
    this.#reached = reached;
  }

  get places(): readonly Place[] {
    return this.#places;
  }

  get reached(): Reached {
    return this.#reached;
  }

  get head(): LedgerHead {
    const { size, root } = this.#reached;
    return { log: this.identity.log, size, root: encodeHex(root) };
  }

  /** The log went on: its last places and its head are these now. */
  moveOn(places: readonly Place[], reached: Reached): void {
    const first = places[0]?.number ?? 0;
    this.#places = [...this.#places.filter(({ number }) => number < first), ...places];
    this.#reached = reached;
    if (this.#loaded !== undefined && this.#loaded.content.number >= first) this.#loaded = undefined;
  }

  /** Entries in order, one segment in memory at a time. */
  async *entries(
    from: number,
    to: number,
    { only, signal }: { readonly only?: ReadonlySet<number>; readonly signal?: AbortSignal },
  ): AsyncGenerator<StoredEntry> {
    const places = this.#places.filter((place) => place.endIndex > from && place.firstIndex < to);
    let opened = 0;
    for (const place of places) {
      throwIfCancelled(signal);
      const start = Math.max(from, place.firstIndex);
      const end = Math.min(to, place.endIndex);
      const loaded = 'lost' in place ? undefined : await this.#load(place);
      for (let index = start; index < end; index += 1) {
        if (only?.has(index) === false) continue;
        yield loaded === undefined ? unreadable(this.identity.log, index, place) : this.#open(loaded, index);
        opened += 1;
        if (opened % turn === 0) {
          await otherWork();
          throwIfCancelled(signal);
        }
      }
    }
  }

  /** Throws `input.not-found` beyond the head. */
  async entry(index: number): Promise<StoredEntry> {
    const place = this.#places.find(({ firstIndex, endIndex }) => firstIndex <= index && index < endIndex);
    if (place === undefined || index >= this.#reached.size) throw new VaultError('input.not-found');
    return 'lost' in place
      ? unreadable(this.identity.log, index, place)
      : this.#open(await this.#load(place), index);
  }

  /** The first `size` leaf hashes. Throws `integrity.ledger-damaged` if one of them is lost in both copies. */
  async leaves(size: number): Promise<Uint8Array[]> {
    const leaves: Uint8Array[] = [];
    for (const place of this.#places) {
      if (place.firstIndex >= size) break;
      const entries = 'lost' in place ? [] : (await this.#reader.read(place)).entries;
      for (const entry of entries.slice(0, size - place.firstIndex)) leaves.push(this.#leafOf(entry, leaves));
    }
    if (leaves.length < size) throw lostLeaf(leaves.length);
    return leaves;
  }

  /** Reads a segment again, wholly; see `SegmentReader.read`. */
  async read(place: SegmentPlace, thoroughness: Thoroughness): Promise<SegmentContent> {
    return this.#reader.read(place, thoroughness);
  }

  /** The bytes of a segment's good copy, as far as they were acknowledged; undefined if there is none. */
  async findBytes(place: SegmentPlace): Promise<Uint8Array | undefined> {
    return this.#reader.findBytes(place);
  }

  #leafOf(entry: SegmentEntry, before: readonly Uint8Array[]): Uint8Array {
    const leaf = findLeaf(entry);
    if (leaf === undefined) throw lostLeaf(before.length);
    // A copy, so that a leaf does not keep its whole segment alive.
    return leaf.slice();
  }

  async #load(place: SegmentPlace): Promise<Loaded> {
    const known = this.#loaded;
    const count = place.endIndex - place.firstIndex;
    if (known?.content.number === place.number && known.content.entries.length === count) return known;
    const content = await this.#reader.read(place);
    const keys = await KeysFiles.read(this.#environment, this.identity, place);
    this.#loaded = { content, keys };
    return this.#loaded;
  }

  #open({ content, keys }: Loaded, index: number): StoredEntry {
    const { log } = this.identity;
    const position = index - content.firstIndex;
    const entry = content.entries[position];
    if (entry === undefined || entry.type === 'lost')
      return {
        readable: false,
        log,
        index,
        leafHash: undefined,
        code: entry?.code ?? 'integrity.ledger-damaged',
      };
    if (entry.type === 'erased') return this.#closed(index, entry, 'integrity.entry-erased');
    const { opened, badKeys } = keys.open(position, entry);
    if (opened === 'erased') return this.#closed(index, entry, 'integrity.entry-erased');
    if (opened === 'damaged') {
      this.#tell('integrity.entry-damaged', content.number, index);
      return this.#closed(index, entry, 'integrity.entry-damaged');
    }
    for (const copy of badKeys)
      this.#environment.findings.add({
        code: 'integrity.ledger-copy-damaged',
        log,
        file: ledgerFileInside(copy, log, content.number, 'keys'),
        mended: false,
      });
    return {
      readable: true,
      log,
      index,
      leafHash: encodeHex(opened.leafHash),
      fields: opened.values,
      committed: opened.fields,
    };
  }

  #closed(
    index: number,
    entry: SegmentEntry,
    code: 'integrity.entry-erased' | 'integrity.entry-damaged',
  ): StoredEntry {
    const leaf = findLeaf(entry);
    const leafHash = leaf === undefined ? undefined : encodeHex(leaf);
    return { readable: false, log: this.identity.log, index, leafHash, code };
  }

  #tell(code: 'integrity.entry-damaged', number: number, index: number): void {
    const { log } = this.identity;
    this.#environment.findings.add({
      code,
      log,
      file: ledgerFileInside('ledger', log, number, 'segment'),
      entries: { from: index, to: index + 1 },
      mended: false,
    });
  }
}

function unreadable(log: string, index: number, place: Place): StoredEntry {
  const code = 'lost' in place ? place.lost : 'integrity.ledger-damaged';
  return { readable: false, log, index, leafHash: undefined, code };
}

function lostLeaf(index: number): VaultError {
  return new VaultError('integrity.ledger-damaged', { what: 'leaf', index });
}
