import { VaultError } from '../base/errors.ts';
import type { mapItem } from '../vault/statements.ts';

type Place = NonNullable<Parameters<typeof mapItem>[3]>;

/**
 * Reads where in an item: a page (`3`, `3-5`) or a time in a recording (`12:30`, `1:02:30`, `12:30-14:00`).
 * Throws `input.usage` for anything else.
 */
export function parsePlace(text: string): Place {
  const [start, end, ...more] = text.split(/\s*[-\u2013]\s*/u);
  if (start === undefined || more.length > 0) throw unreadable();
  if (start.includes(':')) {
    const seconds = parseClock(start);
    return { kind: 'time', seconds, ...range(seconds, end === undefined ? undefined : parseClock(end)) };
  }
  const page = parsePage(start);
  return { kind: 'page', page, ...range(page, end === undefined ? undefined : parsePage(end)) };
}

function range(from: number, to: number | undefined): { to?: number } {
  if (to === undefined) return {};
  if (to < from) throw unreadable();
  return { to };
}

function parsePage(text: string): number {
  const [, digits] = /^(?:p\.?\s*)?([1-9]\d{0,5})$/iu.exec(text) ?? [];
  if (digits === undefined) throw unreadable();
  return Number(digits);
}

function parseClock(text: string): number {
  const [, hours = '0', minutes, seconds] = /^(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)$/u.exec(text) ?? [];
  if (minutes === undefined || seconds === undefined) throw unreadable();
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

function unreadable(): VaultError {
  return new VaultError('input.usage', {
    option: '--at',
    problem: 'give a page such as 3 or 3-5, or a time such as 12:30',
  });
}
