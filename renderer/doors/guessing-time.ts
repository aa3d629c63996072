import { wordsIn } from '../language/define-words.ts';
import { plural } from '../language/plural.ts';
import { words } from './words.ts';

/**
 * Guesses a second of a thief with a copy of the vault. One guess is Argon2id over 128 MiB in 3 passes: a graphics card of 2026 moves enough
 * memory for about a thousand a second, and we grant the thief ten of them.
 */
const guessesPerSecond = 10_000;

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const month = 30 * day;
const year = 365 * day;

export type Strength = 'easy' | 'fair' | 'hard';

/** Seconds until such a thief has tried that many. */
export function secondsToGuess(guesses: number): number {
  return guesses / guessesPerSecond;
}

/** `easy` under a month, `hard` from fifty years on: machines get faster, and evidence is kept for long. */
export function strengthOf(seconds: number): Strength {
  if (seconds < month) return 'easy';
  return seconds < 50 * year ? 'fair' : 'hard';
}

/** A span as a person says it, rounded down: 'about 3 hours'. */
export function sayGuessingTime(seconds: number, language = 'en'): string {
  const { time } = wordsIn(words, language);
  const whole = (unit: number): number => Math.max(1, Math.floor(seconds / unit));
  if (seconds < 1) return time.second;
  if (seconds < minute) return plural(whole(1), time.secondOne, time.seconds);
  if (seconds < hour) return plural(whole(minute), time.minute, time.minutes);
  if (seconds < day) return plural(whole(hour), time.hour, time.hours);
  if (seconds < 2 * month) return plural(whole(day), time.day, time.days);
  if (seconds < year) return plural(whole(month), time.month, time.months);
  if (seconds < 200 * year) return plural(whole(year), time.year, time.years);
  return seconds < 1000 * year ? time.hundreds : time.thousands;
}
