import { argon2Sync } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { encodeHex, utf8 } from '../../../src/base/bytes.ts';
import { argon2id, checkArgon2, defaultArgon2, derivePassphraseKey } from '../../../src/crypto/argon2.ts';

const unsafe = expect.objectContaining({ code: 'format.unsafe-parameters' });
const salt = new Uint8Array(16).map((_, index) => index);

/** OpenSSL's Argon2id, for comparison: libsodium has one lane and neither secret nor associated data. */
function reference(secret: Uint8Array, memory: number, passes: number): string {
  const parameters = { message: secret, nonce: salt, parallelism: 1, tagLength: 32, memory, passes };
  return argon2Sync('argon2id', parameters).toString('hex');
}

describe('Argon2id', () => {
  it('is compared with an implementation that gives what RFC 9106 section 5.3 gives', () => {
    const tag = argon2Sync('argon2id', {
      message: new Uint8Array(32).fill(1),
      nonce: new Uint8Array(16).fill(2),
      secret: new Uint8Array(8).fill(3),
      associatedData: new Uint8Array(12).fill(4),
      parallelism: 4,
      tagLength: 32,
      memory: 32,
      passes: 3,
    });
    expect(tag.toString('hex')).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
  });

  it.each([
    [8, 1],
    [64, 3],
    [1000, 2],
  ])('agrees with it for %i KiB and %i passes', (memoryKiB, passes) => {
    const secret = utf8('correct horse battery staple');
    expect(encodeHex(argon2id(secret, salt, { memoryKiB, passes }))).toBe(
      reference(secret, memoryKiB, passes),
    );
  });

  it('takes a passphrase as NFKC in UTF-8', () => {
    const parameters = { memoryKiB: 65_536, passes: 1 };
    const composed = encodeHex(derivePassphraseKey('Caf\u00e9 2', salt, parameters));
    expect(composed).toBe(reference(utf8('Caf\u00e9 2'), 65_536, 1));
    // A decomposed accent and a full-width digit, as other keyboards give them.
    expect(encodeHex(derivePassphraseKey('Cafe\u0301 \uff12', salt, parameters))).toBe(composed);
    expect(encodeHex(derivePassphraseKey('cafe\u0301 2', salt, parameters))).not.toBe(composed);
  });

  it.each([
    [65_535, 3],
    [1_048_577, 3],
    [131_072, 0],
    [131_072, 17],
    [131_072.5, 3],
    [131_072, 1.5],
    [Number.NaN, 3],
    [-65_536, 3],
  ])('refuses %d KiB and %d passes', (memoryKiB, passes) => {
    expect(() => checkArgon2({ memoryKiB, passes })).toThrow(unsafe);
    expect(() => derivePassphraseKey('x', salt, { memoryKiB, passes })).toThrow(unsafe);
  });

  it('allows its own default and both limits', () => {
    expect(() => checkArgon2(defaultArgon2)).not.toThrow();
    expect(() => checkArgon2({ memoryKiB: 65_536, passes: 1 })).not.toThrow();
    expect(() => checkArgon2({ memoryKiB: 1_048_576, passes: 16 })).not.toThrow();
  });
});
