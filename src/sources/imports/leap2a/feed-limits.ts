/** How much of a feed is read. It is held in memory while it is taken in. */
export const feedLimits = {
  bytes: 33_554_432,
  /** Elements within each other. */
  depth: 100,
  entries: 50_000,
  /** Links, categories and dates of one entry. */
  parts: 5_000,
  /** Characters of a title, an id, an address. */
  word: 8_192,
} as const;
