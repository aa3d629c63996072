import { authorityName } from '../../vault/timestamps/known-authorities.ts';
import type { StampingReport } from '../../vault/timestamps/timestamp-now.ts';
import { sayTime } from './times.ts';

/** What became of asking for independent dates, a line for each authority. */
export function stampingLines({ stamped, failed }: StampingReport): string[] {
  return [
    ...stamped.map(({ authority, time }) => `Dated ${sayTime(time)} by ${authorityName(authority)}.`),
    ...failed.map(({ authority, error }) => `${authorityName(authority)}: ${error.message} [${error.code}]`),
  ];
}
