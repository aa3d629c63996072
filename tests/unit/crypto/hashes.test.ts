import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodeHex, utf8 } from '../../../src/base/bytes.ts';
import { portableHashes } from '../../../src/crypto/portable-hashes.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';

const implementations = [
  ['libsodium', portableHashes],
  ['Node', nodeHashes],
] as const;

describe.each(implementations)('hashes of %s', (_, hashes) => {
  it('give the digests of FIPS 180-4 and the check value of CRC-32', () => {
    expect(encodeHex(hashes.sha256(utf8('abc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(encodeHex(hashes.sha256(new Uint8Array(0)))).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    const sha512 = hashes.createSha512();
    sha512.update(utf8('abc'));
    expect(encodeHex(sha512.digest())).toBe(
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a' +
        '2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    );
    expect(hashes.crc32(utf8('123456789'))).toBe(0xcb_f4_39_26);
  });

  it('give the same whether fed at once or in any pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), (pieces) => {
        const whole = Buffer.concat(pieces);
        const sha256 = hashes.createSha256();
        const sha512 = hashes.createSha512();
        let crc = 0;
        for (const piece of pieces) {
          sha256.update(piece);
          sha512.update(piece);
          crc = hashes.crc32(piece, crc);
        }
        expect(sha256.digest()).toEqual(hashes.sha256(new Uint8Array(whole)));
        expect(encodeHex(sha512.digest())).toBe(createHash('sha512').update(whole).digest('hex'));
        expect(crc).toBe(hashes.crc32(new Uint8Array(whole)));
      }),
    );
  });

  it('hash more than libsodium takes at once', () => {
    const bytes = new Uint8Array(200_001).map((_value, index) => index % 251);
    expect(encodeHex(hashes.sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('give plain byte arrays', () => {
    expect(Object.getPrototypeOf(hashes.sha256(new Uint8Array(1)))).toBe(Uint8Array.prototype);
    expect(Object.getPrototypeOf(hashes.createSha256().digest())).toBe(Uint8Array.prototype);
  });

  it('refuse to go on after the digest', () => {
    const hash = hashes.createSha256();
    hash.digest();
    expect(() => hash.update(new Uint8Array(1))).toThrow(expect.objectContaining({ code: 'internal.bug' }));
    expect(() => hash.digest()).toThrow(expect.objectContaining({ code: 'internal.bug' }));
  });
});
