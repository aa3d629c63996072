import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { concatBytes, utf8 } from '../../../src/base/bytes.ts';
import { randomBytes } from '../../../src/crypto/random.ts';
import {
  StreamSealer,
  chunkCount,
  chunkNonce,
  chunkSize,
  chunkTagLength,
  openChunk,
  plainLength,
  sealedLength,
  zeroEnding,
} from '../../../src/crypto/stream-aead.ts';
import { nodeChunkAead } from '../../../src/platform/node-chunk-aead.ts';

const corrupt = expect.objectContaining({ code: 'integrity.blob-corrupt' });
const bug = expect.objectContaining({ code: 'internal.bug' });

/** Small enough to try every byte; files have 262,144. */
const size = 16;

function sealAll(key: Uint8Array, header: Uint8Array, content: Uint8Array, ending: Uint8Array): Uint8Array[] {
  const sealer = new StreamSealer(nodeChunkAead, key, header, size);
  const chunks: Uint8Array[] = [];
  const count = chunkCount(content.length, size);
  for (let index = 0; index < count - 1; index += 1)
    chunks.push(sealer.seal(content.subarray(index * size, (index + 1) * size)));
  chunks.push(sealer.finish(content.subarray((count - 1) * size), ending));
  return chunks;
}

/** Opens a part as a reader does who has nothing but its bytes. */
function openAll(key: Uint8Array, header: Uint8Array, sealed: Uint8Array, ending: Uint8Array): Uint8Array {
  const count = chunkCount(plainLength(sealed.length, size), size);
  const whole = size + chunkTagLength;
  const chunks = Array.from({ length: count }, (_, index) =>
    openChunk(
      nodeChunkAead,
      key,
      header,
      index,
      sealed.subarray(index * whole, (index + 1) * whole),
      index === count - 1 ? ending : undefined,
    ),
  );
  return concatBytes(...chunks);
}

const header = utf8('a header of 56 bytes stands here');
const ending = new Uint8Array(32).fill(9);
const lengths = [0, 1, 15, 16, 17, 31, 32, 33, 47, 48, 49];

describe('a sealed stream', () => {
  it.each(lengths)('of %i bytes opens again and has the length foretold', (length) => {
    const key = randomBytes(32);
    const content = randomBytes(length);
    const sealed = concatBytes(...sealAll(key, header, content, ending));
    expect(sealed).toHaveLength(sealedLength(length, size));
    expect(plainLength(sealed.length, size)).toBe(length);
    expect(openAll(key, header, sealed, ending)).toEqual(content);
  });

  it.each(lengths)('of %i bytes is refused when cut anywhere', (length) => {
    const key = randomBytes(32);
    const sealed = concatBytes(...sealAll(key, header, randomBytes(length), ending));
    for (let cut = 0; cut < sealed.length; cut += 1)
      expect(() => openAll(key, header, sealed.subarray(0, cut), ending)).toThrow(corrupt);
  });

  it.each(lengths)('of %i bytes is refused with anything after it', (length) => {
    const key = randomBytes(32);
    const sealed = concatBytes(...sealAll(key, header, randomBytes(length), ending));
    for (let more = 1; more <= 2 * (size + chunkTagLength); more += 1)
      expect(() => openAll(key, header, concatBytes(sealed, new Uint8Array(more)), ending)).toThrow(corrupt);
  });

  it.each(lengths)('of %i bytes is refused with any bit flipped', (length) => {
    const key = randomBytes(32);
    const sealed = concatBytes(...sealAll(key, header, randomBytes(length), ending));
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = sealed.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => openAll(key, header, changed, ending)).toThrow(corrupt);
    }
  });

  it('is refused with chunks in another order, left out or twice', () => {
    const key = randomBytes(32);
    const chunks = sealAll(key, header, new Uint8Array(4 * size), ending);
    const indices = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(indices, (order) => {
        fc.pre(order.join() !== '0,1,2,3');
        const sealed = concatBytes(...order.map((index) => chunks[index] ?? new Uint8Array(0)));
        expect(() => openAll(key, header, sealed, ending)).toThrow(corrupt);
      }),
    );
  });

  it('is refused under another key, header or ending', () => {
    const key = randomBytes(32);
    const sealed = concatBytes(...sealAll(key, header, randomBytes(20), ending));
    expect(() => openAll(randomBytes(32), header, sealed, ending)).toThrow(corrupt);
    expect(() => openAll(key, utf8('another'), sealed, ending)).toThrow(corrupt);
    expect(() => openAll(key, header, sealed, zeroEnding)).toThrow(corrupt);
  });

  it('cannot be taken for a longer header with a shorter ending', () => {
    const key = randomBytes(32);
    const sealed = concatBytes(...sealAll(key, header, randomBytes(3), ending));
    const shifted = concatBytes(header, ending.subarray(0, 1));
    expect(() => openAll(key, shifted, sealed, ending)).toThrow(corrupt);
  });
});

describe('a stream sealer', () => {
  it('refuses chunks that are not full, and anything after the last', () => {
    const make = (): StreamSealer => new StreamSealer(nodeChunkAead, randomBytes(32), header, size);
    expect(() => make().seal(new Uint8Array(size - 1))).toThrow(bug);
    expect(() => make().seal(new Uint8Array(size + 1))).toThrow(bug);
    expect(() => make().finish(new Uint8Array(size + 1), ending)).toThrow(bug);
    expect(() => make().finish(new Uint8Array(1), ending.subarray(1))).toThrow(bug);
    const begun = make();
    begun.seal(new Uint8Array(size));
    expect(() => begun.finish(new Uint8Array(0), ending)).toThrow(bug);
    begun.finish(new Uint8Array(size), ending);
    expect(() => begun.seal(new Uint8Array(size))).toThrow(bug);
    expect(() => begun.finish(new Uint8Array(1), ending)).toThrow(bug);
  });
});

describe('the sizes of files', () => {
  it('are those of FORMAT.md', () => {
    expect(chunkSize).toBe(262_144);
    expect(sealedLength(0)).toBe(16);
    expect(sealedLength(262_144)).toBe(262_160);
    expect(sealedLength(262_145)).toBe(262_145 + 32);
    expect(sealedLength(536_870_912)).toBe(536_870_912 + 2048 * 16);
    expect([...chunkNonce(0x01_02_03_04, true)]).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 1]);
    expect([...chunkNonce(1, false)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
  });

  it('tell every content length, and refuse those that no content has', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 30 }), (length) => {
        expect(plainLength(sealedLength(length))).toBe(length);
      }),
    );
    for (const impossible of [0, 1, 15, 262_161, 262_160 + 16])
      expect(() => plainLength(impossible)).toThrow(corrupt);
  });
});
