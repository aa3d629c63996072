import { localeOf } from '../../language/language.ts';

export interface TimeWords {
  readonly today: string;
  readonly yesterday: string;
  readonly noDate: string;
}

/**
 * The part of time that a moment belongs to, as a diary names it: the last week day by day ('Today', 'Yesterday',
 * 'Monday 16 November'), before that by month ('October', 'October 2024').
 * @param at ISO 8601; undefined for what was never copied
 */
export function groupOf(at: string | undefined, words: TimeWords, now: Date, language = 'en'): string {
  const moment = new Date(at ?? '');
  if (Number.isNaN(moment.getTime())) return words.noDate;
  const days = daysBetween(moment, now);
  if (days === 0) return words.today;
  if (days === 1) return words.yesterday;
  if (days > 1 && days < 7) return writer('day', language).format(moment).replace(',', '');
  const sameYear = moment.getFullYear() === now.getFullYear();
  return writer(sameYear ? 'month' : 'year', language).format(moment);
}

const forms = {
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  month: { month: 'long' },
  year: { month: 'long', year: 'numeric' },
} as const;
const writers = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than a row has while the list is scrolled, so each is made once. */
function writer(form: keyof typeof forms, language: string): Intl.DateTimeFormat {
  const key = `${form} ${language}`;
  const known = writers.get(key) ?? new Intl.DateTimeFormat(localeOf(language), forms[form]);
  writers.set(key, known);
  return known;
}

/** Whole days in the calendar, not spans of 24 hours. */
function daysBetween(moment: Date, now: Date): number {
  const midnight = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(now) - midnight(moment)) / 86_400_000);
}
