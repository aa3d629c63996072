import { decodeText } from './decode-text.ts';
import { CollectorFull, type TextCollector } from './text-collector.ts';

/** More bytes than hold all the characters that are kept, unless they are blanks. */
const mostBytes = 8 * 1024 * 1024;

/** The words of a text file, of Markdown, of a table of values. */
export function plainWords(bytes: Uint8Array, into: TextCollector): void {
  for (const line of decodeText(bytes.subarray(0, mostBytes)).split(/\r\n|\r|\n/u)) {
    into.add(line);
    into.line();
  }
  if (bytes.length > mostBytes) throw new CollectorFull();
}
