import { describe, expect, it } from 'vitest';

import { encodeHex, utf8 } from '../../../src/base/bytes.ts';
import { argon2id, derivePassphraseKey } from '../../../src/crypto/argon2.ts';
import { derivePassphraseKeyAside } from '../../../src/platform/derive-aside.ts';
import { nativeArgon2id } from '../../../src/platform/native-argon2.ts';

const salt = new Uint8Array(16).map((_, index) => 3 * index);
const light = { memoryKiB: 65_536, passes: 1 };
/** Half a minute of work, so that a test that ends has cancelled it. */
const heavy = { memoryKiB: 1_048_576, passes: 16 };
const cancelled = { code: 'internal.cancelled' };

describe('Argon2id of the platform', () => {
  it.each([
    ['correct horse battery staple', 8, 1],
    ['', 64, 3],
    ['Caf\u00e9 2', 1000, 2],
    ['x'.repeat(300), 65_536, 1],
  ])('gives what libsodium gives for %j, %i KiB and %i passes', async (secret, memoryKiB, passes) => {
    const ours = argon2id(utf8(secret), salt, { memoryKiB, passes });
    // The tests run on Node 24, which has it.
    expect(encodeHex((await nativeArgon2id(utf8(secret), salt, { memoryKiB, passes })) ?? salt)).toBe(
      encodeHex(ours),
    );
  });
});

describe('a passphrase key derived aside', () => {
  it('is the same as in the thread that asks, however the letters were typed', async () => {
    const key = derivePassphraseKey('Caf\u00e9 2', salt, light);
    expect(await derivePassphraseKeyAside('Caf\u00e9 2', salt, light)).toEqual(key);
    expect(await derivePassphraseKeyAside('Cafe\u0301 \uff12', salt, light)).toEqual(key);
  });

  it('is refused before anything starts if its parameters are unsafe or its salt is none', async () => {
    await expect(derivePassphraseKeyAside('x', salt, { memoryKiB: 8, passes: 1 })).rejects.toMatchObject({
      code: 'format.unsafe-parameters',
    });
    await expect(derivePassphraseKeyAside('x', salt.subarray(1), light)).rejects.toMatchObject({
      code: 'internal.bug',
    });
  });

  it('is cancelled at once, whether it takes long or not', async () => {
    const stop = new AbortController();
    const short = derivePassphraseKeyAside('x', salt, light, stop.signal);
    const long = derivePassphraseKeyAside('x', salt, heavy, stop.signal);
    stop.abort();
    await expect(short).rejects.toMatchObject(cancelled);
    await expect(long).rejects.toMatchObject(cancelled);
    await expect(derivePassphraseKeyAside('x', salt, light, AbortSignal.abort())).rejects.toMatchObject(
      cancelled,
    );
    await expect(derivePassphraseKeyAside('x', salt, heavy, AbortSignal.timeout(600))).rejects.toMatchObject(
      cancelled,
    );
  });
});
