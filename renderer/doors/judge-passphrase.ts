import { secondsToGuess, strengthOf, type Strength } from './guessing-time.ts';
import type { WeakBecause } from './estimate-guesses.ts';

/** Shortest passphrase that a vault takes, in characters as people count them; the engine holds to it. */
const shortestPassphrase = 8;

export function isTooShort(passphrase: string): boolean {
  return [...passphrase.normalize('NFKC')].length < shortestPassphrase;
}

export interface Judgement {
  readonly strength: Strength;
  readonly seconds: number;
  readonly because?: WeakBecause;
}

/** Judges with word lists that are fetched the first time. Rejects if they cannot be had. */
export async function judgePassphrase(passphrase: string): Promise<Judgement> {
  const { estimateGuesses } = await import('./estimate-guesses.ts');
  const { guesses, because } = estimateGuesses(passphrase);
  const seconds = secondsToGuess(guesses);
  return { strength: strengthOf(seconds), seconds, ...(because === undefined ? {} : { because }) };
}
