import { VaultError } from '../base/errors.ts';
import { daySaid, timeSaidInIso } from '../evidence/values/times.ts';

/** A day of the calendar (its start or end in UTC) or a time with its offset, as ISO 8601 in UTC. Throws `input.usage`. */
export function parseMoment(text: string, ofDay: 'start' | 'end'): string {
  const day = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? daySaid(text).means : undefined;
  const time = ofDay === 'start' ? '00:00:00.000' : '23:59:59.999';
  const { means } = timeSaidInIso(day === undefined ? text : `${day}T${time}Z`);
  if (means === undefined)
    throw new VaultError('input.usage', {
      problem: 'a time is a day, 2026-11-22, or a moment, 2026-11-22T09:30:00Z',
    });
  return means;
}
