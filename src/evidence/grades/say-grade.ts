import type { GradeMeaning } from './grade-meaning.ts';
import { sayWord } from './grade-words.ts';

/**
 * A meaning as text that a person reads. `readGrade` with the same scheme (and scale) gives the meaning back, for every
 * meaning that `readGrade` made. It is our wording: what the source said stands in `said`.
 */
export function sayGrade(meaning: GradeMeaning): string {
  switch (meaning.scheme) {
    case 'pass-merit-distinction':
      return sayWord(meaning.outcome);
    case 'points':
      return meaning.of === undefined
        ? String(meaning.value)
        : `${String(meaning.value)} / ${String(meaning.of)}`;
    case 'percent':
      return `${String(meaning.value)} %`;
    case 'scale':
      return meaning.outcome ?? String(meaning.value);
    case '9-1':
      return String(meaning.value);
    case 'ilr':
      return meaning.outcome;
    case 'text':
      return meaning.value;
  }
}
