import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodeHex, parseHex } from '../../../src/base/bytes.ts';
import { VaultError } from '../../../src/base/errors.ts';
import { plaintextIdOf } from '../../../src/crypto/plaintext-id.ts';
import { randomBytes } from '../../../src/crypto/random.ts';
import { createRecoveryKey, parseRecoveryKey } from '../../../src/crypto/recovery-key.ts';
import { SecretKey } from '../../../src/crypto/secret-key.ts';

function detailsOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    if (error instanceof VaultError) return { code: error.code, ...error.details };
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a recovery key', () => {
  // The test vectors of BIP-39 for 128 bits.
  it.each([
    ['00000000000000000000000000000000', `${'abandon '.repeat(11)}about`],
    [
      '7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f',
      'legal winner thank year wave sausage worth useful legal winner thank yellow',
    ],
    [
      '80808080808080808080808080808080',
      'letter advice cage absurd amount doctor acoustic avoid letter advice cage above',
    ],
    ['ffffffffffffffffffffffffffffffff', `${'zoo '.repeat(11)}wrong`],
  ])('of %s is what BIP-39 says', (entropy, words) => {
    expect(encodeHex(parseRecoveryKey(words))).toBe(entropy);
  });

  it('is twelve words that give its bytes back, in any case and with any blanks', () => {
    const { words, entropy } = createRecoveryKey();
    expect(entropy).toHaveLength(16);
    expect(words.split(' ')).toHaveLength(12);
    expect(parseRecoveryKey(words)).toEqual(entropy);
    expect(parseRecoveryKey(`\n  ${words.toUpperCase().replaceAll(' ', '\u00a0\t\n ')} `)).toEqual(entropy);
  });

  it('says which word is not known, how many there were, or that they do not belong together', () => {
    const words = 'legal winner thank year wave sausage worth useful legal winner thank yellow'.split(' ');
    const code = 'input.recovery-key-typo';
    expect(detailsOf(() => parseRecoveryKey(words.with(4, 'wafe').join(' ')))).toEqual({
      code,
      problem: 'word',
      word: 5,
    });
    expect(detailsOf(() => parseRecoveryKey(words.slice(1).join(' ')))).toEqual({
      code,
      problem: 'count',
      words: 11,
    });
    expect(detailsOf(() => parseRecoveryKey(''))).toEqual({ code, problem: 'count', words: 0 });
    expect(detailsOf(() => parseRecoveryKey(words.with(4, 'zoo').join(' ')))).toEqual({
      code,
      problem: 'checksum',
    });
  });

  it('never lets its words into an error', () => {
    const error = (() => {
      try {
        return parseRecoveryKey(`${'zoo '.repeat(11)}zoo`);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(VaultError);
    expect(error instanceof VaultError ? error.cause : error).toBeUndefined();
  });
});

describe('a secret key', () => {
  it('is reached through use alone and overwritten once destroyed', () => {
    const bytes = randomBytes(32);
    const copy = bytes.slice();
    const key = SecretKey.adopt(bytes);
    expect(key.use((living) => living.slice())).toEqual(copy);
    expect(JSON.stringify(key)).toBe('{}');
    key.destroy();
    expect(bytes).toEqual(new Uint8Array(32));
    expect(() => key.use((living) => living.length)).toThrow(
      expect.objectContaining({ code: 'access.locked' }),
    );
    expect(() => key.destroy()).not.toThrow();
  });

  it('is 32 bytes when random', () => {
    const [one, other] = [SecretKey.random(), SecretKey.random()].map((key) => key.use(encodeHex));
    expect(one).toHaveLength(64);
    expect(one).not.toBe(other);
  });
});

describe('random bytes', () => {
  it('are as many as asked for, beyond what the platform gives at once too', () => {
    expect(randomBytes(0)).toHaveLength(0);
    const many = randomBytes(200_000);
    expect(many).toHaveLength(200_000);
    // The end was filled as well: 64 zero bytes in a row do not happen.
    expect(many.subarray(-64).some((byte) => byte !== 0)).toBe(true);
  });
});

describe('a plaintext id', () => {
  it('differs with the key, the digest and the length', () => {
    const digest = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(digest, digest, fc.nat(), (key, sha256, length) => {
        const id = encodeHex(plaintextIdOf(key, sha256, length));
        const flip = (bytes: Uint8Array): Uint8Array => bytes.with(0, (bytes[0] ?? 0) ^ 1);
        expect(id).toHaveLength(64);
        expect(encodeHex(plaintextIdOf(flip(key), sha256, length))).not.toBe(id);
        expect(encodeHex(plaintextIdOf(key, flip(sha256), length))).not.toBe(id);
        expect(encodeHex(plaintextIdOf(key, sha256, length + 1))).not.toBe(id);
      }),
    );
    expect(plaintextIdOf(parseHex('00'.repeat(32)), parseHex('00'.repeat(32)), 0)).toHaveLength(32);
  });
});
