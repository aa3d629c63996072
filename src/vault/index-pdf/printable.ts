import { plainFontRuns } from './plain-font.ts';

/** Stands for what could not be printed; the words below the table say so. */
const unprinted = '[…]';

/** Stands in for a letter that the font does not have; no text has this noncharacter. */
const notPrinted = '\uffff';

/** Longer cells would not fit on a page. */
const mostCharacters = 400;

/** A text as the font can show it. */
export interface Printable {
  readonly text: string;
  /** False if some of it is in letters that the font does not have, or was cut. */
  readonly whole: boolean;
}

/** What the font has is kept; each run of other letters becomes `[…]`, since a row of empty boxes would look like the name itself. */
export function printable(text: string): Printable {
  const plain = text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
  const known = plain.replaceAll(/./gsu, (character) =>
    isKnown(character.codePointAt(0) ?? 0) ? character : notPrinted,
  );
  // Words of one script go together: one mark for all of them.
  const marked = known.replaceAll(/\uffff(?:[\uffff ]*\uffff)?/gu, unprinted);
  const short =
    [...marked].length > mostCharacters
      ? `${[...marked].slice(0, mostCharacters).join('')} ${unprinted}`
      : marked;
  return { text: short, whole: short === plain };
}

function isKnown(point: number): boolean {
  let low = 0;
  let high = plainFontRuns.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first = 0, last = 0] = plainFontRuns[middle] ?? [];
    if (point < first) high = middle - 1;
    else if (point > last) low = middle + 1;
    else return true;
  }
  return false;
}
