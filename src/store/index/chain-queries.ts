import type { IndexConnection } from './index-database.ts';

/** The last entry of an attempt chain in one log, and which items have which number. */
export interface ChainState {
  readonly sequence: number;
  readonly leafHash: string | null;
  /** Highest attempt number given so far. */
  readonly highest: number;
}

/** One attempt chain as a whole. */
interface WholeChain {
  readonly chain: string;
  /** Its attempts, each once. */
  readonly items: readonly string[];
  /** Its last entry in each log that holds some of it. */
  readonly ends: readonly { readonly log: string; readonly sequence: number; readonly leaf: string }[];
}

/** Questions about attempt chains. */
export class ChainQueries {
  readonly #last;
  readonly #highest;
  readonly #number;
  readonly #items;
  readonly #ends;

  constructor(database: IndexConnection) {
    this.#last = database.prepare<[string, string], { sequence: number; leaf: string }>(
      'select sequence, leaf from chain where chain = ? and log = ? order by sequence desc limit 1',
    );
    this.#highest = database.prepare<[string], { highest: number | null }>(
      'select max(number) as highest from chain where chain = ?',
    );
    this.#number = database.prepare<[string, string], { number: number }>(
      'select number from chain where chain = ? and item = ? limit 1',
    );
    this.#items = database.prepare<[], { chain: string; item: string }>(
      'select distinct chain, item from chain order by chain, item',
    );
    this.#ends = database.prepare<[], { chain: string; log: string; sequence: number; leaf: string }>(
      `select chain, log, sequence, leaf from chain as each
       where sequence = (select max(sequence) from chain where chain = each.chain and log = each.log) order by chain, log`,
    );
  }

  /** Where the chain stands in this log; sequences and links are counted log by log, since trees are never merged. */
  state(chain: string, log: string): ChainState {
    const last = this.#last.get(chain, log);
    return {
      sequence: last?.sequence ?? 0,
      leafHash: last?.leaf ?? null,
      highest: this.#highest.get(chain)?.highest ?? 0,
    };
  }

  /** Every chain of the vault. */
  all(): WholeChain[] {
    const items = Map.groupBy(this.#items.all(), ({ chain }) => chain);
    const ends = Map.groupBy(this.#ends.all(), ({ chain }) => chain);
    return [...items].map(([chain, rows]) => ({
      chain,
      items: rows.map(({ item }) => item),
      ends: (ends.get(chain) ?? []).map(({ log, sequence, leaf }) => ({ log, sequence, leaf })),
    }));
  }

  /** The number that an attempt got when it was first captured. */
  numberOf(chain: string, item: string): number | undefined {
    return this.#number.get(chain, item)?.number;
  }
}
