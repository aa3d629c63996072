import { createHmac, hkdfSync } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodeHex, parseHex, utf8 } from '../../../src/base/bytes.ts';
import { deriveKey, hkdfSha256 } from '../../../src/crypto/hkdf.ts';
import { hmacSha256 } from '../../../src/crypto/hmac.ts';
import { keyPurposes } from '../../../src/crypto/key-purposes.ts';

const range = (from: number, to: number): Uint8Array =>
  Uint8Array.from({ length: to - from }, (_, offset) => from + offset);

describe('HKDF-SHA-256', () => {
  // RFC 5869 appendix A.1 to A.3.
  it.each([
    {
      name: 'a basic case',
      ikm: new Uint8Array(22).fill(0x0b),
      salt: range(0x00, 0x0d),
      info: range(0xf0, 0xfa),
      okm: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    },
    {
      name: 'longer input and output',
      ikm: range(0x00, 0x50),
      salt: range(0x60, 0xb0),
      info: range(0xb0, 0x100),
      okm:
        'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09' +
        'da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
    },
    {
      name: 'no salt and no info',
      ikm: new Uint8Array(22).fill(0x0b),
      salt: new Uint8Array(0),
      info: new Uint8Array(0),
      okm: '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    },
  ])('gives what RFC 5869 gives for $name', ({ ikm, salt, info, okm }) => {
    expect(encodeHex(hkdfSha256(ikm, salt, info, okm.length / 2))).toBe(okm);
  });

  it('agrees with OpenSSL for any input and length', () => {
    const bytes = fc.uint8Array({ maxLength: 100 });
    fc.assert(
      fc.property(bytes, bytes, bytes, fc.integer({ min: 1, max: 300 }), (ikm, salt, info, length) => {
        const expected = new Uint8Array(hkdfSync('sha256', ikm, salt, info, length));
        expect(hkdfSha256(ikm, salt, info, length)).toEqual(expected);
      }),
    );
  });

  it('refuses more output than it can give', () => {
    const none = new Uint8Array(0);
    expect(hkdfSha256(none, none, none, 8160)).toHaveLength(8160);
    expect(() => hkdfSha256(none, none, none, 8161)).toThrow(
      expect.objectContaining({ code: 'internal.bug' }),
    );
  });

  it('derives another key for each purpose and salt', () => {
    const ikm = new Uint8Array(32).fill(7);
    const keys = Object.values(keyPurposes).map((purpose) => encodeHex(deriveKey(ikm, purpose)));
    keys.push(encodeHex(deriveKey(ikm, keyPurposes.recovery, new Uint8Array(16).fill(1))));
    expect(new Set(keys).size).toBe(keys.length);
    const expected = hkdfSync('sha256', ikm, '', utf8('evidence-vault entry-keys v1'), 32);
    expect(deriveKey(ikm, keyPurposes.entryKeys)).toEqual(new Uint8Array(expected));
  });
});

describe('HMAC-SHA-256', () => {
  it('gives what RFC 4231 test case 2 gives', () => {
    expect(hmacSha256(utf8('Jefe'), utf8('what do ya want for nothing?'))).toEqual(
      parseHex('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'),
    );
  });

  it('agrees with OpenSSL for keys of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 150 }), fc.uint8Array({ maxLength: 300 }), (key, message) => {
        expect(encodeHex(hmacSha256(key, message))).toBe(
          createHmac('sha256', key).update(message).digest('hex'),
        );
      }),
    );
  });
});
