import { checkShape, withoutBlanks, type IdentifierCheck } from './identifier-check.ts';

/** Checks the reference of an apprenticeship standard: `ST` and four digits, such as `ST0070`. */
export function checkApprenticeshipStandard(entered: string): IdentifierCheck {
  return checkShape(entered, withoutBlanks(entered), /^ST\d{4}$/, 'standard-shape');
}
