import { errorMeanings, isErrorCode } from '../../base/error-codes.ts';
import type { DatedCoverage } from '../../vault/dated-coverage.ts';
import type { SeenVersion } from '../../vault/seen-outside.ts';
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

/** How much of what is kept is dated; nothing is said of a vault with nothing in it. */
export function coverageLines({ items, datedItems, first, last }: DatedCoverage): string[] {
  if (items === 0) return [];
  const dates =
    first === undefined || last === undefined
      ? ''
      : `; the first date is ${sayTime(first)}, the last ${sayTime(last)}`;
  return [`${String(datedItems)} of ${String(items)} ${items === 1 ? 'item' : 'items'} dated${dates}`];
}

/** Who dated and who saw an item's latest version, by the vault's own index. */
export function seenLines(versions: readonly SeenVersion[]): string[] {
  const latest = versions.at(-1);
  if (latest === undefined) return [];
  return [
    ...latest.dated.map(({ name, time }) => `  Dated ${sayTime(time)} by ${name}`),
    ...latest.seen.map(({ name, time, size }) => `  Seen ${sayTime(time)} by ${name}, at ${size} entries`),
    ...(latest.dated.length === 0 ? ['  Nobody else has dated it yet'] : []),
  ];
}

function sayCode(code: string): string {
  return isErrorCode(code) ? `${errorMeanings[code].sentence} [${code}]` : code;
}
