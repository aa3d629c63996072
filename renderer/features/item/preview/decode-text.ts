/** Text of a file as far as it was read. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: string;
}

/**
 * Bytes as text: by their byte order mark, else UTF-8, else Windows-1252, in which every byte means something. A character cut
 * off at the end is left out.
 * @param whole the bytes are the whole file, and do not end in the middle of it
 */
export function decodeText(bytes: Uint8Array, whole: boolean): DecodedText {
  const marked = markOf(bytes);
  if (marked !== undefined) return { text: decodeAs(marked, bytes, whole), encoding: marked };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !whole });
    return { text, encoding: 'utf-8' };
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    return { text: decodeAs('windows-1252', bytes, whole), encoding: 'windows-1252' };
  }
}

function markOf(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

function decodeAs(encoding: string, bytes: Uint8Array, whole: boolean): string {
  return new TextDecoder(encoding).decode(bytes, { stream: !whole });
}

/** Text in pieces of at most so many lines and characters, so that only those near the screen are laid out. */
export function piecesOf(text: string, most = { lines: 200, characters: 20_000 }): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  while (start < text.length) {
    let end = start;
    for (let line = 0; line < most.lines && end < text.length; line += 1) {
      const next = text.indexOf('\n', end);
      end = next === -1 ? text.length : next + 1;
      if (end - start >= most.characters) break;
    }
    if (end - start > most.characters) end = cutAt(text, start + most.characters);
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

/** Not between the halves of a character. */
function cutAt(text: string, end: number): number {
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code <= 0xdbff ? end - 1 : end;
}

/** Makes what would turn the reading direction or hide itself visible, so that nobody is shown something other than what is there. */
export function withoutTricks(text: string): string {
  return text.replace(/[\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
