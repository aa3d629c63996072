import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { DigestThread } from '../../../src/platform/digest-thread.ts';
import { releaseBytes } from '../../../src/platform/release-bytes.ts';

function pieceOf(length: number, seed: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at * 31 + seed * 17) % 251);
}

const digestOf = (pieces: readonly Uint8Array[]): Buffer =>
  createHash('sha256').update(Buffer.concat(pieces)).digest();

describe('a digest that is taken on a thread of its own', () => {
  it('is that of pieces of any length in order, from memory that is used again', async () => {
    const digest = new DigestThread();
    const expected: Uint8Array[] = [];
    for (const [seed, length] of [1, 0, 65_537, 1_048_576, 3, 5_000_000, 1_048_577].entries()) {
      const piece = pieceOf(length, seed);
      expected.push(piece.slice());
      await digest.take(piece);
      piece.fill(0);
    }
    expect(Buffer.from(await digest.finish())).toEqual(digestOf(expected));
    await digest.close();
  });

  it('keeps the order of pieces that were copied and pieces that were given away, and takes only memory that nobody shares', async () => {
    const digest = new DigestThread();
    const expected: Uint8Array[] = [];
    for (let round = 0; round < 30; round += 1) {
      const copied = pieceOf(round === 7 ? 1_500_000 : 70 + round, round);
      const given = pieceOf([262_144, 0, 100_000][round % 3] ?? 0, round + 100);
      const shared = pieceOf(400, round + 200);
      expected.push(copied.slice(), given.slice(), shared.slice(100, 300));
      await digest.take(copied);
      copied.fill(0);
      await digest.give(given);
      expect(given.length).toBe(0);
      await digest.give(shared.subarray(100, 300));
      expect(shared.length).toBe(400);
      shared.fill(0);
    }
    expect(Buffer.from(await digest.finish())).toEqual(digestOf(expected));
    await digest.close();
  });

  it('may be that of nothing', async () => {
    const digest = new DigestThread();
    expect(Buffer.from(await digest.finish())).toEqual(digestOf([]));
    await digest.close();
  });

  it('can be given up before anything came, and refuses what comes after', async () => {
    const digest = new DigestThread();
    await digest.close();
    await expect(digest.finish()).rejects.toMatchObject({ code: 'internal.bug' });
    const giveMuch = async (): Promise<void> => {
      for (let at = 0; at < 8; at += 1) await digest.give(new Uint8Array(1 << 20));
    };
    await expect(giveMuch()).rejects.toMatchObject({ code: 'internal.bug' });
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
