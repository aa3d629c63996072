/** Where a key leads in a list of `total` items of which `seen` fit on the screen; undefined for keys that lead nowhere. */
export function placeAfterKey(
  key: string,
  at: number,
  { total, seen }: { readonly total: number; readonly seen: number },
): number | undefined {
  const last = total - 1;
  if (last < 0) return undefined;
  const step = Math.max(1, seen - 1);
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'PageDown':
      return Math.min(last, at + step);
    case 'PageUp':
      return Math.max(0, at - step);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
