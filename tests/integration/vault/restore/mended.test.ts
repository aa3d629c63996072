import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { KnownDamage } from '../../../../src/vault/damage.ts';
import { joinFromReplicas } from '../../../../src/vault/restore/join-replicas.ts';
import { restoreAndOpen } from '../../../../src/vault/restore/restore-vault.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { placeIn, pushTo } from '../../../support/vault/second-copies.ts';
import { entriesOf, filesBelow, passphrase, VaultWorld } from '../../../support/vault/vault-world.ts';
import { worlds } from '../../../support/vault/worlds.ts';

const world = worlds(async (template) => {
  await template.using((vault) =>
    template.add(vault, { 'essay.txt': 'An essay about bees.', 'notes.txt': 'Some notes.' }),
  );
});
const folder = temporaryFolders();

describe('what a restore could not bring', () => {
  it('is no longer told as damaged once another copy gave it back, and counted once', async () => {
    const [lost, stick, disk] = [await world(), await folder(), await folder()];
    await lost.using(async (vault) => {
      await pushTo(vault, stick);
      await pushTo(vault, disk);
    });
    const [first = ''] = (await filesBelow(stick)).filter((name) => name.endsWith('.blob'));
    await rm(join(stick, first));
    const clean = new VaultWorld(await folder(), lost.vaultId, lost.recoveryWords);
    const from = [placeIn(stick, lost.vaultId)];
    const { vault, report } = await restoreAndOpen({ ...clean.place, from, unlock: { passphrase } });
    try {
      expect(report.missing).toHaveLength(1);
      expect(new KnownDamage(vault.index).items().size).toBe(1);
      // The stick has it not, so nothing changes.
      expect(await joinFromReplicas(vault, from)).toMatchObject({ files: 0, mended: 0, missing: 1 });
      expect(new KnownDamage(vault.index).items().size).toBe(1);
      const other = [placeIn(disk, lost.vaultId)];
      expect(await joinFromReplicas(vault, other)).toMatchObject({ files: 1, mended: 1, missing: 0 });
      expect(new KnownDamage(vault.index).items().size).toBe(0);
      expect(await joinFromReplicas(vault, other)).toMatchObject({ files: 0, mended: 0 });
      const repaired = (await entriesOf(vault)).filter(({ kind }) => kind === 'damage-repaired');
      expect(repaired).toMatchObject([{ what: 'blob', from: 'replica' }]);
    } finally {
      await vault.close();
    }
  });
});
