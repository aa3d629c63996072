import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodeHex, parseHex, utf8 } from '../../../src/base/bytes.ts';
import { randomBytes } from '../../../src/crypto/random.ts';
import {
  openOnce,
  openRecord,
  recordOverhead,
  sealOnce,
  sealRecord,
} from '../../../src/crypto/record-seal.ts';

const damaged = expect.objectContaining({ code: 'integrity.entry-damaged' });

describe('a sealed record', () => {
  it('opens the example of draft-irtf-cfrg-xchacha-03 appendix A.3.1', () => {
    const key = parseHex('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f');
    const nonce = '404142434445464748494a4b4c4d4e4f5051525354555657';
    const ciphertext =
      'bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39' +
      'ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9' +
      '21f9664c97637da9768812f615c68b13b52e';
    const tag = 'c0875924c1c7987947deafd8780acf49';
    const opened = openRecord(key, parseHex(nonce + ciphertext + tag), parseHex('50515253c0c1c2c3c4c5c6c7'));
    expect(new TextDecoder().decode(opened)).toBe(
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
    );
  });

  it('gives any plaintext back and is 40 bytes longer', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ maxLength: 300 }),
        fc.uint8Array({ maxLength: 100 }),
        (key, plaintext, ad) => {
          const sealed = sealRecord(key, plaintext, ad);
          expect(sealed).toHaveLength(plaintext.length + recordOverhead);
          expect(openRecord(key, sealed, ad)).toEqual(plaintext);
          expect(openOnce(key, sealOnce(key, plaintext, ad), ad)).toEqual(plaintext);
        },
      ),
    );
  });

  it('is another one each time', () => {
    const key = randomBytes(32);
    const seal = (): string => encodeHex(sealRecord(key, utf8('the same'), new Uint8Array(0)));
    expect(new Set([seal(), seal(), seal()]).size).toBe(3);
  });

  it('refuses any flipped bit, any truncation, another key and other associated data', () => {
    const key = randomBytes(32);
    const ad = utf8('place');
    for (const [seal, open] of [
      [sealRecord, openRecord],
      [sealOnce, openOnce],
    ] as const) {
      const sealed = seal(key, utf8('marks: 71'), ad);
      for (let bit = 0; bit < sealed.length * 8; bit += 1) {
        const changed = sealed.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => open(key, changed, ad)).toThrow(damaged);
      }
      for (let length = 0; length < sealed.length; length += 1)
        expect(() => open(key, sealed.subarray(0, length), ad)).toThrow(damaged);
      expect(() => open(randomBytes(32), sealed, ad)).toThrow(damaged);
      expect(() => open(key, sealed, utf8('Place'))).toThrow(damaged);
      expect(() => open(key, sealed, new Uint8Array(0))).toThrow(damaged);
    }
  });

  it('throws the code that the caller names, and tells a key of a wrong length from damage', () => {
    const key = randomBytes(32);
    const sealed = sealRecord(key, utf8('token'), utf8('a'));
    expect(() => openRecord(key, sealed, utf8('b'), 'integrity.settings-damaged')).toThrow(
      expect.objectContaining({ code: 'integrity.settings-damaged' }),
    );
    expect(() => openRecord(key.subarray(1), sealed, utf8('a'))).toThrow(
      expect.objectContaining({ code: 'internal.bug' }),
    );
  });
});
