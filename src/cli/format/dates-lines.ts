import { errorMeanings, isErrorCode } from '../../base/error-codes.ts';
import type { TimestampStatus } from '../../vault/timestamps/timestamp-status.ts';
import { sayTime } from './times.ts';

const consents: Readonly<Record<TimestampStatus['consent'], string>> = {
  'not-asked':
    'Nobody is asked for independent dates. `timestamp on` has what is new dated after each sync: they see a fingerprint and nothing else.',
  on: 'What is new is dated after each sync.',
  off: 'Nobody is asked for independent dates after a sync.',
};

/** Whether and whom the learner asks for dates, and what came of it. */
export function datesLines({ consent, authorities }: TimestampStatus): string[] {
  return [
    consents[consent],
    ...authorities.flatMap(({ url, name, listed, due, tokens, last, failure }) => [
      `${name} (${url})${listed ? '' : ', not asked any more'}`,
      last === undefined
        ? '  has given no date yet'
        : `  gave ${String(tokens)} ${tokens === 1 ? 'date' : 'dates'}, the last one ${sayTime(last.time)}`,
      ...(due ? ['  has not seen what is new since'] : []),
      ...(failure === undefined
        ? []
        : [
            `  ${sayTime(failure.at)}: ${sayCode(failure.code)} Asked again from ${sayTime(failure.retryAt)}.`,
          ]),
    ]),
  ];
}

function sayCode(code: string): string {
  return isErrorCode(code) ? `${errorMeanings[code].sentence} [${code}]` : code;
}
