/** Numbers of the zip format (APPNOTE.TXT 6.3.10) as a bundle uses them. */
export const signatures = {
  local: 0x0403_4b50,
  central: 0x0201_4b50,
  end: 0x0605_4b50,
  end64: 0x0606_4b50,
  locator64: 0x0706_4b50,
} as const;

export const sizes = { local: 30, central: 46, end: 22, end64: 56, locator64: 20 } as const;

/** A value of 32 (16) bits that is this or more stands in a ZIP64 field, and the plain field holds this. */
export const max32 = 0xffff_ffff;
export const max16 = 0xffff;

/** 1.0 for a stored file, 4.5 for one with ZIP64 numbers (section 4.4.3.2). */
export const versionPlain = 10;
export const version64 = 45;

/** Made on Unix (so that the mode below counts) by a program that knows version 4.5. */
export const madeBy = (3 << 8) | version64;

/** An ordinary file that its owner may write and everybody may read: mode 100644 in the upper half. */
export const ordinaryFile = 0o100_644 * 0x1_0000;

export const tag64 = 0x0001;

/** More than any bundle needs; keeps a hostile zip's directory out of memory. */
export const maxEntries = 100_000;
export const maxDirectorySize = 32 * 1024 * 1024;

export interface DosTime {
  readonly time: number;
  readonly date: number;
}

/** A moment in UTC as MS-DOS time, to two seconds, within the years that it can say: 1980 to 2107. */
export function dosTime(moment: Date): DosTime {
  const year = moment.getUTCFullYear();
  if (year < 1980) return { time: 0, date: 0x21 };
  if (year > 2107) return { time: 0xbf7d, date: 0xff9f };
  return {
    time: (moment.getUTCHours() << 11) | (moment.getUTCMinutes() << 5) | (moment.getUTCSeconds() >> 1),
    date: ((year - 1980) << 9) | ((moment.getUTCMonth() + 1) << 5) | moment.getUTCDate(),
  };
}

/** What both headers of a stored file say. */
export interface ZipMember {
  /** ASCII, forward slashes. */
  readonly name: string;
  readonly size: number;
  readonly crc32: number;
  /** Where its local header begins. */
  readonly offset: number;
}
