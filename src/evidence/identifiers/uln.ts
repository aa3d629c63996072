import {
  doubtfulIdentifier,
  validIdentifier,
  withoutBlanks,
  type IdentifierCheck,
} from './identifier-check.ts';

const temporary = '9999999999';

/**
 * Checks a unique learner number (Learning Records Service): ten digits, the first not zero; the digits weighted 10 down to 1
 * sum to 10 modulo 11.
 *
 * The modulus is prime and no weight or digit difference is a multiple of it, so every change of a single digit and every
 * swap of two different digits is caught. About one in eleven of all other mistakes is not, such as two changes that cancel
 * out. 9999999999 means 'no number yet' and gets a warning of its own.
 */
export function checkUln(entered: string): IdentifierCheck {
  const normalised = withoutBlanks(entered).replace(/^ULN:?/, '');
  if (!/^[1-9]\d{9}$/.test(normalised)) return doubtfulIdentifier(entered, normalised, 'uln-shape');
  if (normalised === temporary) return doubtfulIdentifier(entered, normalised, 'uln-temporary');
  let sum = 0;
  for (let index = 0; index < 10; index += 1) sum += (10 - index) * Number(normalised.charAt(index));
  return sum % 11 === 10
    ? validIdentifier(entered, normalised)
    : doubtfulIdentifier(entered, normalised, 'uln-check');
}

/** True if both name the same learner number, however they are spaced. */
export function sameUln(a: string, b: string): boolean {
  return checkUln(a).normalised === checkUln(b).normalised;
}
