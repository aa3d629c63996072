import { describe, expect, it } from 'vitest';

import { concatBytes } from '../../../src/base/bytes.ts';
import { ForwardReader } from '../../../src/bundle/zip/forward-reader.ts';
import type { RandomAccess } from '../../../src/bundle/zip/random-access.ts';

const bytes = Uint8Array.from({ length: 3_500_000 }, (_, at) => (at * 7 + (at >> 8)) % 253);

/** Reads into the memory it is given, later, as a disk does. */
function slowFile(size = bytes.length): RandomAccess & { reads: number } {
  return {
    size,
    reads: 0,
    async read(offset, length, into = new Uint8Array(length)) {
      this.reads += 1;
      await new Promise((resolve) => setImmediate(resolve));
      const found = bytes.subarray(offset, offset + length);
      into.set(found);
      return into.subarray(0, found.length);
    },
  };
}

async function range(reader: ForwardReader, start: number, end: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of reader.pieces(start, end)) pieces.push(piece.slice());
  return concatBytes(...pieces);
}

describe('reading a file forward', () => {
  it('gives any ranges, in order, with gaps, again and backwards', async () => {
    const reader = new ForwardReader(slowFile());
    const ends = [0, 10, 10, 1_048_576, 1_048_577, 3_200_000, 3_500_000, 5, 2_000_000, 2_500_000, 40];
    let start = 0;
    for (const end of ends) {
      const [from, to] = [Math.min(start, end), Math.max(start, end)];
      const found = await range(reader, from, to);
      expect(Buffer.compare(found, bytes.subarray(from, to))).toBe(0);
      start = end;
    }
  });

  it('asks the file once for each mebibyte, however many ranges lie in it', async () => {
    const file = slowFile();
    const reader = new ForwardReader(file);
    for (let at = 0; at < bytes.length; at += 10_000) {
      const found = await range(reader, at, Math.min(at + 10_000, bytes.length));
      expect(Buffer.compare(found, bytes.subarray(at, at + 10_000))).toBe(0);
    }
    expect(file.reads).toBe(4);
  });

  it('can be left in the middle of a range', async () => {
    const reader = new ForwardReader(slowFile());
    for await (const piece of reader.pieces(0, bytes.length)) {
      expect(piece.length).toBe(1_048_576);
      break;
    }
    expect(Buffer.compare(await range(reader, 5, 3_000_000), bytes.subarray(5, 3_000_000))).toBe(0);
  });

  it('refuses a range that the file does not hold', async () => {
    const rule = { code: 'format.zip-unsafe', details: { rule: 'truncated' } };
    await expect(range(new ForwardReader(slowFile()), 3_400_000, 3_600_000)).rejects.toMatchObject(rule);
    const shorter = new ForwardReader(slowFile(4_000_000));
    await expect(range(shorter, 3_400_000, 3_600_000)).rejects.toMatchObject(rule);
  });
});
