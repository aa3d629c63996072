import { checkShape, withoutBlanks, type IdentifierCheck } from './identifier-check.ts';

/** Checks a UK provider reference number (UK Register of Learning Providers): 10000000 to 99999999. */
export function checkUkprn(entered: string): IdentifierCheck {
  return checkShape(entered, withoutBlanks(entered).replace(/^UKPRN:?/, ''), /^[1-9]\d{7}$/, 'ukprn-shape');
}
