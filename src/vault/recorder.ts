import { entryFields, type KnownEntry } from '../ledger/kinds/entry-kinds.ts';
import type { LocatedEntry } from '../store/index/located-entry.ts';
import type { VaultIndex } from '../store/index/vault-index.ts';
import type { LogWriter } from '../store/ledger-files/log-writer.ts';

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
   * Appends entries, all or none, in this order. Concurrent calls share one durable batch.
   * Throws `input.record-invalid` before anything is written, and `storage.*` if the batch could not be made durable.
   */
  async record(entries: readonly KnownEntry[]): Promise<readonly LocatedEntry[]> {
    const fields = entries.map(entryFields);
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
    return located;
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
