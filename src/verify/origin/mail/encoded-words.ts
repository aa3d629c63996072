import { base64 } from '@scure/base';

import { bytesOfLatin1 } from './header-block.ts';

/** Charsets that every platform decodes alike. */
const charsets: ReadonlyMap<string, 'utf-8' | 'windows-1252'> = new Map([
  ['utf-8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['iso-8859-1', 'windows-1252'],
  ['windows-1252', 'windows-1252'],
]);

/**
 * A header's text with its encoded words decoded (RFC 2047), blanks between two of them left out.
 * @returns undefined where a word is of another charset, or no such word: what it says is not known here
 */
export function decodeWords(text: string): string | undefined {
  const joined = text.replace(/(=\?[^?\s]+\?[bq]\?[^?\s]*\?=)\s+(?==\?[^?\s]+\?[bq]\?)/gi, '$1');
  const pieces: string[] = [];
  let from = 0;
  for (const run of joined.matchAll(/(?:=\?[^?\s]+\?[bq]\?[^?\s]*\?=)+/gi)) {
    const said = decodeRun(run[0]);
    if (said === undefined) return undefined;
    pieces.push(joined.slice(from, run.index), said);
    from = run.index + run[0].length;
  }
  return pieces.join('') + joined.slice(from);
}

/** Neighbours are decoded together, since a character may lie across two words of one charset. */
function decodeRun(run: string): string | undefined {
  const words = [...run.matchAll(/=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bq])\?([^?\s]*)\?=/gi)];
  const names = new Set(words.map(([, charset = '']) => charset.toLowerCase()));
  const label = charsets.get([...names][0] ?? '');
  if (names.size !== 1 || label === undefined) return undefined;
  const bytes: number[] = [];
  for (const [, , form = '', word = ''] of words) {
    const read = bytesOf(form, word);
    if (read === undefined) return undefined;
    bytes.push(...read);
  }
  return new TextDecoder(label).decode(Uint8Array.from(bytes));
}

function bytesOf(form: string, word: string): Uint8Array | undefined {
  if (form.toLowerCase() === 'q')
    return bytesOfLatin1(
      word
        .replaceAll('_', ' ')
        .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    );
  try {
    return base64.decode(word);
  } catch {
    return undefined;
  }
}
