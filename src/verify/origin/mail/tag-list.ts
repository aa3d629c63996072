/**
 * Reads a tag list (RFC 6376 section 3.2) strictly: each tag once, no quotes, brackets or backslashes, since checkers differ in how they
 * read those. Values keep their inner blanks, so that what must not have any can be told.
 * @returns undefined for anything else
 */
export function readTagList(text: string): ReadonlyMap<string, string> | undefined {
  if (/["'()\\]/.test(text)) return undefined;
  const tags = new Map<string, string>();
  const parts = text.split(';');
  if (parts.length > 64) return undefined;
  if (parts.at(-1)?.trim() === '') parts.pop();
  for (const part of parts) {
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(0, equals)).trim();
    if (equals < 0 || !/^[a-z]\w*$/i.test(name) || tags.has(name)) return undefined;
    tags.set(name, part.slice(equals + 1).trim());
  }
  return tags;
}

/** A value without any blanks, as base64 and lists of names are read. */
export function withoutBlanks(value: string): string {
  return value.replace(/\s+/g, '');
}
