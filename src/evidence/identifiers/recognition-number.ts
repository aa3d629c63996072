import { checkShape, withoutBlanks, type IdentifierCheck } from './identifier-check.ts';

/** Checks the recognition number of an awarding organisation (Ofqual): `RN` and four digits, such as `RN5273`. */
export function checkRecognitionNumber(entered: string): IdentifierCheck {
  return checkShape(entered, withoutBlanks(entered), /^RN\d{4}$/, 'recognition-number-shape');
}
