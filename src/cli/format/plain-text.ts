/**
 * Names come from portals and file systems, and a terminal obeys what it is shown: control characters, and marks that turn the
 * direction of writing around, are shown as `\u{1b}` and do nothing. Line breaks and tabs become spaces.
 */
export function plainText(text: string): string {
  return text
    .replace(/[\t\n\r\u2028\u2029]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) =>
      escapeMark(character),
    );
}

function escapeMark(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** A JSON document on one line; what a terminal would obey is written as JSON's own escapes, so the value is the same. */
export function jsonLine(document: unknown): string {
  return JSON.stringify(document).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
