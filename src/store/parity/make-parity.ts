import { dirname } from 'node:path';

import { encodeHex } from '../../base/bytes.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import type { DurablePort, ReadableFile, WritableFile } from '../durable/port.ts';
import { makeFolders, stagingPath } from '../durable/replace-file.ts';
import { dataColumn, readColumn, rowRanges, rowsAtOnce } from './column-blocks.ts';
import { checksumCount, encodeHead, headLength } from './parity-head.ts';
import { blockLength, parityColumns, parityShape, type ParityShape } from './parity-shape.ts';
import { loadReedSolomon } from './reed-solomon.ts';

/** A file that is to be given parity, and where that goes. */
export interface ParityTask {
  /** Absolute. */
  readonly file: string;
  readonly parityFile: string;
  /** SHA-256 that the file must have, where it is known. */
  readonly sha256?: string;
  readonly vault: string;
}

/**
 * Writes parity of a file, in one row of blocks after the other, so that memory does not grow with the file. Replaces parity that is there; whoever looks
 * sees the old or the new.
 *
 * @returns `made`, and how long it is; `empty` for a file with nothing in it; `differs` if the file is missing or not the one that is meant: nothing is
 * written then, since parity of damage would keep the damage
 * Throws `storage.*`, `internal.cancelled`.
 */
export async function makeParity(
  port: DurablePort,
  { file, parityFile, sha256, vault }: ParityTask,
  signal?: AbortSignal,
): Promise<{ readonly made: number } | 'empty' | 'differs'> {
  const source = await port.openForReading(file);
  if (source === undefined) return 'differs';
  try {
    const length = await source.size();
    const digest = await digestOf(source, length, signal);
    if (sha256 !== undefined && digest !== sha256) return 'differs';
    if (length === 0) return 'empty';
    await makeFolders(port, dirname(parityFile));
    const staging = stagingPath(parityFile);
    await port.unlink(staging);
    const out = await port.createFile(staging);
    const shape = parityShape(length);
    try {
      const checksums = await writeColumns(source, out, shape, signal);
      const head = encodeHead({ vault, sha256: digest, shape, checksums });
      await out.write(head, 0);
      const end = head.length + parityColumns * shape.parityLength;
      const size = new Uint8Array(4);
      new DataView(size.buffer).setUint32(0, head.length);
      await out.write(head, end);
      await out.write(size, end + head.length);
      await out.sync();
    } finally {
      await out.close();
    }
    await port.rename(staging, parityFile);
    await port.syncFolder(dirname(parityFile));
    return { made: 2 * headLength(shape) + parityColumns * shape.parityLength + 4 };
  } finally {
    await source.close();
  }
}

/** SHA-256 of a file, hexadecimal. Throws `storage.*`, `internal.cancelled`. */
export async function digestOf(
  file: ReadableFile,
  length: number,
  signal: AbortSignal | undefined,
): Promise<string> {
  const hash = nodeHashes.createSha256();
  const buffer = new Uint8Array(Math.min(1 << 20, length));
  let at = 0;
  while (at < length) {
    throwIfCancelled(signal);
    const count = await file.read(buffer.subarray(0, Math.min(buffer.length, length - at)), at);
    if (count === 0) break;
    hash.update(buffer.subarray(0, count));
    at += count;
  }
  return encodeHex(hash.digest());
}

/** Writes the parity columns behind the place of the head, and gives the checksums of all blocks. */
async function writeColumns(
  source: ReadableFile,
  out: WritableFile,
  shape: ParityShape,
  signal: AbortSignal | undefined,
): Promise<Uint32Array> {
  const code = await loadReedSolomon();
  const { columns, rows, parityLength } = shape;
  const checksums = new Uint32Array(checksumCount(shape));
  const begin = headLength(shape);
  const buffer = new Uint8Array((columns + parityColumns) * Math.min(rows, rowsAtOnce(shape)) * blockLength);
  for (const range of rowRanges(shape)) {
    throwIfCancelled(signal);
    const run = range.count * blockLength;
    const shards = buffer.subarray(0, (columns + parityColumns) * run);
    const shardOf = (column: number): Uint8Array => shards.subarray(column * run, (column + 1) * run);
    for (let column = 0; column < columns; column += 1)
      await readColumn(source, shardOf(column), dataColumn(shape, column), range);
    code.encode(shards, columns, parityColumns);
    for (let column = 0; column < columns + parityColumns; column += 1)
      for (let row = 0; row < range.count; row += 1)
        checksums[column * rows + range.row + row] = nodeHashes.crc32(
          shardOf(column).subarray(row * blockLength, (row + 1) * blockLength),
        );
    for (let parity = 0; parity < parityColumns; parity += 1) {
      const from = range.row * blockLength;
      const bytes = shardOf(columns + parity).subarray(0, Math.min(run, parityLength - from));
      await out.write(bytes, begin + parity * parityLength + from);
    }
  }
  return checksums;
}
