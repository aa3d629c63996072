import type { ReadableFile } from '../durable/port.ts';
import { isLostToDisk } from '../ledger-files/lost-to-disk.ts';
import { blockLength, type ParityShape } from './parity-shape.ts';

/**
 * Rows of blocks that are worked on together: what they take does not grow with the file.
 * @returns how many rows
 */
export function rowsAtOnce({ columns }: ParityShape): number {
  return Math.max(1, Math.floor((8 * 1024 * 1024) / (columns * blockLength)));
}

/** Rows of a file from `row` on, `count` of them, as parity sees them. */
export interface RowRange {
  readonly row: number;
  readonly count: number;
}

/** The ranges of rows of a file, in order. */
export function* rowRanges(shape: ParityShape): Generator<RowRange> {
  const atOnce = rowsAtOnce(shape);
  for (let row = 0; row < shape.rows; row += atOnce) yield { row, count: Math.min(atOnce, shape.rows - row) };
}

/**
 * Fills `into` with the blocks of one column; what lies beyond the column's end in the file is zeros.
 *
 * @param start where the column begins in the file
 * @param length of the column in the file
 * @param onLost told of blocks (counted from the range's first) that the disk cannot read any more; without it that is thrown
 */
export async function readColumn(
  file: ReadableFile,
  into: Uint8Array,
  { start, length }: { readonly start: number; readonly length: number },
  { row }: RowRange,
  onLost?: (block: number) => void,
): Promise<void> {
  const from = row * blockLength;
  const there = Math.max(0, Math.min(into.length, length - from));
  into.fill(0, there);
  const wanted = into.subarray(0, there);
  try {
    const count = there === 0 ? 0 : await file.read(wanted, start + from);
    into.fill(0, count);
  } catch (error) {
    if (onLost === undefined || !isLostToDisk(error)) throw error;
    for (let at = 0; at < there; at += blockLength) {
      const block = wanted.subarray(at, at + blockLength);
      try {
        block.fill(0, await file.read(block, start + from + at));
      } catch (again) {
        if (!isLostToDisk(again)) throw again;
        onLost(at / blockLength);
      }
    }
  }
}

/** Where data column `column` lies in its file. */
export function dataColumn(
  { columnLength, length }: ParityShape,
  column: number,
): { readonly start: number; readonly length: number } {
  const start = column * columnLength;
  return { start, length: Math.max(0, Math.min(columnLength, length - start)) };
}
