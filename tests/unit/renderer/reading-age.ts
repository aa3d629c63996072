import { syllable } from 'syllable';

/** Names, and words for things that have no other name. */
const leftOut = ['Evidence Vault', 'Moodle', 'USB', 'PDF', 'CSV', 'UKPRN', 'ULN', 'QAN', 'EPAO'];
const names = new RegExp(String.raw`\b(?:${leftOut.join('|')})\b`, 'giu');

/** What is left of a sentence for measuring: no placeholders, names, identifiers or numbers. */
export function readable(text: string): string {
  return text
    .replaceAll(/\{\w+\}/gu, ' ')
    .replaceAll(names, ' ')
    .replaceAll(/\S*[\d@/#<>_]\S*/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

export interface Measured {
  readonly words: number;
  readonly sentences: number;
  readonly syllables: number;
}

export function measure(text: string): Measured {
  const found = text.match(/\p{L}[\p{L}’'-]*/gu) ?? [];
  const sentences = text.split(/[.!?…]+(?:\s|$)/u).filter((part) => /\p{L}/u.test(part)).length;
  return {
    words: found.length,
    sentences: Math.max(1, sentences),
    syllables: found.reduce((sum, word) => sum + syllable(word), 0),
  };
}

/**
 * The Flesch-Kincaid grade (Kincaid et al., 1975): `0.39 words/sentences + 11.8 syllables/words - 15.59`.
 * Undefined where there are no words.
 */
export function gradeOf({ words, sentences, syllables }: Measured): number | undefined {
  if (words === 0) return undefined;
  return 0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59;
}

/** All together, each as a sentence or sentences of its own. */
export function pool(texts: readonly string[]): Measured {
  const sum = { words: 0, sentences: 0, syllables: 0 };
  for (const text of texts) {
    const one = measure(text);
    if (one.words === 0) continue;
    sum.words += one.words;
    sum.sentences += one.sentences;
    sum.syllables += one.syllables;
  }
  return sum;
}
