import { TimestampFlaw } from './timestamp-flaw.ts';

/** Milliseconds since 1970 of a day and time that exist; a leap second does not. */
function instant(year: number, parts: readonly number[], milliseconds: number): number {
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, milliseconds);
  const same =
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second;
  if (!same) throw new TimestampFlaw('malformed');
  return date.getTime();
}

const pairs = (digits: string): number[] => (digits.match(/\d\d/g) ?? []).map(Number);

/**
 * A GeneralizedTime as RFC 3161 section 2.4.2 wants it: `YYYYMMDDhhmmss[.s…]Z`, UTC, no trailing zeros in the fraction.
 * @returns milliseconds since 1970; finer fractions are cut off
 */
export function parseGeneralizedTime(text: string): number {
  const match = /^(\d{4})(\d{10})(?:\.(\d*[1-9]))?Z$/.exec(text);
  if (match === null) throw new TimestampFlaw('malformed');
  const [, year = '', rest = '', fraction = ''] = match;
  return instant(Number(year), pairs(rest), Number(fraction.slice(0, 3).padEnd(3, '0')));
}

/** A UTCTime as RFC 5280 section 4.1.2.5.1 wants it: `YYMMDDhhmmssZ`, years 1950 to 2049. */
export function parseUtcTime(text: string): number {
  const match = /^(\d\d)(\d{10})Z$/.exec(text);
  if (match === null) throw new TimestampFlaw('malformed');
  const [, short = '', rest = ''] = match;
  const year = Number(short);
  return instant(year + (year < 50 ? 2000 : 1900), pairs(rest), 0);
}
