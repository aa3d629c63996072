import { wordsIn } from './define-words.ts';
import { fill } from './fill.ts';
import { localeOf } from './language.ts';
import { plural } from './plural.ts';
import { words } from './words.ts';

const minute = 60_000;

/**
 * A moment as a person says it: 'just now', '4 minutes ago', 'today at 14:05', 'yesterday', '3 March', '3 March 2025'.
 * @param at ISO 8601; text that is no date is given back as it is
 */
export function sayDate(at: string, now: Date = new Date(), language = 'en'): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return at;
  const say = wordsIn(words, language);
  const locale = localeOf(language);
  const passed = now.getTime() - moment.getTime();
  const minutes = Math.floor(Math.abs(passed) / minute);
  if (minutes === 0) return say.justNow;
  if (minutes < 60) {
    return passed > 0
      ? plural(minutes, say.oneMinuteAgo, say.minutesAgo)
      : plural(minutes, say.inOneMinute, say.inMinutes);
  }
  const time = writer('time', locale).format(moment);
  const days = daysBetween(moment, now);
  if (days === 0) return fill(say.today, { time });
  if (days === 1) return say.yesterday;
  if (days === -1) return fill(say.tomorrow, { time });
  const sameYear = moment.getFullYear() === now.getFullYear();
  return writer(sameYear ? 'day' : 'dayOfYear', locale).format(moment);
}

const forms = {
  time: { hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'long' },
  dayOfYear: { day: 'numeric', month: 'long', year: 'numeric' },
} as const;
const writers = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than a row has while a list is scrolled, so each is made once. */
function writer(form: keyof typeof forms, locale: string): Intl.DateTimeFormat {
  const key = `${form} ${locale}`;
  const known = writers.get(key) ?? new Intl.DateTimeFormat(locale, forms[form]);
  writers.set(key, known);
  return known;
}

/** The same moment to the second, for hovers and details: 'Monday 3 March 2025 at 14:05:09 GMT'. */
export function sayExactly(at: string, language = 'en'): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return at;
  const locale = localeOf(language);
  const day = moment.toLocaleDateString(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  const time = moment.toLocaleTimeString(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
  return `${day.replace(',', '')}, ${time}`;
}

/** Whole days in the calendar, not spans of 24 hours. */
function daysBetween(moment: Date, now: Date): number {
  const midnight = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(now) - midnight(moment)) / 86_400_000);
}
