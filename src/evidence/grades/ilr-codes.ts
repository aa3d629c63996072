import type { GradeWord, IlrCode } from './grade-meaning.ts';

/**
 * Words and codes that mean the same on both sides, so that each way back gives what went in. CR and EL1 to EL3 have no word
 * here, and 'achieved', 'refer' and 'not yet achieved' have no code: an outcome grade is only given for what has ended.
 */
const pairs: readonly (readonly [GradeWord, IlrCode])[] = [
  ['pass', 'PA'],
  ['merit', 'ME'],
  ['distinction', 'DS'],
  ['distinction-star', 'DS*'],
  ['fail', 'FL'],
];

/** The code of the Individualised Learner Record for an outcome, or undefined where there is none. */
export function ilrCodeOf(word: GradeWord): IlrCode | undefined {
  return pairs.find(([ours]) => ours === word)?.[1];
}

/** The outcome for a code of the Individualised Learner Record, or undefined where we have no word for it. */
export function wordOfIlrCode(code: IlrCode): GradeWord | undefined {
  return pairs.find(([, theirs]) => theirs === code)?.[0];
}
