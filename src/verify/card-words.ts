import type { CardResult, CardSignerResult } from './verification-report.ts';
import { sayVerificationCode } from './verification-codes.ts';

/** A card in a line, and each of its signers in another: who they say they are, who the reader's policy says they are, and their key. */
export interface SaidCard {
  readonly says: string;
  readonly signers: readonly string[];
}

/** What the cards in a bundle say of whose vault it is. Names come out of the bundle, so whoever shows them escapes them. */
export function sayCards(cards: readonly CardResult[]): SaidCard[] {
  return cards.map(({ name, registration, organisation, signers, result, code }) => {
    const number = registration === undefined ? '' : `, registration ${registration}`;
    const giver = organisation === undefined ? '' : ` (${organisation})`;
    const says = name === undefined ? 'A card' : `${name}${number}${giver}`;
    const why = result === 'pass' || code === undefined ? '' : `: ${sayVerificationCode(code)}`;
    return { says: says + why, signers: signers.map(saySigner) };
  });
}

function saySigner({ name, key, signedAt, known, code }: CardSignerResult): string {
  const who = known === undefined || known === name ? name : `${known}, who signed as ${name}`;
  const why = code === undefined ? '' : ` ${sayVerificationCode(code)}`;
  return `Signed on ${signedAt.slice(0, 'yyyy-mm-dd'.length)} by ${who}, key ${key}.${why}`;
}
