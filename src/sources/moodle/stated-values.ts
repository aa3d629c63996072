import type { Said } from '../../evidence/values/stated.ts';
import { timeSaidInUnixSeconds, type StatedTime } from '../../evidence/values/times.ts';
import { stateByTable } from '../../evidence/values/stated.ts';
import type { WrittenText } from '../../evidence/values/written-text.ts';

/** The properties whose times are set; Moodle says 0 or null for 'not set', one as often as the other. */
export function setTimes<Name extends string>(
  times: Readonly<Record<Name, number | undefined>>,
): Partial<Record<Name, StatedTime>> {
  const set: Partial<Record<Name, StatedTime>> = {};
  for (const name of Object.keys(times) as Name[]) {
    const seconds = times[name];
    if (typeof seconds === 'number' && seconds > 0) set[name] = timeSaidInUnixSeconds(seconds);
  }
  return set;
}

/** https://docs.moodle.org/dev/Text_formats_2.0: 0 is Moodle's own, which is HTML with some help. */
const formats = new Map<Said, 'html' | 'plain' | 'markdown'>([
  [0, 'html'],
  [1, 'html'],
  [2, 'plain'],
  [4, 'markdown'],
]);

export function writtenText(said: string, format: number | undefined, field: string): WrittenText {
  return { said, field, ...(format === undefined ? {} : { format: stateByTable(format, formats) }) };
}

/** Media type and ending of a text kept as a document. */
export function mediaTypeOf(format: number | undefined): {
  readonly type: string;
  readonly ending: string;
} {
  const meaning = formats.get(format ?? 1);
  if (meaning === 'plain') return { type: 'text/plain', ending: 'txt' };
  if (meaning === 'markdown') return { type: 'text/markdown', ending: 'md' };
  return { type: 'text/html', ending: 'html' };
}
