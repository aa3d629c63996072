import { ilrCodes, type GradeMeaning } from './grade-meaning.ts';
import { wordOf } from './grade-words.ts';

/** What is known of a grade from elsewhere. Without it, a bare `5` or `D` stays text: nothing is guessed. */
export interface GradeHint {
  readonly scheme?: GradeMeaning['scheme'];
  /** The most points that can be had. */
  readonly of?: number;
  /** The words of the portal's scale, lowest first. */
  readonly items?: readonly string[];
}

/**
 * Reads a grade shown as plain text.
 *
 * Without a hint it reads: the words (Pass, Distinction*, Not Yet Achieved), `40 / 50`, `66.67 %`. With one also: a bare
 * number as points, percent, 9-1 or a position on a scale; a word of a known scale; P, M, D; ILR codes.
 * @returns undefined for empty text, and `{ scheme: 'text' }` for what is not understood.
 */
export function readGrade(shown: string, hint: GradeHint = {}): GradeMeaning | undefined {
  const text = shown.trim();
  if (text === '') return undefined;
  return readWithHint(text, hint) ?? readPlain(text, hint) ?? { scheme: 'text', value: text };
}

function readWithHint(text: string, hint: GradeHint): GradeMeaning | undefined {
  const number = readDecimal(text);
  switch (hint.scheme) {
    case 'points':
      if (number === undefined) return undefined;
      return { scheme: 'points', value: number, ...(hint.of === undefined ? {} : { of: hint.of }) };
    case 'percent':
      return number === undefined ? undefined : { scheme: 'percent', value: number };
    case '9-1':
      return number !== undefined && Number.isInteger(number) && number >= 1 && number <= 9
        ? { scheme: '9-1', value: number }
        : undefined;
    case 'scale':
      return readScale(text, number, hint.items);
    case 'ilr': {
      const code = ilrCodes.find((known) => known === text.toUpperCase());
      return code === undefined ? undefined : { scheme: 'ilr', outcome: code };
    }
    case 'text':
      return { scheme: 'text', value: text };
    default:
      return undefined;
  }
}

function readScale(
  text: string,
  number: number | undefined,
  items: readonly string[] | undefined,
): GradeMeaning | undefined {
  if (items === undefined) {
    return number !== undefined && Number.isInteger(number) && number >= 1
      ? { scheme: 'scale', value: number }
      : undefined;
  }
  const positions = (word: string) => items.flatMap((item, index) => (item.trim() === word ? [index] : []));
  const named = positions(text);
  // A word that stands twice on the scale has no one position; a number that is itself a word of the scale is that word.
  const index =
    named.length === 0 && number !== undefined ? number - 1 : named.length === 1 ? named[0] : undefined;
  const item = index === undefined ? undefined : items[index];
  if (index === undefined || item === undefined) return undefined;
  const word = item.trim();
  const tellsPosition = word !== '' && positions(word).length === 1;
  return { scheme: 'scale', value: index + 1, of: items.length, ...(tellsPosition ? { outcome: word } : {}) };
}

function readPlain(text: string, hint: GradeHint): GradeMeaning | undefined {
  const word = wordOf(text, hint.scheme === 'pass-merit-distinction');
  if (word !== undefined) return { scheme: 'pass-merit-distinction', outcome: word };
  const percent = /^([^%]+)%$/.exec(text)?.[1];
  const share = percent === undefined ? undefined : readDecimal(percent.trim());
  if (share !== undefined) return { scheme: 'percent', value: share };
  const [first, second, ...rest] = text.split('/').map((part) => readDecimal(part.trim()));
  if (first === undefined || second === undefined || rest.length > 0) return undefined;
  return { scheme: 'points', value: first, of: second };
}

/**
 * A plain decimal with a point, up to nine digits before it and six after: as many as a number holds exactly enough to be
 * written out again. `40,5` and `1,000` stay text, since a comma means different things in different countries.
 */
function readDecimal(text: string): number | undefined {
  // Adding zero turns -0 into 0.
  return /^-?\d{1,9}(?:\.\d{1,6})?$/.test(text) ? Number(text) + 0 : undefined;
}
