/** Part of some bytes: from `start` up to, not with, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a Range header (RFC 9110 section 14.2) against a known size.
 * @returns the part; `all` for no header and for what may be ignored (other units, several parts, bad syntax); `unsatisfiable` for 416
 */
export function parseRange(header: string | null, size: number): ByteRange | 'all' | 'unsatisfiable' {
  const [matched, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/u.exec(header?.trim() ?? '') ?? [];
  if (matched === undefined || first === undefined || last === undefined) return 'all';
  if (first === '') {
    if (last === '') return 'all';
    const length = Number(last);
    return length === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - length), end: size };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return 'all';
  if (start >= size) return 'unsatisfiable';
  return { start, end: last === '' ? size : Math.min(size, Number(last) + 1) };
}
