/** A recovery key has twelve words. */
export const recoveryWordCount = 12;

/** The words in what was typed or pasted: numbers, dots and blanks between them are left out. */
export function splitWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter(Boolean);
}

/**
 * The twelve fields after something was typed or pasted into one of them. More than one word goes on into the next fields; twelve at once fill
 * all of them from the first.
 */
export function placeWords(fields: readonly string[], at: number, typed: string): string[] {
  const words = splitWords(typed);
  if (words.length < 2) return fields.map((word, place) => (place === at ? typed.trim() : word));
  const from = words.length >= recoveryWordCount ? 0 : at;
  return fields.map((word, place) => words[place - from] ?? word);
}

/** Three different places out of twelve, in order: the words to be asked back. */
export function pickPlaces(count: number, total: number): number[] {
  const places = new Set<number>();
  while (places.size < count) {
    // 240 is the largest multiple of twelve that a byte holds: no place is likelier than another.
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < Math.floor(256 / total) * total) places.add(byte % total);
  }
  return [...places].sort((one, other) => one - other);
}
