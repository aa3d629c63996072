import { nodeHashes } from '../../platform/node-hashes.ts';
import type { ReadableFile, ReadPort } from '../durable/port.ts';
import { isLostToDisk } from '../ledger-files/lost-to-disk.ts';
import { readColumn, rowRanges } from './column-blocks.ts';
import {
  findHead,
  findHeadLength,
  headBeginning,
  headLength,
  parityFileLength,
  type ParityHead,
} from './parity-head.ts';
import { blockLength, parityColumns } from './parity-shape.ts';

/** The head of a parity file: from its beginning, or where that is damaged from its end. Throws `format.too-new`, `storage.*`. */
export async function readParityHead(file: ReadableFile): Promise<ParityHead | undefined> {
  const beginning = await readPart(file, 0, headBeginning);
  const length = findHeadLength(beginning);
  const first = length === undefined ? undefined : findHead(await readPart(file, 0, length));
  if (first !== undefined) return first;
  const size = await file.size();
  const end = await readPart(file, Math.max(0, size - 4), 4);
  const second = end.length < 4 ? 0 : new DataView(end.buffer).getUint32(0);
  if (second < headBeginning || second > (size - 4) / 2) return undefined;
  return findHead(await readPart(file, size - 4 - second, second));
}

/** As `findWholeHead`, of a file by its path; undefined if it is missing too. Throws `format.too-new`, `storage.*`. */
export async function readWholeParity(port: ReadPort, path: string): Promise<ParityHead | undefined> {
  const file = await port.openForReading(path);
  if (file === undefined) return undefined;
  try {
    return await findWholeHead(file);
  } finally {
    await file.close();
  }
}

/** The head of a parity file of which every byte is as it was made; undefined for any other. Throws `format.too-new`, `storage.*`. */
export async function findWholeHead(file: ReadableFile): Promise<ParityHead | undefined> {
  const head = await readParityHead(file);
  if (head === undefined || (await file.size()) !== parityFileLength(head.shape)) return undefined;
  const { shape, checksums } = head;
  const length = headLength(shape);
  const again = findHead(await readPart(file, (await file.size()) - 4 - length, length));
  if (again === undefined || findHead(await readPart(file, 0, length)) === undefined) return undefined;
  for (let parity = 0; parity < parityColumns; parity += 1)
    for (const range of rowRanges(shape)) {
      const blocks = new Uint8Array(range.count * blockLength);
      const lost: number[] = [];
      const place = { start: length + parity * shape.parityLength, length: shape.parityLength };
      await readColumn(file, blocks, place, range, (block) => lost.push(block));
      if (lost.length > 0) return undefined;
      for (let row = 0; row < range.count; row += 1) {
        const checksum = checksums[(shape.columns + parity) * shape.rows + range.row + row];
        const block = blocks.subarray(row * blockLength, (row + 1) * blockLength);
        if (nodeHashes.crc32(block) !== checksum) return undefined;
      }
    }
  return head;
}

/** Fewer bytes where the file ends before, or where the disk does not read them. */
async function readPart(file: ReadableFile, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  try {
    return bytes.slice(0, await file.read(bytes, position));
  } catch (error) {
    if (isLostToDisk(error)) return new Uint8Array();
    throw error;
  }
}
