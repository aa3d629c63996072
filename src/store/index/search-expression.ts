/** Texts for FTS5's `match`. */
export interface SearchExpressions {
  /** Items that hold every word; the last may be unfinished. */
  readonly all: string;
  /** Those that hold them in their names. */
  readonly named: string;
  /** Those that do not. */
  readonly unnamed: string;
}

/** Words as FTS5 strings, so that nothing a person types is taken for its query language. Undefined if there are no words. */
export function searchExpressions(text: string): SearchExpressions | undefined {
  const words = text.normalize('NFC').match(/[\p{L}\p{N}\p{M}]+/gu);
  if (words === null) return undefined;
  const all = `${words.map((word) => `"${word}"`).join(' AND ')}*`;
  const named = `name : (${all})`;
  return { all, named, unnamed: `(${all}) NOT (${named})` };
}
