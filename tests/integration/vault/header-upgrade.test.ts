import { describe, expect, it } from 'vitest';

import type { Argon2Parameters } from '../../../src/crypto/argon2.ts';
import { readHeader } from '../../../src/store/header/header-files.ts';
import { openVault, openVaultToWrite } from '../../../src/vault/open-vault.ts';
import { atEveryStep, plainPort } from '../../support/vault/at-every-step.ts';
import { entriesOf, passphrase, type VaultWorld } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds(async (template) => {
  await template.using((vault) => template.add(vault, { 'essay.txt': 'An essay about bees.' }));
});
/** What the vaults of these tests are made with. */
const lightestArgon2: Argon2Parameters = { memoryKiB: 65_536, passes: 1 };
/** What a later version of the app makes, or a stronger computer. */
const heavier = { memoryKiB: lightestArgon2.memoryKiB, passes: lightestArgon2.passes + 1 };

async function slotOf(at: VaultWorld): Promise<{ memoryKiB: number; passes: number } | undefined> {
  const { header } = await readHeader(plainPort(), at.dir);
  return header.slots.flatMap((slot) => (slot.type === 'passphrase' ? [slot.kdf] : []))[0];
}

async function opens(at: VaultWorld): Promise<void> {
  for (const unlock of [{ passphrase }, { recoveryWords: at.recoveryWords }])
    await at.close(await at.track(openVault({ ...at.place, port: plainPort(), unlock })));
}

describe('a vault whose passphrase is easier to guess than those that are made now', () => {
  it('is brought up to date once it is unlocked to be written, and tells so once', async () => {
    const at = await world();
    for (let time = 0; time < 2; time += 1) {
      const vault = await at.track(
        openVaultToWrite({ ...at.place, argon2: heavier, unlock: { passphrase }, raise: true }),
      );
      const told = (await entriesOf(vault)).filter(({ reason }) => reason === 'key-derivation-raised');
      expect(told).toMatchObject([{ kind: 'header-changed', generation: 2 }]);
      await at.close(vault);
    }
    expect(await slotOf(at)).toMatchObject(heavier);
    await opens(at);
  });

  it('is left as it is by an app that asks for less, and by whoever does not ask', async () => {
    const at = await world();
    await at.close(await at.write({ argon2: heavier }));
    expect(await slotOf(at)).toMatchObject(lightestArgon2);
    const raise = { ...at.place, argon2: heavier, unlock: { passphrase }, raise: true };
    await at.close(await at.track(openVaultToWrite(raise)));
    await at.close(await at.track(openVaultToWrite({ ...raise, argon2: lightestArgon2 })));
    expect(await slotOf(at)).toMatchObject(heavier);
  });

  it('opens with the same secrets, whichever step of it fails, and is up to date in the end', async () => {
    const steps = await atEveryStep({
      prepare: world,
      since: /vault-copy\.json/,
      every: 3,
      act: async (at, port, acknowledged) => {
        const unlock = { passphrase };
        const vault = await openVaultToWrite({ ...at.place, port, argon2: heavier, unlock, raise: true });
        try {
          if ((await slotOf(at))?.passes === heavier.passes) acknowledged.add('raised');
        } finally {
          await vault.close();
        }
      },
      check: async (at, acknowledged) => {
        const slot = await slotOf(at);
        if (acknowledged.has('raised')) expect(slot).toMatchObject(heavier);
        else expect([lightestArgon2.passes, heavier.passes]).toContain(slot?.passes);
        await opens(at);
        const again = {
          ...at.place,
          port: plainPort(),
          argon2: heavier,
          unlock: { passphrase },
          raise: true,
        };
        const vault = await at.track(openVaultToWrite(again));
        expect(await slotOf(at)).toMatchObject(heavier);
        expect(vault.index.items.list({}).map(({ name }) => name)).toEqual(['essay.txt']);
        await at.close(vault);
        await opens(at);
      },
    });
    expect(steps).toBeGreaterThan(10);
  }, 600_000);
});
