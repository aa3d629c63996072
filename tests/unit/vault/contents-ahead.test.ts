import { describe, expect, it } from 'vitest';

import { VaultError } from '../../../src/base/errors.ts';
import type { ContentRef } from '../../../src/bundle/bundle-input.ts';
import { ContentsAhead } from '../../../src/vault/contents-ahead.ts';

function contentsOf(sizes: readonly number[]): ContentRef[] {
  return sizes.map((size, index) => ({
    log: 'log',
    index,
    item: `item-${index}`,
    version: 1,
    size,
    sha256: '',
  }));
}

/** Opens contents whose every byte is their number, in pieces of up to 1,000 bytes. */
function opener(): { opened: number[]; open: (content: ContentRef) => AsyncGenerator<Uint8Array> } {
  const opened: number[] = [];
  async function* open({ index, size }: ContentRef): AsyncGenerator<Uint8Array> {
    opened.push(index);
    for (let at = 0; at < size; at += 1000) {
      await Promise.resolve();
      yield new Uint8Array(Math.min(1000, size - at)).fill(index);
    }
  }
  return { opened, open };
}

async function lengthOf(pieces: AsyncIterable<Uint8Array>, expected: number): Promise<number> {
  let length = 0;
  for await (const piece of pieces) {
    expect(piece.every((byte) => byte === expected)).toBe(true);
    length += piece.length;
  }
  return length;
}

describe('contents read ahead', () => {
  it('gives every content its own bytes, each opened once', async () => {
    const sizes = [10, 0, 5000, 2_000_000, 1, 1_048_576, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    const contents = contentsOf(sizes);
    const { opened, open } = opener();
    const ahead = new ContentsAhead(contents, open);
    for (const content of contents)
      expect(await lengthOf(ahead.open(content), content.index)).toBe(content.size);
    await ahead.stopped();
    expect(opened.toSorted((a, b) => a - b)).toEqual(contents.map(({ index }) => index));
  });

  it('reads a few small contents ahead, never a large one and never all', async () => {
    const { opened, open } = opener();
    const contents = contentsOf([1, ...Array<number>(20).fill(100)]);
    const ahead = new ContentsAhead(contents, open);
    const [first] = contents;
    if (first !== undefined) await lengthOf(ahead.open(first), 0);
    expect(opened.length).toBeGreaterThan(2);
    expect(opened.length).toBeLessThan(12);

    const { opened: beforeLarge, open: openLarge } = opener();
    const large = contentsOf([1, 5_000_000, 1]);
    const stopping = new ContentsAhead(large, openLarge);
    const [small] = large;
    if (small !== undefined) await lengthOf(stopping.open(small), 0);
    expect(beforeLarge).toEqual([0]);
  });

  it('tells of a content that cannot be read when that content is asked for, and goes on behind one that was left out', async () => {
    const contents = contentsOf([1, 2, 3, 4, 5]);
    const { open } = opener();
    const ahead = new ContentsAhead(contents, (content) => {
      if (content.index === 1) throw new VaultError('integrity.blob-missing');
      return open(content);
    });
    for (const [index, content] of contents.entries()) {
      if (index === 2) continue;
      const reading = lengthOf(ahead.open(content), index);
      if (index === 1) await expect(reading).rejects.toMatchObject({ code: 'integrity.blob-missing' });
      else expect(await reading).toBe(content.size);
    }
    await ahead.stopped();
  });
});
