import { ZxcvbnFactory, type ZxcvbnResult } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import commonWords from '@zxcvbn-ts/language-en/dist/commonWords.json.mjs';
import firstNames from '@zxcvbn-ts/language-en/dist/firstnames.json.mjs';

/*
 * Loaded only by the screens on which a new passphrase is chosen: its word lists are half of all that the page brings with it.
 * The lists of surnames and of Wikipedia's words would double that, and hold little that these do not.
 */
const judge = new ZxcvbnFactory({
  dictionary: { ...dictionary, 'commonWords-en': commonWords, 'firstnames-en': firstNames },
  graphs: adjacencyGraphs,
});

/** Words that somebody would try first on this very vault. */
const nearby = ['evidence', 'vault', 'evidencevault', 'coursework', 'portfolio', 'passphrase'];

export type WeakBecause = 'common' | 'repeats' | 'sequence' | 'dates' | 'keyboard' | 'name';

export interface GuessEstimate {
  /** How many tries it takes somebody who knows what people choose. */
  readonly guesses: number;
  readonly because?: WeakBecause;
}

/**
 * Estimates how many guesses a passphrase withstands; the lower of two answers, since the whole is no harder than its words: zxcvbn takes
 * ' cat sat ' for random letters, but whoever tries words one behind the other needs far fewer guesses.
 */
export function estimateGuesses(passphrase: string): GuessEstimate {
  const whole = judge.check(passphrase, nearby);
  const words = new Set(
    passphrase
      .toLowerCase()
      .split(/[\s\-_.,;:/+]+/u)
      .filter(Boolean),
  );
  const wordByWord =
    words.size < 2
      ? Infinity
      : [...words].reduce((product, word) => product * judge.check(word, nearby).guesses, 1);
  const because = reasonOf(whole);
  return {
    guesses: Math.min(whole.guesses, wordByWord),
    ...(because === undefined ? {} : { because }),
  };
}

/** zxcvbn's own keys; what is not named here says nothing that would help. */
const reasons: Readonly<Record<string, WeakBecause>> = {
  common: 'common',
  topTen: 'common',
  topHundred: 'common',
  similarToCommon: 'common',
  userInputs: 'common',
  pwned: 'common',
  simpleRepeat: 'repeats',
  extendedRepeat: 'repeats',
  sequences: 'sequence',
  dates: 'dates',
  recentYears: 'dates',
  associatedYears: 'dates',
  straightRow: 'keyboard',
  keyPattern: 'keyboard',
  namesByThemselves: 'name',
  commonNames: 'name',
};

function reasonOf({ feedback }: ZxcvbnResult): WeakBecause | undefined {
  const { warning } = feedback;
  return warning !== null && Object.hasOwn(reasons, warning) ? reasons[warning] : undefined;
}
