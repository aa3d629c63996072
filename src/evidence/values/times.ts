import { z } from 'zod';

import { stated, type Said, type Stated } from './stated.ts';

/** A moment, ISO 8601 with its offset or `Z`: `2026-11-21T21:23:29.000Z`. */
export const instantSchema = z.iso.datetime({ offset: true });

/** A calendar day, ISO 8601: `2026-11-21`. */
const daySchema = z.iso.date();

export const statedTimeSchema = stated(instantSchema);
export type StatedTime = z.infer<typeof statedTimeSchema>;

/** A day as somebody wrote it, with the calendar day beside it where there is only one way to read it. */
export const statedDaySchema = stated(daySchema);

/** The last second that ISO 8601 writes with a year of four digits: 9999-12-31T23:59:59Z. */
const lastSecond = 253_402_300_799;

/**
 * A time given in whole seconds since 1970 (UTC), as portals such as Moodle give it. Null, and 0 where Moodle means
 * 'not set', have no meaning; nor has anything that is not a whole number of seconds.
 */
export function timeSaidInUnixSeconds(said: Said): StatedTime {
  if (typeof said !== 'number' || !Number.isSafeInteger(said) || said <= 0 || said > lastSecond)
    return { said };
  return { said, means: new Date(said * 1000).toISOString() };
}

/** A time given as ISO 8601 text with an offset or `Z` (Canvas, Open Badges); other text has no meaning. */
export function timeSaidInIso(said: Said): StatedTime {
  const read = instantSchema.safeParse(said);
  if (!read.success) return { said };
  const milliseconds = Date.parse(read.data);
  if (Number.isNaN(milliseconds)) return { said };
  const means = new Date(milliseconds).toISOString();
  // An offset can carry a time out of the years 0000 to 9999, which ISO 8601 then writes with six digits.
  return instantSchema.safeParse(means).success ? { said, means } : { said };
}

/**
 * A day as written by a person or a source. Only two forms are read: `2026-11-21`, and `21 November 2026` with the month in
 * English words. `03/04/2026` is left alone: it is a different day in different countries.
 */
export function daySaid(said: Said): Stated<string> {
  if (typeof said !== 'string') return { said };
  const text = said.trim();
  const day = daySchema.safeParse(writtenOut(text) ?? text);
  return day.success ? { said, means: day.data } : { said };
}

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

function writtenOut(text: string): string | undefined {
  const found = /^(\d{1,2}) +([A-Za-z]+) +(\d{4})$/.exec(text);
  const [, day, name, year] = found ?? [];
  if (day === undefined || name === undefined || year === undefined) return undefined;
  const month = months.findIndex(
    (full) => full === name.toLowerCase() || full.slice(0, 3) === name.toLowerCase(),
  );
  return month < 0 ? undefined : `${year}-${String(month + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
}
