import { checkShape, withoutBlanks, type IdentifierCheck } from './identifier-check.ts';

/** Checks the number of an end-point assessment organisation: `EPA` and four to nine digits. */
export function checkEpao(entered: string): IdentifierCheck {
  return checkShape(entered, withoutBlanks(entered), /^EPA\d{4,9}$/, 'epao-shape');
}
