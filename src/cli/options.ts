import { InvalidArgumentError } from 'commander';

/** Reads a whole number above 0, such as a version. */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/u.test(text) || !Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError('It should be a whole number, 1 or more.');
  return number;
}

/** Reads a number that is not negative, such as credits or hours. */
export function plainNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+(\.\d+)?$/u.test(text) || !Number.isFinite(number))
    throw new InvalidArgumentError('It should be a number.');
  return number;
}

/** For an option that may be given more than once: all that was given, in order. */
export function eachOf(text: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, text];
}
