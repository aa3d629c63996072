import { describe, expect, it } from 'vitest';

import { derivePassphraseKey } from '../../../src/crypto/argon2.ts';
import { derivePassphraseKeyInWorker } from '../../../src/platform/derive-in-worker.ts';

const salt = new Uint8Array(16).fill(5);
const light = { memoryKiB: 65_536, passes: 1 };
/** Half a minute of work, so that a test that ends has cancelled it. */
const heavy = { memoryKiB: 1_048_576, passes: 16 };
const cancelled = { code: 'internal.cancelled' };

describe('a passphrase key derived in a worker', () => {
  it('is the same as in the thread that asks', async () => {
    const key = await derivePassphraseKeyInWorker('lemon tree', salt, light);
    expect(key).toEqual(derivePassphraseKey('lemon tree', salt, light));
  });

  it('is refused before anything starts if its parameters are unsafe', async () => {
    await expect(derivePassphraseKeyInWorker('x', salt, { memoryKiB: 8, passes: 1 })).rejects.toMatchObject({
      code: 'format.unsafe-parameters',
    });
  });

  it('is cancelled in the middle, at once or beforehand', async () => {
    await expect(
      derivePassphraseKeyInWorker('x', salt, heavy, AbortSignal.timeout(600)),
    ).rejects.toMatchObject(cancelled);
    await expect(derivePassphraseKeyInWorker('x', salt, heavy, AbortSignal.timeout(1))).rejects.toMatchObject(
      cancelled,
    );
    await expect(derivePassphraseKeyInWorker('x', salt, heavy, AbortSignal.abort())).rejects.toMatchObject(
      cancelled,
    );
  });

  it('says so if libsodium cannot do it', async () => {
    await expect(derivePassphraseKeyInWorker('x', salt.subarray(1), light)).rejects.toMatchObject({
      code: 'internal.bug',
    });
  });
});
