import { wordsIn, type Words, type WordTree } from './define-words.ts';
import { useLanguage } from './language.ts';

/** A feature's words in the learner's language. */
export function useWords<Tree extends WordTree>(words: Words<Tree>): Tree {
  return wordsIn(words, useLanguage());
}
