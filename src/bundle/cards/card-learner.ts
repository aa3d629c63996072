import type { CardStatement } from './vault-card.ts';

/** Who a bundle says the learner is, as far as it shows that. */
export interface ShownLearner {
  readonly names: readonly string[];
  readonly registrations: readonly string[];
}

/**
 * Whether a card is about the learner whom a bundle names; `not-shown` if the bundle keeps something to itself that the card says.
 * Capitals and blanks make no difference. A learner may have several registrations, and the card has one of them.
 */
export function compareLearner(
  { name, registration }: Pick<CardStatement, 'name' | 'registration'>,
  { names, registrations }: ShownLearner,
): 'same' | 'other' | 'not-shown' {
  if (names.length === 0) return 'not-shown';
  if (!names.every((each) => plain(each) === plain(name))) return 'other';
  if (registration === undefined) return 'same';
  if (registrations.length === 0) return 'not-shown';
  return registrations.some((each) => plain(each) === plain(registration)) ? 'same' : 'other';
}

function plain(text: string): string {
  return text.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ').toLowerCase();
}
