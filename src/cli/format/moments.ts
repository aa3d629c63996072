import { VaultError } from '../../base/errors.ts';

/** A day (its start or end in UTC) or a time, as ISO 8601 in UTC. Throws `input.usage`. */
export function parseMoment(text: string, ofDay: 'start' | 'end'): string {
  const whole = /^\d{4}-\d{2}-\d{2}$/u.test(text)
    ? `${text}T${ofDay === 'start' ? '00:00:00.000' : '23:59:59.999'}Z`
    : text;
  const date = new Date(whole);
  if (!/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/u.test(whole) || Number.isNaN(date.getTime()))
    throw new VaultError('input.usage', {
      problem: 'a time is a day, 2026-11-22, or a moment, 2026-11-22T09:30:00Z',
    });
  return date.toISOString();
}
