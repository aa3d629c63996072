import { z } from 'zod';

import type { JsonObject, JsonValue } from '../../base/json.ts';
import { logIdText, sha256Text, timeText } from './common.ts';

/**
 * What an export appends last before the checkpoint that its bundle carries: how many attempts this vault has recorded, chain by chain.
 * Each chain is a field of its own (`chain-0001`, …), so that a bundle can open those that it shows; the others stay closed under
 * salts of their own. The fields come in an order drawn by lot anew for each closing, so a name tells nothing but how many there are.
 */
export const historyClosed = z.object({ kind: z.literal('history-closed'), at: timeText }).catchall(z.json());

/** What one `chain-…` field holds. */
export const closedChainSchema = z.looseObject({
  /** The chain's name, as the entries of its attempts have it. */
  chain: z.string(),
  /** Id of the assignment whose attempts these are, where the records name one. */
  assignment: z.string().optional(),
  /** Different attempts that the vault has recorded in the chain. */
  count: z.int().positive(),
  /** The chain's last entry in each log that holds some of it: its place in the chain, and its leaf hash. */
  ends: z.array(z.looseObject({ log: logIdText, sequence: z.int().positive(), leaf: sha256Text })).min(1),
});
export type ClosedChain = z.infer<typeof closedChainSchema>;

const chainField = /^chain-\d{4,5}$/;

/** Whether a field of a `history-closed` entry holds a chain. */
export function isChainField(name: string): boolean {
  return chainField.test(name);
}

/** The fields of a closing entry for chains that stand in the order in which they shall be named. */
export function chainFields(chains: readonly ClosedChain[]): Record<string, JsonValue> {
  return Object.fromEntries(
    chains.map(({ chain, assignment, count, ends }, place): [string, JsonObject] => [
      `chain-${String(place + 1).padStart(4, '0')}`,
      {
        chain,
        ...(assignment === undefined ? {} : { assignment }),
        count,
        ends: ends.map(({ log, sequence, leaf }) => ({ log, sequence, leaf })),
      },
    ]),
  );
}
