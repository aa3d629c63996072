import {
  doubtfulIdentifier,
  validIdentifier,
  withoutBlanks,
  type IdentifierCheck,
} from './identifier-check.ts';

/** Eight digits, seven and a letter, or 3/4/1 with slashes; the last character may be a letter (600/5640/X). */
const shapes = /^(?:\d{8}|\d{7}[A-Z]|\d{3}\/\d{4}\/[0-9A-Z])$/;

/** Checks a qualification number (QAN, Ofqual). There is no public check digit: only the shape is checked. */
export function checkQan(entered: string): IdentifierCheck {
  const text = withoutBlanks(entered);
  const normalised = text.replaceAll('/', '');
  return shapes.test(text)
    ? validIdentifier(entered, normalised)
    : doubtfulIdentifier(entered, normalised, 'qan-shape');
}

/** True if both name the same qualification: `600/5640/X` and `6005640x` do. */
export function sameQan(a: string, b: string): boolean {
  return checkQan(a).normalised === checkQan(b).normalised;
}
