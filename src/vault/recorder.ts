import { entryFields, type EntryOf, type KnownEntry } from '../ledger/kinds/entry-kinds.ts';
import type { LocatedEntry } from '../store/index/located-entry.ts';
import type { VaultIndex } from '../store/index/vault-index.ts';
import type { LogWriter } from '../store/ledger-files/log-writer.ts';
import { storedEntry } from './stored-entry.ts';

/**
 * Records facts: durable in the ledger first, then in the index. What `record` resolved is there to be asked for.
 */
export class Recorder {
  readonly #writer: LogWriter;
  readonly #index: VaultIndex;
  readonly #log: string;
  /** Durable entries whose turn in the index has not come, by position. */
  readonly #waiting = new Map<number, LocatedEntry>();
  #next: number;

  constructor(writer: LogWriter, index: VaultIndex) {
    this.#writer = writer;
    this.#index = index;
    this.#log = writer.head().log;
    this.#next = index.projection.appliedSize(this.#log);
  }

  /** The log that this installation writes. */
  get log(): string {
    return this.#log;
  }

  /**
   * Appends entries, all or none, in this order. Concurrent calls share one durable batch. Where a version has a content that was
   * stored before, an entry is written before it that says so again: what another computer erases meanwhile takes nothing from it.
   * Throws `input.record-invalid` before anything is written, and `storage.*` if the batch could not be made durable.
   */
  async record(entries: readonly KnownEntry[]): Promise<readonly LocatedEntry[]> {
    const again = this.#storedAgain(entries);
    const fields = [...again, ...entries].map(entryFields);
    const places = await this.#writer.append(fields);
    const located = places.map(({ index, leafHash }, position): LocatedEntry => ({
      log: this.#log,
      index,
      leafHash,
      fields: fields[position] ?? {},
    }));
    for (const entry of located) this.#waiting.set(entry.index, entry);
    // Calls that were acknowledged together go on together: after this turn all of them wait here, for one transaction.
    await Promise.resolve();
    this.#project();
    return located.slice(again.length);
  }

  /** For each version whose content was known, an entry of its own that says where that lies: no erasure names it before it names the version. */
  #storedAgain(entries: readonly KnownEntry[]): EntryOf<'blob-stored'>[] {
    const stored = entries.flatMap((entry) => (entry.kind === 'blob-stored' ? [entry.sha256] : []));
    const found: EntryOf<'blob-stored'>[] = [];
    for (const entry of entries) {
      if (entry.kind !== 'item-captured' || entry.content === undefined) continue;
      const { sha256, size } = entry.content;
      const own = stored.indexOf(sha256);
      if (own !== -1) {
        stored.splice(own, 1);
        continue;
      }
      const [known] = this.#index.blobs.allByDigest(sha256, size);
      if (known !== undefined) found.push(storedEntry(known, entry.at));
    }
    return found;
  }

  /** Projects what is durable without a gap, so that the index never runs ahead of an entry it has not seen. */
  #project(): void {
    const ready: LocatedEntry[] = [];
    for (
      let entry = this.#waiting.get(this.#next);
      entry !== undefined;
      entry = this.#waiting.get(this.#next + ready.length)
    )
      ready.push(entry);
    if (ready.length === 0) return;
    this.#index.projection.apply(ready);
    // Only now: what could not be projected is tried again with the next.
    for (const { index } of ready) this.#waiting.delete(index);
    this.#next += ready.length;
  }
}
