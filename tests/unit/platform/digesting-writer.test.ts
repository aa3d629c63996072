import { createHash } from 'node:crypto';
import { mkdtemp, open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { DigestingWriter } from '../../../src/platform/digesting-writer.ts';
import { releaseBytes } from '../../../src/platform/release-bytes.ts';

let folder: string;
let file: FileHandle;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digesting-writer-'));
  file = await open(join(folder, 'file'), 'wx');
});
afterEach(async () => {
  await file.close();
  await rm(folder, { recursive: true });
});

function pieceOf(length: number, seed: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at * 31 + seed * 17) % 251);
}

function beganWriter(fd: number): DigestingWriter {
  const writer = new DigestingWriter();
  writer.begin(fd);
  return writer;
}

describe('a file that is written and digested on a thread of its own', () => {
  it('holds pieces of any length in order, from memory that is used again', async () => {
    const lengths = [1, 0, 65_537, 1_048_576, 3, 5_000_000, 1_048_577];
    const writer = beganWriter(file.fd);
    const expected: Uint8Array[] = [];
    for (const [seed, length] of lengths.entries()) {
      const piece = pieceOf(length, seed);
      expected.push(piece.slice());
      await writer.write(piece);
      piece.fill(0);
    }
    const { size, sha256 } = await writer.finish();
    await writer.close();
    const bytes = Buffer.concat(expected);
    expect(size).toBe(bytes.length);
    expect(Buffer.from(sha256)).toEqual(createHash('sha256').update(bytes).digest());
    expect(bytes.equals(await readFile(join(folder, 'file')))).toBe(true);
  });

  it('keeps the order of pieces that were copied and pieces that were given away, and takes only memory that nobody shares', async () => {
    const writer = beganWriter(file.fd);
    const expected: Uint8Array[] = [];
    for (let round = 0; round < 30; round += 1) {
      const copied = pieceOf(round === 7 ? 1_500_000 : 70 + round, round);
      const given = pieceOf([262_144, 0, 100_000][round % 3] ?? 0, round + 100);
      const shared = pieceOf(400, round + 200);
      expected.push(copied.slice(), given.slice(), shared.slice(100, 300));
      await writer.write(copied);
      copied.fill(0);
      await writer.give(given);
      expect(given.length).toBe(0);
      await writer.give(shared.subarray(100, 300));
      expect(shared.length).toBe(400);
      shared.fill(0);
    }
    const { size, sha256 } = await writer.finish();
    await writer.close();
    const bytes = Buffer.concat(expected);
    expect(size).toBe(bytes.length);
    expect(Buffer.from(sha256)).toEqual(createHash('sha256').update(bytes).digest());
    expect(bytes.equals(await readFile(join(folder, 'file')))).toBe(true);
  });

  it('may be empty', async () => {
    const writer = beganWriter(file.fd);
    const { size, sha256 } = await writer.finish();
    await writer.close();
    expect(size).toBe(0);
    expect(Buffer.from(sha256)).toEqual(createHash('sha256').digest());
  });

  it("throws the system's own error, at once or at the end, and ends all the same", async () => {
    const readOnly = await open(join(folder, 'file'), 'r');
    try {
      const short = beganWriter(readOnly.fd);
      await short.write(pieceOf(10, 1));
      await expect(short.finish()).rejects.toMatchObject({ code: 'EBADF', syscall: 'write' });
      await short.close();
      const long = beganWriter(readOnly.fd);
      await expect(long.write(new Uint8Array(32 << 20))).rejects.toMatchObject({ code: 'EBADF' });
      await expect(long.finish()).rejects.toMatchObject({ code: 'EBADF' });
      await long.close();
      const giving = beganWriter(readOnly.fd);
      const giveMuch = async () => {
        for (let at = 0; at < 40; at += 1) await giving.give(new Uint8Array(1 << 20));
      };
      await expect(giveMuch()).rejects.toMatchObject({ code: 'EBADF' });
      await giving.close();
    } finally {
      await readOnly.close();
    }
  });

  it('can be given up before it has begun', async () => {
    const writer = new DigestingWriter();
    await writer.close();
    await expect(writer.finish()).rejects.toThrow();
  });
});

describe('giving memory back', () => {
  it('empties an array that has its memory to itself, and no other', () => {
    const alone = new Uint8Array(10);
    releaseBytes(alone);
    expect(alone.length).toBe(0);
    const shared = new Uint8Array(10);
    releaseBytes(shared.subarray(1));
    expect(shared.length).toBe(10);
  });
});
