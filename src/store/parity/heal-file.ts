import { throwIfCancelled } from '../../base/errors.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import type { DurablePort, ReadableFile, WritableFile } from '../durable/port.ts';
import { dataColumn, readColumn, rowRanges, rowsAtOnce, type RowRange } from './column-blocks.ts';
import { digestOf } from './make-parity.ts';
import { headLength, type ParityHead } from './parity-head.ts';
import { readParityHead } from './parity-reading.ts';
import { blockLength, parityColumns } from './parity-shape.ts';
import { loadReedSolomon, type ReedSolomon } from './reed-solomon.ts';

/** What came of trying to heal a file. */
export type Healing =
  /** The healed file lies at `out`, synced, and has the SHA-256 that its parity was made of. */
  | { readonly healed: true; readonly sha256: string; readonly blocks: number }
  /** There is no parity, it is damaged itself, or it belongs to another file. */
  | { readonly healed: false; readonly why: 'no-parity' | 'too-damaged' };

export interface HealingTask {
  /** The damaged file, absolute. */
  readonly file: string;
  readonly parityFile: string;
  /** A new file for the healed bytes, in a folder that is there; if it does not heal, none is left. */
  readonly out: string;
  readonly vault: string;
  /** SHA-256 of the whole file, where it is known from elsewhere. */
  readonly sha256?: string;
}

/**
 * Makes a damaged file whole again beside it, one row of blocks after the other. The damaged file is not touched. Blocks that are not what
 * their checksums say are taken as missing, and the SHA-256 of the result proves it: it heals byte for byte or not at all.
 * Throws `format.too-new`, `storage.*`, `internal.cancelled`.
 */
export async function healFile(port: DurablePort, task: HealingTask, signal?: AbortSignal): Promise<Healing> {
  const parity = await port.openForReading(task.parityFile);
  if (parity === undefined) return { healed: false, why: 'no-parity' };
  try {
    const head = await readParityHead(parity);
    if (head?.vault !== task.vault) return { healed: false, why: 'no-parity' };
    if (task.sha256 !== undefined && head.sha256 !== task.sha256) return { healed: false, why: 'no-parity' };
    const damaged = await port.openForReading(task.file);
    if (damaged === undefined) return { healed: false, why: 'too-damaged' };
    try {
      return await healInto(port, task.out, { head, damaged, parity }, signal);
    } finally {
      await damaged.close();
    }
  } finally {
    await parity.close();
  }
}

interface Sources {
  readonly head: ParityHead;
  readonly damaged: ReadableFile;
  readonly parity: ReadableFile;
}

async function healInto(
  port: DurablePort,
  path: string,
  sources: Sources,
  signal: AbortSignal | undefined,
): Promise<Healing> {
  const { head } = sources;
  await port.unlink(path);
  const out = await port.createFile(path);
  let blocks: number | undefined;
  try {
    blocks = await healRows(out, sources, signal);
    const whole = blocks !== undefined && (await digestOf(out, head.shape.length, signal)) === head.sha256;
    if (whole) await out.sync();
    else blocks = undefined;
  } catch (error) {
    await port.unlink(path).catch(() => false);
    throw error;
  } finally {
    await out.close();
  }
  if (blocks !== undefined) return { healed: true, sha256: head.sha256, blocks };
  await port.unlink(path);
  return { healed: false, why: 'too-damaged' };
}

/** @returns how many blocks were made anew; undefined if some row has lost too much */
async function healRows(
  out: WritableFile,
  sources: Sources,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  const { shape } = sources.head;
  const code = await loadReedSolomon();
  const all = shape.columns + parityColumns;
  const buffer = new Uint8Array(all * Math.min(shape.rows, rowsAtOnce(shape)) * blockLength);
  let healed = 0;
  for (const range of rowRanges(shape)) {
    throwIfCancelled(signal);
    const run = range.count * blockLength;
    const shards = buffer.subarray(0, all * run);
    const good = await readRows(shards, sources, range);
    const made = healLost(code, shards, good, sources.head, range);
    if (made === undefined) return undefined;
    healed += made;
    for (let column = 0; column < shape.columns; column += 1) {
      const { start, length } = dataColumn(shape, column);
      const from = range.row * blockLength;
      const count = Math.min(run, length - from);
      if (count > 0) await out.write(shards.subarray(column * run, column * run + count), start + from);
    }
  }
  return healed;
}

/** Reads all columns of some rows. @returns for each block, column by column, whether it is what its checksum says */
async function readRows(shards: Uint8Array, sources: Sources, range: RowRange): Promise<boolean[]> {
  const { head, damaged, parity } = sources;
  const { shape, checksums } = head;
  const run = range.count * blockLength;
  const begin = headLength(shape);
  const good: boolean[] = [];
  for (let column = 0; column < shape.columns + parityColumns; column += 1) {
    const isData = column < shape.columns;
    const shard = shards.subarray(column * run, (column + 1) * run);
    const place = isData
      ? dataColumn(shape, column)
      : { start: begin + (column - shape.columns) * shape.parityLength, length: shape.parityLength };
    const lost = new Set<number>();
    await readColumn(isData ? damaged : parity, shard, place, range, (block) => lost.add(block));
    for (let row = 0; row < range.count; row += 1) {
      const block = shard.subarray(row * blockLength, (row + 1) * blockLength);
      const checksum = checksums[column * shape.rows + range.row + row];
      good.push(!lost.has(row) && nodeHashes.crc32(block) === checksum);
    }
  }
  return good;
}

/** Makes the lost data blocks of each row from the others; rows that lost the same ones go together. */
function healLost(
  code: ReedSolomon,
  shards: Uint8Array,
  good: readonly boolean[],
  { shape }: ParityHead,
  { count }: RowRange,
): number | undefined {
  const all = shape.columns + parityColumns;
  const run = count * blockLength;
  let healed = 0;
  for (const { from, to, available } of alike(good, all, count)) {
    const lost = available.slice(0, shape.columns).filter((each) => !each).length;
    if (lost === 0) continue;
    if (available.filter((each) => !each).length > parityColumns) return undefined;
    const length = (to - from) * blockLength;
    const stripe = new Uint8Array(all * length);
    const blocksOf = (column: number): Uint8Array =>
      shards.subarray(column * run + from * blockLength, column * run + to * blockLength);
    for (let column = 0; column < all; column += 1) stripe.set(blocksOf(column), column * length);
    if (!code.reconstruct(stripe, shape.columns, parityColumns, available)) return undefined;
    for (let column = 0; column < shape.columns; column += 1)
      blocksOf(column).set(stripe.subarray(column * length, (column + 1) * length));
    healed += lost * (to - from);
  }
  return healed;
}

interface AlikeRows {
  readonly from: number;
  to: number;
  readonly available: readonly boolean[];
}

/** Runs of rows that have the same good blocks. */
function alike(good: readonly boolean[], columns: number, rows: number): AlikeRows[] {
  const runs: AlikeRows[] = [];
  for (let row = 0; row < rows; row += 1) {
    const available = Array.from({ length: columns }, (_, column) => good[column * rows + row] === true);
    const last = runs.at(-1);
    if (last?.available.every((each, column) => each === available[column]) === true) last.to = row + 1;
    else runs.push({ from: row, to: row + 1, available });
  }
  return runs;
}
