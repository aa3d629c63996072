/** A size as a person says it: `812 bytes`, `3.4 MB`. Thousands, as file managers and shops count. */
export function saySize(bytes: number): string {
  if (bytes < 1000) return sayCount(bytes, 'byte');
  let value = bytes;
  let unit = '';
  for (const next of ['kB', 'MB', 'GB', 'TB', 'PB']) {
    value /= 1000;
    unit = next;
    // What would round up to 1000 is said in the next unit.
    if (value < 999.5) break;
  }
  return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)} ${unit}`;
}

/** `1 file`, `3 files`; `plural` where it is not just an s. */
export function sayCount(count: number, one: string, plural = `${one}s`): string {
  // As `toLocaleString` writes it, without the languages of the world, which take a quarter of a second where they are not in memory yet.
  const grouped = String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  return `${grouped} ${count === 1 ? one : plural}`;
}
