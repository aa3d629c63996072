import type { IndexConnection } from './index-database.ts';

/** The last entry of an attempt chain in one log, and which items have which number. */
export interface ChainState {
  readonly sequence: number;
  readonly leafHash: string | null;
  /** Highest attempt number given so far. */
  readonly highest: number;
}

/** Questions about attempt chains. */
export class ChainQueries {
  readonly #last;
  readonly #highest;
  readonly #number;

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

  /** The number that an attempt got when it was first captured. */
  numberOf(chain: string, item: string): number | undefined {
    return this.#number.get(chain, item)?.number;
  }
}
