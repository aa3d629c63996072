/** How long work that went wrong is left alone, in milliseconds. */
export interface BackOff {
  readonly first: number;
  readonly longest: number;
}

/** The longest wait that is ever lengthened by chance: by up to a tenth of it. */
const jitter = 0.1;

/**
 * The wait after the `failures`-th failure in a row: the first, twice that, four times, … up to the longest, each longer by up to a tenth, so that not
 * all computers come back at once. @param random from 0 to 1
 */
export function waitAfter(failures: number, { first, longest }: BackOff, random: number): number {
  if (failures <= 0) return 0;
  return Math.min(first * 2 ** Math.min(failures - 1, 40), longest) * (1 + random * jitter);
}
