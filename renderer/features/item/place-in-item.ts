import type { KeptRecord } from './record-parts.ts';
import { numberIn, textIn } from './record-parts.ts';

/** Where in an item something is: `at` of `mappings.add`. */
export type PlaceInItem =
  | { readonly kind: 'page'; readonly page: number; readonly to?: number }
  | { readonly kind: 'time'; readonly seconds: number; readonly to?: number };

/** Reads pages as people write them, '4' or '4-6'; undefined for anything else. */
export function parsePages(text: string): PlaceInItem | undefined {
  const [, from, to] = /^\s*(\d{1,6})\s*(?:[-–]\s*(\d{1,6})\s*)?$/u.exec(text) ?? [];
  if (from === undefined) return undefined;
  const page = Number(from);
  if (page < 1) return undefined;
  if (to === undefined) return { kind: 'page', page };
  return Number(to) < page ? undefined : { kind: 'page', page, to: Number(to) };
}

/** Reads a moment as players write it, '1:30' or '1:02:05', or two of them with a dash; undefined for anything else. */
export function parseTimes(text: string): PlaceInItem | undefined {
  const [from, to, ...more] = text.split(/[-–]/u).map(secondsOf);
  if (from === undefined || more.length > 0) return undefined;
  if (!/[-–]/u.test(text)) return { kind: 'time', seconds: from };
  return to === undefined || to < from ? undefined : { kind: 'time', seconds: from, to };
}

function secondsOf(text: string): number | undefined {
  const [, hours, minutes, seconds] = /^\s*(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)\s*$/u.exec(text) ?? [];
  if (minutes === undefined || seconds === undefined) return undefined;
  if (hours !== undefined && Number(minutes) > 59) return undefined;
  return Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** Seconds as players write them: 1:30, 1:02:05. */
export function sayTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0
    ? `${String(hours)}:${two(minutes)}:${two(whole % 60)}`
    : `${String(minutes)}:${two(whole % 60)}`;
}

/** A kept place as the two ends to be said, or the words that stand for it. */
export function placeParts(
  at: KeptRecord | undefined,
):
  | { readonly kind: 'page' | 'time' | 'note'; readonly from: string; readonly to: string | undefined }
  | undefined {
  const page = numberIn(at, 'page');
  const seconds = numberIn(at, 'seconds');
  const to = numberIn(at, 'to');
  if (page !== undefined)
    return { kind: 'page', from: String(page), to: to === undefined ? undefined : String(to) };
  if (seconds !== undefined)
    return { kind: 'time', from: sayTime(seconds), to: to === undefined ? undefined : sayTime(to) };
  const note = textIn(at, 'text');
  return note === undefined ? undefined : { kind: 'note', from: note, to: undefined };
}
