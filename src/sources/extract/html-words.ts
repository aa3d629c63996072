import { Parser } from 'htmlparser2';

import { encodingOf } from './decode-text.ts';
import type { TextCollector } from './text-collector.ts';

/** Elements after which a reader's eye makes a stop. */
const breaking: ReadonlySet<string> = new Set(
  'address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main ol option p pre section table td th title tr ul'.split(
    ' ',
  ),
);
/** Elements whose content nobody reads. */
const silent: ReadonlySet<string> = new Set(['script', 'style', 'template', 'noscript']);
/** Characters that the parser is handed at once, so that it stops soon after there are words enough. */
const pieceLength = 65_536;

/** The words of a page, with what its pictures are said to show; scripts and styles left out, nothing run or fetched. */
export function htmlWords(bytes: Uint8Array, into: TextCollector): void {
  htmlTextWords(new TextDecoder(charsetOf(bytes)).decode(bytes), into);
}

export function htmlTextWords(html: string, into: TextCollector): void {
  let quiet = 0;
  const parser = new Parser({
    onopentag: (name, { alt }) => {
      if (silent.has(name)) quiet += 1;
      if (breaking.has(name)) into.line();
      if (name === 'img' && alt !== undefined) {
        into.space();
        into.add(alt);
        into.space();
      }
    },
    ontext: (text) => {
      if (quiet === 0) into.add(text);
    },
    onclosetag: (name) => {
      if (silent.has(name)) quiet -= 1;
      if (breaking.has(name)) into.line();
    },
  });
  for (let at = 0; at < html.length; at += pieceLength) parser.write(html.slice(at, at + pieceLength));
  parser.end();
}

/** As the page says in its first kilobyte (HTML section 13.2.3.2), unless a mark or UTF-8 itself says otherwise. */
function charsetOf(bytes: Uint8Array): string {
  const found = encodingOf(bytes);
  if (found !== 'windows-1252') return found;
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  const said = /<meta[^>]{0,200}?charset\s*=\s*["']?([a-z0-9_:-]{1,40})/iu.exec(head)?.[1];
  if (said === undefined) return found;
  try {
    return new TextDecoder(said).encoding;
  } catch {
    // A name that nobody knows.
    return found;
  }
}
