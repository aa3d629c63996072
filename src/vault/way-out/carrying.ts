import type { JsonObject } from '../../base/json.ts';
import type { KnownEntry } from '../../ledger/kinds/entry-kinds.ts';
import { nextPlace } from '../ingest/attempt-chains.ts';
import type { WritableVault } from '../vault-context.ts';
import { carriedEntry, meaningOf } from './carried-entries.ts';

const batchLength = 200;

/** Where an entry stood in the history that it comes from. */
interface CarriedFrom {
  readonly log: string;
  readonly index: number;
  /** Leaf hash, hexadecimal. */
  readonly leaf: string;
}

/** Records the entries of another history anew in this one, in batches, each with `carried` to say where it stood. */
export class Carrying {
  readonly #vault: WritableVault;
  readonly #known: Set<string>;
  #waiting: KnownEntry[] = [];
  seen = 0;
  carried = 0;
  known = 0;
  erased = 0;
  readonly kept: Record<string, number> = {};

  /** @param known what the vault has recorded already, as `meaningsIn` gives it */
  constructor(vault: WritableVault, known: Set<string>) {
    this.#vault = vault;
    this.#known = known;
  }

  /** Records an entry, unless it is known here, of an item that was erased here, or about the old history itself. Durable after `flush`. */
  async take(fields: JsonObject, from: CarriedFrom): Promise<void> {
    const entry = carriedEntry(fields);
    if (entry === undefined) {
      this.keep(typeof fields.kind === 'string' ? fields.kind : 'unknown');
      return;
    }
    this.seen += 1;
    if (typeof entry.item === 'string' && this.#vault.index.erasures.erasedAt(entry.item) !== undefined) {
      this.erased += 1;
      return;
    }
    const meaning = meaningOf(fields);
    if (this.#known.has(meaning)) {
      this.known += 1;
      return;
    }
    this.#known.add(meaning);
    this.carried += 1;
    await this.#record({ ...entry, carried: { ...from } });
  }

  /** Counts an entry that stays where it is. */
  keep(kind: string): void {
    this.seen += 1;
    this.kept[kind] = (this.kept[kind] ?? 0) + 1;
  }

  async flush(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const batch = this.#waiting;
    this.#waiting = [];
    await this.#vault.recorder.record(batch);
  }

  async #record(entry: KnownEntry): Promise<void> {
    if (entry.kind !== 'item-captured' || entry.chain === undefined) {
      this.#waiting.push(entry);
      if (this.#waiting.length >= batchLength) await this.flush();
      return;
    }
    // Links of a chain name the entry before them in this history, so one is recorded after the other.
    await this.flush();
    const { chain, number } = entry.chain;
    const { chains } = this.#vault.index;
    const place = nextPlace(chains, chain, entry.item, this.#vault.recorder.log);
    const isFree = chains.numberOf(chain, entry.item) === undefined && number >= place.number;
    await this.#vault.recorder.record([{ ...entry, chain: isFree ? { ...place, number } : place }]);
  }
}
