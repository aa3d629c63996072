/** One item that has to go into some part of a split export. */
export interface Packable {
  readonly id: string;
  /** Bytes that it is thought to take up in a part. */
  readonly size: number;
  /** What shall stay together where it fits, from the widest to the narrowest: its unit, its assignment. */
  readonly within: readonly string[];
}

/**
 * Shares items out to parts of at most `capacity` bytes, in their order: whatever belongs together lies in one part if it fits into one by
 * itself, and begins a new one if it does not fit into what is left. An item that is larger than a part has one for itself.
 * @returns ids, part by part; no part is empty
 */
export function packParts(items: readonly Packable[], capacity: number): string[][] {
  const parts: string[][] = [];
  let left = 0;
  const put = (group: readonly Packable[], level: number): void => {
    const size = group.reduce((sum, one) => sum + one.size, 0);
    const last = parts.at(-1);
    if (last !== undefined && size <= left) {
      last.push(...group.map(({ id }) => id));
      left -= size;
    } else if (size <= capacity || group.length === 1) {
      parts.push(group.map(({ id }) => id));
      left = capacity - size;
    } else {
      const narrower = Map.groupBy(group, ({ id, within }) => within[level] ?? id);
      for (const some of narrower.values()) put(some, level + 1);
    }
  };
  put(items, 0);
  return parts;
}
