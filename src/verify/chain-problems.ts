import type { EntryRef } from '../bundle/entry-view.ts';
import type { ClosedChain } from '../ledger/kinds/closing-entry.ts';
import type { VerificationCode } from './verification-codes.ts';

/** One version of one attempt, at its place in a chain. */
export interface ShownAttempt {
  readonly entry: EntryRef;
  readonly item: string;
  /** The attempt's number in the chain. */
  readonly number: number;
  /** The version's place among the chain's entries in its log. */
  readonly sequence: number;
  /** Leaf hash of the chain's entry before in its log, hexadecimal. */
  readonly previous: string | null;
  /** Its own leaf hash, hexadecimal. */
  readonly leaf: string;
}

export interface ChainProblem {
  readonly code: VerificationCode;
  readonly entry: EntryRef;
}

/** What contradicts the closing entry's count, or the numbering itself (rules C4 to C6); undefined if nothing does. */
export function findChainProblem(
  chain: ClosedChain,
  shown: readonly ShownAttempt[],
): ChainProblem | undefined {
  const [first] = shown;
  if (first === undefined) return undefined;
  if (new Set(shown.map(({ item }) => item)).size > chain.count)
    return { code: 'attempts-beyond-count', entry: first.entry };
  const ends = new Map(chain.ends.map(({ log, sequence, leaf }) => [log, { sequence, leaf }]));
  for (const attempt of shown) {
    const end = ends.get(attempt.entry.log);
    if (end === undefined || attempt.sequence > end.sequence)
      return { code: 'attempts-beyond-count', entry: attempt.entry };
    if (attempt.sequence === end.sequence && attempt.leaf !== end.leaf)
      return { code: 'attempt-chain-broken', entry: attempt.entry };
  }
  for (const ofOneLog of Map.groupBy(shown, ({ entry }) => entry.log).values()) {
    const broken = findBreak(ofOneLog);
    if (broken !== undefined) return { code: 'attempt-chain-broken', entry: broken.entry };
  }
  // Logs of copies of one vault may each have numbered for themselves.
  const misnumbered = ends.size === 1 ? findMisnumbered(chain, shown) : undefined;
  return misnumbered === undefined
    ? undefined
    : { code: 'attempt-numbers-contradict', entry: misnumbered.entry };
}

/** Places rise with the history, each once, and neighbours are linked. */
function findBreak(ofOneLog: readonly ShownAttempt[]): ShownAttempt | undefined {
  const inOrder = [...ofOneLog].sort((a, b) => a.entry.index - b.entry.index);
  return inOrder.find((attempt, place) => {
    if ((attempt.sequence === 1) !== (attempt.previous === null)) return true;
    const before = inOrder[place - 1];
    if (before === undefined) return false;
    if (attempt.sequence <= before.sequence) return true;
    return attempt.sequence === before.sequence + 1 && attempt.previous !== before.leaf;
  });
}

/** An attempt has one number, no other attempt has it, and it is one of those that were counted. */
function findMisnumbered(chain: ClosedChain, shown: readonly ShownAttempt[]): ShownAttempt | undefined {
  const numbers = new Map<string, number>();
  const items = new Map<number, string>();
  return shown.find(({ item, number }) => {
    const wrong =
      number > chain.count ||
      (numbers.get(item) ?? number) !== number ||
      (items.get(number) ?? item) !== item;
    numbers.set(item, number);
    items.set(number, item);
    return wrong;
  });
}
