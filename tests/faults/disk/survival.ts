import type { Random } from '../random.ts';

/**
 * What of the names that no folder was synced for is still there after the power failed: all, none, each name by itself (any state it had
 * since), or all up to a moment and none after it, as a journal keeps them.
 */
type NamesLeft = 'all' | 'none' | 'each' | 'journal';

/** What of the bytes that no file was synced for is still there: all, none, or each sector by itself, one of them torn. */
export type BytesLeft = 'all' | 'none' | 'sectors';

/** A power failure: what the disk keeps of what it was not told to keep. */
export interface PowerFailure {
  readonly names: NamesLeft;
  readonly bytes: BytesLeft;
  /**
   * On FAT a rename over another file is two changes, and the name may stand for nothing in between. Only a header has a second file against
   * that, so only a header's names are lost this way.
   */
  readonly gaps: boolean;
  /** Decides wherever the two leave something open. */
  readonly seed: string;
}

/** Bytes that a disk writes wholly or not at all, but for the one that is torn. */
export const sectorLength = 512;

export interface Write {
  readonly position: number;
  /** Undefined: the file was cut to `position` bytes. */
  readonly bytes: Uint8Array | undefined;
}

/** The bytes of a file after a power failure: `certain`, and of the changes since whatever the disk happened to write. */
export function survivingBytes(
  certain: Uint8Array,
  changes: readonly Write[],
  bytes: BytesLeft,
  random: Random,
): Uint8Array {
  if (changes.length === 0 || bytes === 'none') return certain;
  if (bytes === 'all')
    return changes.reduce<Uint8Array>((before, change) => applied(before, change), certain);
  const left = random.pick([0.15, 0.5, 0.85]);
  // The length is a fact of its own: it may be that of any moment, whatever became of the bytes.
  const reached = lengths(certain.length, changes);
  const image = new Uint8Array(Math.max(...reached));
  image.set(certain);
  const torn = random.whole(0, 7);
  let number = 0;
  for (const { position, bytes: written } of changes) {
    if (written === undefined) continue;
    for (let at = 0; at < written.length; number += 1) {
      const end = Math.min(
        written.length,
        sectorLength * Math.floor((position + at) / sectorLength + 1) - position,
      );
      if (random.chance(left)) image.set(written.subarray(at, end), position + at);
      else if (number % 8 === torn)
        image.set(written.subarray(at, at + random.whole(0, end - at)), position + at);
      at = end;
    }
  }
  return image.subarray(0, random.pick(reached));
}

/** The bytes after one change that did reach the disk. */
export function applied(before: Uint8Array, { position, bytes }: Write): Uint8Array {
  if (bytes === undefined) {
    if (position <= before.length) return before.slice(0, position);
    const longer = new Uint8Array(position);
    longer.set(before);
    return longer;
  }
  const after = new Uint8Array(Math.max(before.length, position + bytes.length));
  after.set(before);
  after.set(bytes, position);
  return after;
}

function lengths(certain: number, changes: readonly Write[]): number[] {
  const all = [certain];
  let length = certain;
  for (const { position, bytes } of changes) {
    length = bytes === undefined ? position : Math.max(length, position + bytes.length);
    all.push(length);
  }
  return all;
}
