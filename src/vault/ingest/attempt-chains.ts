import { encodeHex, utf8 } from '../../base/bytes.ts';
import type { HashPort } from '../../crypto/hash-port.ts';
import type { ChainPlace } from '../../ledger/kinds/item-entries.ts';
import type { ChainQueries } from '../../store/index/chain-queries.ts';

/** Names the chain of one learner's attempts at one assignment of one source. */
export function chainName(hashes: HashPort, source: string, account: string, assignment: string): string {
  const name = JSON.stringify([source, account, assignment]);
  return encodeHex(hashes.sha256(utf8(`evidence-vault chain v1\0${name}`))).slice(0, 32);
}

/**
 * The next place in a chain for a version of `item`. An attempt keeps the number it got when it was first captured; a new
 * attempt gets the next. Call in the chain's turn, and record the entry before the turn ends.
 */
export function nextPlace(chains: ChainQueries, chain: string, item: string, log: string): ChainPlace {
  const { sequence, leafHash, highest } = chains.state(chain, log);
  return {
    chain,
    number: chains.numberOf(chain, item) ?? highest + 1,
    sequence: sequence + 1,
    previous: leafHash,
  };
}
