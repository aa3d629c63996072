import type { Entry } from 'yauzl';

import { timeSaidInUnixSeconds, type StatedTime } from '../../../evidence/values/times.ts';

/** Where the packed bytes of a member lie, and what they must come to. */
export interface PackedMember {
  /** 0 stored, 8 deflated; others cannot be read. */
  readonly method: number;
  /** Offset of its first packed byte in the archive. */
  readonly start: number;
  readonly packedSize: number;
  readonly size: number;
  readonly crc32: number;
}

/**
 * When a member was last changed: whole seconds since 1970 where the archive has them (extended timestamp, Info-ZIP extra field 0x5455),
 * else the time as MS-DOS wrote it, which names no time zone and so means no moment.
 */
export function memberModified(entry: Entry): StatedTime | undefined {
  const extended = entry.extraFields.find(({ id }) => id === 0x5455)?.data;
  if (extended !== undefined && extended.length >= 5 && ((extended[0] ?? 0) & 1) === 1)
    return timeSaidInUnixSeconds(extended.readInt32LE(1));
  const { lastModFileDate: date, lastModFileTime: time } = entry;
  const [year, month, day] = [1980 + (date >>> 9), (date >>> 5) & 15, date & 31];
  if (month < 1 || month > 12 || day < 1) return undefined;
  const clock = [time >>> 11, (time >>> 5) & 63, (time & 31) * 2];
  const two = (number: number): string => String(number).padStart(2, '0');
  return { said: `${String(year)}-${two(month)}-${two(day)}T${clock.map(two).join(':')}` };
}
