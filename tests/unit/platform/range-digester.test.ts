import { createHash } from 'node:crypto';
import { mkdtemp, open, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { RangeDigester } from '../../../src/platform/range-digester.ts';

const bytes = Uint8Array.from({ length: 3_000_000 }, (_, at) => (at * 13 + (at >> 9)) % 251);
let folder: string;
let file: FileHandle;
let digester: RangeDigester;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'range-digester-'));
  await writeFile(join(folder, 'file'), bytes);
  file = await open(join(folder, 'file'), 'r');
  digester = new RangeDigester(file.fd);
});
afterEach(async () => {
  await digester.close();
  await file.close();
  await rm(folder, { recursive: true });
});

function expected(offset: number, length: number): string {
  return createHash('sha256')
    .update(bytes.subarray(offset, offset + length))
    .digest('hex');
}

describe('ranges of a file that are digested on a thread of their own', () => {
  it('have the digests of their bytes, in the order asked, however they lie', async () => {
    const ranges = [
      { offset: 5, length: 2_500_000 },
      { offset: 0, length: 0 },
      { offset: 2_999_999, length: 1 },
      { offset: 100, length: 1_048_576 },
    ];
    const more = Array.from({ length: 300 }, (_, at) => ({ offset: at * 7, length: at }));
    const found = await Promise.all([...digester.digest(ranges), ...digester.digest(more)]);
    expect(found.map((digest) => Buffer.from(digest).toString('hex'))).toEqual(
      [...ranges, ...more].map(({ offset, length }) => expected(offset, length)),
    );
  });

  it('are refused where the file does not hold them', async () => {
    const [good, bad] = digester.digest([
      { offset: 0, length: 1_000_000 },
      { offset: 2_999_000, length: 2000 },
    ]);
    expect(Buffer.from((await good) ?? []).toString('hex')).toBe(expected(0, 1_000_000));
    await expect(bad).rejects.toMatchObject({ code: 'input.path-unreadable' });
  });

  it('can be given up', async () => {
    const [digest] = digester.digest([{ offset: 0, length: bytes.length }]);
    await digester.close();
    await Promise.allSettled([digest]);
    expect(digester.digest([])).toEqual([]);
  });
});
