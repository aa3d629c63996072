import type { Stated } from '../../../evidence/values/stated.ts';
import { daySaid } from '../../../evidence/values/times.ts';
import { cellText } from './table-rows.ts';

/** A day in figures: `25/03/2025`, `25.3.2025`, with a time after it or not. */
const figures = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T].*)?$/u;
/** A day as ISO 8601 with a time after it. */
const isoWithTime = /^(\d{4}-\d{2}-\d{2})[ T]/u;

/** Reads the days of one column; what is said stays as it is beside them. */
export type DayReader = (said: string) => Stated<string>;

/**
 * How the days of a column are written, as far as its values tell: where one of them can only be day first (25/03) and none can only be
 * month first, all are; and the other way round. Where no value tells, `03/04/2026` is left alone: it is two different days.
 */
export function dayReader(values: readonly string[]): DayReader {
  const pairs = values.flatMap((value) => {
    const found = figures.exec(cellText(value));
    return found === null ? [] : [{ first: Number(found[1]), second: Number(found[2]) }];
  });
  const dayFirst = pairs.some(({ first }) => first > 12);
  const monthFirst = pairs.some(({ second }) => second > 12);
  return (said) => {
    const text = cellText(said);
    const plain = daySaid(isoWithTime.exec(text)?.[1] ?? text).means;
    if (plain !== undefined) return { said, means: plain };
    const [, first = '', second = '', year = ''] = figures.exec(text) ?? [];
    if (year === '' || dayFirst === monthFirst) return { said };
    const [day, month] = dayFirst ? [first, second] : [second, first];
    const { means } = daySaid(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
    return means === undefined ? { said } : { said, means };
  };
}
