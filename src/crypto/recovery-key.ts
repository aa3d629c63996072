import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';

import { VaultError } from '../base/errors.ts';
import { randomBytes } from './random.ts';

/** 128 random bits as a person can write them down: 12 English words of BIP-39. */
export interface RecoveryKey {
  readonly words: string;
  /** 16 bytes. */
  readonly entropy: Uint8Array;
}

const wordCount = 12;
const known: ReadonlySet<string> = new Set(wordlist);

/** A new recovery key; its last word carries a 4-bit checksum. */
export function createRecoveryKey(): RecoveryKey {
  const entropy = randomBytes(16);
  return { words: entropyToMnemonic(entropy, wordlist), entropy };
}

/**
 * The 16 bytes of a recovery key as somebody typed it: letters of either case, any blanks between the words.
 *
 * Throws `input.recovery-key-typo` with `problem` `count` (and how many words there were), `word` (and which, from 1) or
 * `checksum`: every word is known, but they do not belong together.
 */
export function parseRecoveryKey(text: string): Uint8Array {
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length !== wordCount)
    throw new VaultError('input.recovery-key-typo', { problem: 'count', words: words.length });
  const unknown = words.findIndex((word) => !known.has(word));
  if (unknown !== -1) throw new VaultError('input.recovery-key-typo', { problem: 'word', word: unknown + 1 });
  try {
    return mnemonicToEntropy(words.join(' '), wordlist);
  } catch {
    // Its cause would hold the words.
    throw new VaultError('input.recovery-key-typo', { problem: 'checksum' });
  }
}
