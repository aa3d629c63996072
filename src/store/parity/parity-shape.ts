/** Data columns of a long file. */
const mostColumns = 32;
/** Parity columns of every file: two columns of a row may be lost. */
export const parityColumns = 2;
/** Bytes with one checksum: what disks lose together. */
export const blockLength = 4096;

/** How a file is laid out for parity. All of it follows from the file's length. */
export interface ParityShape {
  /** Length of the file. */
  readonly length: number;
  /** 1 to 32. */
  readonly columns: number;
  /** Bytes of one column, a multiple of the block length; the last one may be shorter in the file, and zeros then follow it. */
  readonly columnLength: number;
  /** Blocks in a column. */
  readonly rows: number;
  /** Bytes of a parity column in the parity file: no more than the file has. */
  readonly parityLength: number;
}

/** @param length of the file, 1 or more */
export function parityShape(length: number): ParityShape {
  const columnLength = Math.ceil(Math.ceil(length / mostColumns) / blockLength) * blockLength;
  return {
    length,
    columns: Math.ceil(length / columnLength),
    columnLength,
    rows: columnLength / blockLength,
    parityLength: Math.min(columnLength, length),
  };
}

/** Length of a run of damaged bytes, wherever it lies, that is promised to heal. */
export function healsRunOf({ length, columnLength }: ParityShape): number {
  return Math.min(length, parityColumns * columnLength - blockLength + 1);
}
