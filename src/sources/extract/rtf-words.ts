import type { TextCollector } from './text-collector.ts';

/** Groups that hold no words of the document (RTF 1.9.1). */
const silentGroups: ReadonlySet<string> = new Set([
  'fonttbl',
  'colortbl',
  'stylesheet',
  'listtable',
  'listoverridetable',
  'rsidtbl',
  'generator',
  'pict',
  'object',
  'themedata',
  'datastore',
  'xmlnstbl',
  'fldinst',
]);
const breakingWords: ReadonlySet<string> = new Set(['par', 'line', 'row', 'cell', 'sect', 'page', 'pard']);
const signs: Readonly<Record<string, string>> = {
  tab: ' ',
  emdash: '\u2014',
  endash: '\u2013',
  lquote: '\u2018',
  rquote: '\u2019',
  ldblquote: '\u201c',
  rdblquote: '\u201d',
  bullet: ' ',
};
/** A control word with its number, a hexadecimal character, a sign, a bracket, or text. */
const token = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+/giu;

/** The words of a Rich Text document: text and breaks; pictures, fields and tables of styles left out. */
export function rtfWords(bytes: Uint8Array, into: TextCollector): void {
  const page = new TextDecoder('windows-1252');
  const text = new TextDecoder('latin1').decode(bytes);
  /** Group depth at which silence began; 0 while there is none. */
  let quietFrom = 0;
  let depth = 0;
  let afterUnicode = 0;
  const say = (words: string): void => {
    if (quietFrom === 0) into.add(words);
  };
  for (const [, word, number, hex, sign, bracket, plain] of text.matchAll(token)) {
    if (bracket === '{') depth += 1;
    else if (bracket === '}') {
      depth = Math.max(0, depth - 1);
      if (depth < quietFrom) quietFrom = 0;
    } else if (word !== undefined) {
      if (silentGroups.has(word) && quietFrom === 0) quietFrom = Math.max(1, depth);
      if (breakingWords.has(word)) into.line();
      if (word === 'u' && number !== undefined) {
        say(String.fromCharCode(Number(number) & 0xffff));
        // One character for readers that know no Unicode follows it.
        afterUnicode = 1;
        continue;
      }
      say(signs[word] ?? '');
    } else if (sign === '*' && quietFrom === 0) quietFrom = Math.max(1, depth);
    else if (sign !== undefined) say(sign === '~' ? ' ' : '\\{}'.includes(sign) ? sign : '');
    else if (hex !== undefined) {
      if (afterUnicode === 0) say(page.decode(Uint8Array.of(Number.parseInt(hex, 16))));
    } else if (plain !== undefined) say(plain.slice(afterUnicode));
    afterUnicode = 0;
  }
}
