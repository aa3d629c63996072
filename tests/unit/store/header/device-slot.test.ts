import { readFileSync } from 'node:fs';

import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { encodeHex, parseHex } from '../../../../src/base/bytes.ts';
import { deriveKey } from '../../../../src/crypto/hkdf.ts';
import { keyPurposes } from '../../../../src/crypto/key-purposes.ts';
import { parseBase64 } from '../../../../src/base/bytes.ts';
import {
  addDeviceSlot,
  changePassphrase,
  changeRecoveryKey,
  hasDeviceSlot,
  rekeyHeader,
  removeDeviceSlots,
  unlockHeader,
} from '../../../../src/store/header/header-changes.ts';
import { judgeHeader } from '../../../../src/store/header/header-codec.ts';
import { slotSchema, type Header } from '../../../../src/store/header/header-schema.ts';
import { openMasterKey } from '../../../../src/store/header/slots.ts';
import { change, makeHeader, passphrase, type MadeHeader } from '../../../support/store/header-world.ts';

const secret = new Uint8Array(32).fill(9);
const later = { at: '2027-01-01T00:00:00.000Z' };

let made: MadeHeader;
let withSlot: Header;
beforeAll(async () => {
  made = await makeHeader();
  withSlot = await addDeviceSlot(made.header, secret, { ...change, unlock: { passphrase } });
});

describe('a slot for this computer', () => {
  it('opens the vault, and leaves passphrase and recovery key working', async () => {
    expect(withSlot.generation).toBe(made.header.generation + 1);
    for (const unlock of [{ deviceSecret: secret }, { passphrase }, { recoveryWords: made.recoveryWords }]) {
      const keys = await unlockHeader(withSlot, unlock);
      expect(keys.rootSeed.use(encodeHex)).toBe(made.keys.rootSeed.use(encodeHex));
    }
  });

  it('opens with no other secret, and not with a shorter one', async () => {
    for (const other of [secret.with(0, 8), secret.subarray(1), new Uint8Array(0)])
      await expect(unlockHeader(withSlot, { deviceSecret: other })).rejects.toMatchObject({
        code: 'access.keyring-unavailable',
      });
    await expect(unlockHeader(made.header, { deviceSecret: secret })).rejects.toMatchObject({
      code: 'access.keyring-unavailable',
    });
  });

  it('is written and read back like any header', () => {
    expect(judgeHeader(withSlot.bytes)).toMatchObject({ verdict: 'good', header: withSlot });
  });

  it('is one at most: another takes its place', async () => {
    const other = new Uint8Array(32).fill(10);
    const again = await addDeviceSlot(withSlot, other, { ...change, unlock: { passphrase } });
    expect(again.slots.map(({ type }) => type)).toEqual(['passphrase', 'recovery', 'device']);
    await expect(unlockHeader(again, { deviceSecret: secret })).rejects.toMatchObject({
      code: 'access.keyring-unavailable',
    });
    await unlockHeader(again, { deviceSecret: other });
  });

  it('stays when passphrase or recovery key change', async () => {
    const unlock = { passphrase };
    const next = await changePassphrase(withSlot, 'other long words', { ...change, unlock });
    await unlockHeader(next, { deviceSecret: secret });
    const renewed = await changeRecoveryKey(withSlot, { ...change, unlock });
    await unlockHeader(renewed.header, { deviceSecret: secret });
  });

  it('is revoked with the root key alone, and by re-keying', async () => {
    const revoked = made.keys.rootSeed.use((seed) => removeDeviceSlots(withSlot, seed, later));
    expect(hasDeviceSlot(revoked)).toBe(false);
    expect(judgeHeader(revoked.bytes).verdict).toBe('good');
    await unlockHeader(revoked, { passphrase });
    await expect(unlockHeader(revoked, { deviceSecret: secret })).rejects.toMatchObject({
      code: 'access.keyring-unavailable',
    });
    const rekeyed = await rekeyHeader(withSlot, passphrase, { ...change, unlock: { passphrase } });
    expect(hasDeviceSlot(rekeyed.header)).toBe(false);
  });

  it('can be opened as FORMAT.md says, from a slot that was written down once', async () => {
    const file = new URL('../../../vectors/crypto/device-slot-1.json', import.meta.url);
    const vector = z
      .object({
        vault: z.string(),
        secret: z.string(),
        slotKey: z.string(),
        masterKey: z.string(),
        slot: slotSchema,
      })
      .parse(JSON.parse(readFileSync(file, 'utf8')));
    const deviceSecret = parseHex(vector.secret);
    const slotKey = deriveKey(deviceSecret, keyPurposes.device, parseBase64(vector.slot.kdf.salt));
    expect(encodeHex(slotKey)).toBe(vector.slotKey);
    const masterKey = await openMasterKey(vector.vault, [vector.slot], { deviceSecret });
    expect(encodeHex(masterKey)).toBe(vector.masterKey);
  });
});
