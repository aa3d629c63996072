import type { GradeWord } from './grade-meaning.ts';

/** How we write each word; `wordOf` reads all of these back. */
const written: Readonly<Record<GradeWord, string>> = {
  pass: 'Pass',
  merit: 'Merit',
  distinction: 'Distinction',
  'distinction-star': 'Distinction*',
  achieved: 'Achieved',
  'not-yet-achieved': 'Not Yet Achieved',
  refer: 'Refer',
  fail: 'Fail',
};

/** Full words that mean one thing wherever a grade stands. */
const words: ReadonlyMap<string, GradeWord> = new Map<string, GradeWord>([
  ['pass', 'pass'],
  ['merit', 'merit'],
  ['distinction', 'distinction'],
  ['distinction*', 'distinction-star'],
  ['distinction star', 'distinction-star'],
  ['achieved', 'achieved'],
  ['not yet achieved', 'not-yet-achieved'],
  ['refer', 'refer'],
  ['referred', 'refer'],
  ['referral', 'refer'],
  ['fail', 'fail'],
]);

/** Letters that are read only where the scheme is known to be in words: a lone D is a fail in one place and a distinction in another. */
const letters: ReadonlyMap<string, GradeWord> = new Map<string, GradeWord>([
  ['p', 'pass'],
  ['m', 'merit'],
  ['d', 'distinction'],
  ['d*', 'distinction-star'],
  ['nya', 'not-yet-achieved'],
]);

/** The outcome that a text names, whatever its case; undefined if it is not exactly one of the words. */
export function wordOf(text: string, lettersToo: boolean): GradeWord | undefined {
  const key = text.trim().toLowerCase().replace(/\s+/g, ' ').replace(' *', '*');
  return words.get(key) ?? (lettersToo ? letters.get(key) : undefined);
}

/** The outcome as a person reads it: `Distinction*`. */
export function sayWord(word: GradeWord): string {
  return written[word];
}
