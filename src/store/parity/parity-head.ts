import { ByteReader } from '../../base/byte-reader.ts';
import { ByteWriter } from '../../base/byte-writer.ts';
import { encodeHex, equalBytes, parseHex } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { encodePreamble, parsePreamble, preambleLength } from '../../ledger/preamble.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import { blockLength, parityColumns, parityShape, type ParityShape } from './parity-shape.ts';

/** What a parity file says of the file that it heals (FORMAT.md section 15). */
export interface ParityHead {
  readonly vault: string;
  /** SHA-256 of the file. */
  readonly sha256: string;
  readonly shape: ParityShape;
  /** CRC-32 of each block, zeros added where it is short: row by row in the first data column, then the next, then the parity columns. */
  readonly checksums: Uint32Array;
}

const fixedLength = preambleLength + 8 + 32 + 4 + 4 + 2 + 1 + 1;
const digestLength = 32;
/** Of 16 GiB, which no file of a vault is. */
const longest = 2 ** 34;

/** Length of the head, which a parity file begins and ends with. */
export function headLength(shape: ParityShape): number {
  return fixedLength + 4 * checksumCount(shape) + digestLength;
}

export function checksumCount({ columns, rows }: ParityShape): number {
  return (columns + parityColumns) * rows;
}

/** Length of a whole parity file: head, parity columns, head, length of the head. */
export function parityFileLength(shape: ParityShape): number {
  return 2 * headLength(shape) + parityColumns * shape.parityLength + 4;
}

export function encodeHead({ vault, sha256, shape, checksums }: ParityHead): Uint8Array {
  const writer = new ByteWriter(headLength(shape))
    .raw(encodePreamble({ kind: 'PARI', epoch: 0, vault }))
    .u64(shape.length)
    .raw(parseHex(sha256))
    .u32(blockLength)
    .u32(shape.columnLength)
    .u16(shape.columns)
    .u8(parityColumns)
    .u8(0);
  for (const checksum of checksums) writer.u32(checksum);
  const bytes = writer.finish();
  return new ByteWriter(bytes.length + digestLength).raw(bytes).raw(nodeHashes.sha256(bytes)).finish();
}

/** Length of the head that begins with these bytes; undefined if none does. */
export function findHeadLength(bytes: Uint8Array): number | undefined {
  const shape = findShape(bytes)?.shape;
  return shape === undefined ? undefined : headLength(shape);
}

/** Reads a head, all of it; undefined if it is damaged. Throws `format.too-new`. */
export function findHead(bytes: Uint8Array): ParityHead | undefined {
  const found = findShape(bytes);
  if (found === undefined || bytes.length !== headLength(found.shape)) return undefined;
  const end = bytes.length - digestLength;
  if (!equalBytes(nodeHashes.sha256(bytes.subarray(0, end)), bytes.subarray(end))) return undefined;
  const reader = new ByteReader(bytes.subarray(fixedLength, end));
  const checksums = new Uint32Array(checksumCount(found.shape));
  for (let i = 0; i < checksums.length; i += 1) checksums[i] = reader.u32();
  return { ...found, checksums };
}

/** How many bytes tell how long a head is. */
export const headBeginning = fixedLength;

function findShape(bytes: Uint8Array): Omit<ParityHead, 'checksums'> | undefined {
  try {
    const { vault } = parsePreamble(bytes, 'PARI');
    const reader = new ByteReader(bytes.subarray(preambleLength, fixedLength));
    const length = reader.u64();
    const sha256 = encodeHex(reader.raw(32));
    if (length === 0 || length > longest) return undefined;
    const shape = parityShape(length);
    const asMade =
      reader.u32() === blockLength &&
      reader.u32() === shape.columnLength &&
      reader.u16() === shape.columns &&
      reader.u8() === parityColumns &&
      reader.u8() === 0;
    return asMade ? { vault, sha256, shape } : undefined;
  } catch (error) {
    if (error instanceof VaultError && error.code !== 'format.too-new') return undefined;
    throw error;
  }
}
