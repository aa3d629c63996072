import { beforeAll, describe, expect, it } from 'vitest';

import { utf8 } from '../../../src/base/bytes.ts';
import { openEncrypted } from '../../../src/bundle/encrypted/encrypted-file.ts';
import { memoryAccess, type RandomAccess } from '../../../src/bundle/zip/random-access.ts';
import { createAgeKeyPair, type AgeKeyPair } from '../../../src/crypto/age/age-keys.ts';
import { encrypt } from '../../support/bundle/encrypt.ts';

const chunk = 65_536;
const plain = Uint8Array.from({ length: 7 * chunk + 10 }, (_, at) => (at * 7 + (at >> 8)) & 255);
const altered = expect.objectContaining({ code: 'format.encrypted-altered' }) as unknown;

let keys: AgeKeyPair;
let file: Uint8Array;
let header: number;
beforeAll(async () => {
  keys = await createAgeKeyPair();
  file = await encrypt(plain, [keys.recipient]);
  header = file.indexOf(10, Buffer.from(file).indexOf('\n--- ') + 1) + 1;
});

const open = (bytes: Uint8Array) => openEncrypted(memoryAccess(bytes), [keys.identity]);

describe('the beginning of an encrypted file', () => {
  it.each<[string, () => Uint8Array]>([
    ['nothing', () => new Uint8Array(0)],
    ['something else', () => utf8('Dear officer,\n--- \n')],
    [
      'another version',
      () => Buffer.from(Buffer.from(file).toString('latin1').replace('/v1', '/v2'), 'latin1'),
    ],
    ['a header without its last line', () => file.subarray(0, Buffer.from(file).indexOf('\n--- '))],
    ['a header that is cut in its last line', () => file.subarray(0, header - 1)],
  ])('is none of age where it is %s', async (_, bytes) => {
    expect(await open(bytes())).toEqual({ ok: false, problem: 'malformed' });
  });

  it('may be the whole file only if something is missing', async () => {
    for (const more of [0, 1, 15, 16, 17])
      await expect(open(file.subarray(0, header + more)), String(more)).rejects.toEqual(altered);
  });
});

describe('reading an encrypted file', () => {
  /** The file, and in which chunks it was read since the last call of `seen`. */
  async function watched() {
    const asked: number[][] = [];
    const counting: RandomAccess = {
      size: file.length,
      read: (offset, length) => {
        const first = Math.floor((offset - header - 16) / (chunk + 16));
        asked.push(Array.from({ length: Math.ceil(length / (chunk + 16)) }, (_, at) => first + at));
        return Promise.resolve(file.subarray(offset, offset + length));
      },
    };
    const found = await openEncrypted(counting, [keys.identity]);
    if (!found.ok) throw new Error(found.problem);
    const seen = () => asked.splice(0);
    seen();
    const at = async (place: number, count = 1) => {
      const offset = place * chunk;
      const length = count * chunk;
      expect(
        Buffer.compare(await found.file.read(offset, length), plain.subarray(offset, offset + length)),
      ).toBe(0);
      return seen();
    };
    return { at, found: found.file, seen };
  }

  it('keeps the four chunks that were used last', async () => {
    const { at } = await watched();
    for (const place of [0, 1, 2, 3]) expect(await at(place)).toEqual([[place]]);
    expect(await at(0)).toEqual([]);
    // Now 1 has rested longest.
    expect(await at(4)).toEqual([[4]]);
    for (const place of [0, 2, 3, 4]) expect(await at(place)).toEqual([]);
    expect(await at(1)).toEqual([[1]]);
    expect(await at(0)).toEqual([[0]]);
  });

  it('reads what lies between two chunks that it has at once, and opens what it lacks', async () => {
    const { at } = await watched();
    expect(await at(0, 6)).toEqual([[0, 1, 2, 3, 4, 5]]);
    expect(await at(2, 4)).toEqual([]);
    expect(await at(1, 4)).toEqual([[1]]);
    expect(await at(0, 7)).toEqual([[0, 1, 2, 3, 4, 5, 6]]);
  });

  it('has nothing at its end or behind it, and asks for nothing', async () => {
    const { found, seen } = await watched();
    for (const [offset, length] of [
      [plain.length, 10],
      [plain.length + 1, 10],
      [plain.length + 9 * chunk, 1],
      [5, 0],
    ] as const)
      expect(await found.read(offset, length)).toEqual(new Uint8Array(0));
    expect(seen()).toEqual([]);
  });
});
