import { equalBytes } from '../../../base/bytes.ts';

/** Bytes of a file from `offset` on, whose digest was found right. */
export interface Slice {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** A slice that no place has whole, with whatever bytes of its length are left of it. */
export interface DamagedSlice {
  readonly offset: number;
  readonly length: number;
  readonly remains: readonly Uint8Array[];
}

/** More than this are not looked at: as many contradictory files never come from honest hands. */
const mostVariants = 16;

/**
 * The files that slices can be put together to, each from its first byte without a gap, the longest first. It is one file, unless slices
 * contradict each other: after an erasure, or in a fork. Slices that agree where they overlap may belong together; where two files have a slice at one
 * offset, each goes on in both, and whoever judges the files finds which are signed.
 */
export function assembleSlices(slices: readonly Slice[]): Uint8Array[] {
  const ordered = slices.toSorted((a, b) => a.offset - b.offset || b.bytes.length - a.bytes.length);
  const variants: Growing[] = [new Growing()];
  for (const slice of ordered) {
    const others: Growing[] = [];
    for (const variant of variants) {
      if (variant.take(slice) || variant.length < slice.offset) continue;
      // It contradicts what comes there: another file that begins alike.
      const other = variant.upTo(slice.offset);
      other.take(slice);
      if (![...variants, ...others].some((each) => each.beginsWith(other))) others.push(other);
    }
    variants.push(...others.slice(0, Math.max(0, mostVariants - variants.length)));
  }
  return variants
    .filter(({ length }) => length > 0)
    .map((variant) => variant.bytes())
    .toSorted((a, b) => b.length - a.length);
}

/**
 * What can be had of a file of which some slices are damaged or lost: what is left of them in their places.
 * Two files where places differ in what is left, so that each may make good what the other lacks.
 *
 * @param begun the longest file without a gap
 * @param fill writes something into each gap, of which nothing is left at all
 */
export function patchSlices(
  begun: Uint8Array,
  slices: readonly Slice[],
  damaged: readonly DamagedSlice[],
  fill: (gap: Uint8Array) => void,
): Uint8Array[] {
  const ends = [
    ...slices.map(({ offset, bytes }) => offset + bytes.length),
    ...damaged.map(({ offset, length, remains }) => (remains.length > 0 ? offset + length : 0)),
  ];
  const length = Math.max(begun.length, ...ends);
  if (length === begun.length) return [];
  const differ = damaged.some(({ remains }) => remains.length > 1);
  return Array.from({ length: differ ? 2 : 1 }, (_, turn) => {
    const bytes = new Uint8Array(length);
    const left = damaged.flatMap(({ offset, remains }): Slice[] => {
      const found = remains[turn] ?? remains[0];
      return found === undefined ? [] : [{ offset, bytes: found }];
    });
    const known = [...left, ...slices, { offset: 0, bytes: begun }];
    for (const { offset, bytes: each } of known) bytes.set(each, offset);
    for (const [from, to] of gapsOf(known)) fill(bytes.subarray(from, to));
    return bytes;
  });
}

function gapsOf(known: readonly Slice[]): [number, number][] {
  const gaps: [number, number][] = [];
  let end = 0;
  for (const { offset, bytes } of known.toSorted((a, b) => a.offset - b.offset)) {
    if (offset > end) gaps.push([end, offset]);
    end = Math.max(end, offset + bytes.length);
  }
  return gaps;
}

/** A file that grows at its end. */
class Growing {
  #buffer = new Uint8Array(1 << 16);
  length = 0;

  /** Takes a slice that touches the end or lies before it and agrees; false if it does not. */
  take({ offset, bytes }: Slice): boolean {
    if (offset > this.length) return false;
    const shared = Math.min(this.length - offset, bytes.length);
    const here = this.#buffer.subarray(offset, offset + shared);
    if (Buffer.compare(here, bytes.subarray(0, shared)) !== 0) return false;
    this.#append(bytes.subarray(shared));
    return true;
  }

  beginsWith(other: Growing): boolean {
    return other.length <= this.length && equalBytes(other.bytes(), this.#buffer.subarray(0, other.length));
  }

  upTo(length: number): Growing {
    const beginning = new Growing();
    beginning.#append(this.#buffer.subarray(0, length));
    return beginning;
  }

  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.length);
  }

  #append(bytes: Uint8Array): void {
    const length = this.length + bytes.length;
    if (length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(length, this.#buffer.length * 2));
      larger.set(this.#buffer.subarray(0, this.length));
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, this.length);
    this.length = length;
  }
}
