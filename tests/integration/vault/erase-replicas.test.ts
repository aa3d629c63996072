import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { replicaFolderName } from '../../../src/store/replica/replica-names.ts';
import { checkVaultNow } from '../../../src/vault/check.ts';
import { eraseEverywhere } from '../../../src/vault/erase/erase-everywhere.ts';
import { pendingReplicas } from '../../../src/vault/erase/erased-in-replicas.ts';
import { planErasure } from '../../../src/vault/erase/plan-erasure.ts';
import { listItems } from '../../../src/vault/items.ts';
import { addReplica } from '../../../src/vault/replicas/add-replica.ts';
import { checkReplicaNow } from '../../../src/vault/replicas/check-replica.ts';
import { syncReplica, syncReplicas } from '../../../src/vault/replicas/sync-replicas.ts';
import { restoreVault } from '../../../src/vault/restore/restore-vault.ts';
import type { OpenVault, WritableVault } from '../../../src/vault/vault-context.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { placeIn } from '../../support/vault/second-copies.ts';
import { filesBelow, noStop, VaultWorld } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds(async (template) => {
  await template.using(async (vault) => {
    await template.add(vault, { 'diary.txt': 'a private diary', 'essay.txt': 'An essay on harbours.' });
  });
});
const folder = temporaryFolders();

function named(vault: OpenVault, name: string): string {
  const found = listItems(vault).find((item) => item.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found.id;
}
const names = (vault: OpenVault): string[] =>
  listItems(vault)
    .map(({ name }) => name)
    .sort();

async function erase(vault: WritableVault, name: string): ReturnType<typeof eraseEverywhere> {
  const plan = await planErasure(vault, named(vault, name));
  return eraseEverywhere(vault, plan, { reason: '', confirmed: plan.code });
}

async function stickOf(at: VaultWorld, name: string): Promise<string> {
  const stick = join(at.root, name);
  await mkdir(stick, { recursive: true });
  return stick;
}

/** Sealed parts and wrapped keys of an item's entries, and the names of its blobs. */
async function remainsOf(vault: WritableVault, name: string): Promise<(Buffer | string)[]> {
  const { entries, blobs } = await planErasure(vault, named(vault, name));
  const remains: (Buffer | string)[] = blobs.map(({ file }) => file);
  for (const { log, index } of entries) {
    const files = vault.ledger.files(log);
    const place = files.places.find(({ firstIndex, endIndex }) => firstIndex <= index && index < endIndex);
    if (place === undefined || 'lost' in place) throw new Error('no place');
    const entry = (await files.read(place, 'first')).entries[index - place.firstIndex];
    if (entry?.type !== 'sealed') throw new Error('not sealed');
    const number = String(place.number).padStart(8, '0');
    const keys = await readFile(join(vault.dir, 'ledger', log, `${number}.keys`));
    const at = 60 + (index - place.firstIndex) * 72;
    remains.push(Buffer.from(entry.sealed), Buffer.from(keys.subarray(at, at + 72)));
  }
  return remains;
}

/** How many of them lie somewhere below a folder. */
async function foundIn(dir: string, remains: readonly (Buffer | string)[]): Promise<number> {
  const found = new Set<Buffer | string>();
  for (const file of await filesBelow(dir)) {
    const bytes = await readFile(join(dir, file));
    for (const one of remains)
      if (typeof one === 'string' ? file.includes(one) : bytes.includes(one)) found.add(one);
  }
  return found.size;
}

it('goes from the second copies that can be reached, and from another once it can be; all else stays there', async () => {
  const at = await world();
  const vault = await at.write();
  const [one, two] = [await stickOf(at, 'one'), await stickOf(at, 'two')];
  const first = await addReplica(vault, { type: 'folder', path: one }, { name: 'One' });
  const second = await addReplica(vault, { type: 'folder', path: two }, { name: 'Two' });
  await syncReplicas(vault, undefined);
  // Later slices of the same segment, which shift with the erasure.
  await at.add(vault, { 'later.txt': 'something later' });
  await syncReplicas(vault, undefined);
  const remains = await remainsOf(vault, 'diary.txt');
  expect(await foundIn(one, remains)).toBe(remains.length);
  await rename(two, join(at.root, 'in-a-drawer'));

  const report = await erase(vault, 'diary.txt');

  expect(report.done).toEqual([{ id: first.id, name: 'One' }]);
  expect(report.pending).toMatchObject([{ id: second.id, name: 'Two', code: expect.any(String) }]);
  expect(await foundIn(one, remains)).toBe(0);
  expect(pendingReplicas(vault)).toEqual([{ id: second.id, name: 'Two', erasures: 1 }]);
  expect(await checkReplicaNow(vault, 'One', { full: true })).toMatchObject({ ok: true });

  await rename(join(at.root, 'in-a-drawer'), two);
  expect(await foundIn(two, remains)).toBe(remains.length);
  expect(await syncReplica(vault, 'Two')).toMatchObject({ alerts: [], lacking: 0 });
  expect(await foundIn(two, remains)).toBe(0);
  expect(pendingReplicas(vault)).toEqual([]);
  expect(await syncReplica(vault, 'Two')).toMatchObject({
    files: expect.any(Number),
    alerts: [],
    lacking: 0,
  });
  expect(vault.index.statements.openAlerts()).toEqual([]);
  await at.close(vault);

  const restored = new VaultWorld(await folder(), at.vaultId, at.recoveryWords);
  await restoreVault({
    ...restored.place,
    from: [placeIn(two, at.vaultId)],
    unlock: { recoveryWords: at.recoveryWords },
  });
  const again = await restored.write();
  expect(names(again)).toEqual(['essay.txt', 'later.txt']);
  expect((await checkVaultNow(again, { full: true, signal: noStop() })).damaged).toEqual([]);
  await restored.close(again);
});

it('is never revived by a second copy that was not told yet', async () => {
  const at = await world();
  const vault = await at.write();
  const [one, two] = [await stickOf(at, 'one'), await stickOf(at, 'two')];
  await addReplica(vault, { type: 'folder', path: one }, { name: 'One' });
  await addReplica(vault, { type: 'folder', path: two }, { name: 'Two' });
  await syncReplicas(vault, undefined);
  const remains = await remainsOf(vault, 'diary.txt');
  await rename(two, join(at.root, 'in-a-drawer'));
  await erase(vault, 'diary.txt');
  await at.close(vault);
  await rename(join(at.root, 'in-a-drawer'), two);

  // Both together: one knows of the erasure, the other still holds what was erased.
  const restored = new VaultWorld(await folder(), at.vaultId, at.recoveryWords);
  await restoreVault({
    ...restored.place,
    from: [placeIn(two, at.vaultId, 'Two'), placeIn(one, at.vaultId, 'One')],
    unlock: { recoveryWords: at.recoveryWords },
  });
  const again = await restored.write();
  expect(names(again)).toEqual(['essay.txt']);
  expect(await foundIn(restored.dir, remains)).toBe(0);
  expect((await checkVaultNow(again, { full: true, signal: noStop() })).damaged).toEqual([]);
  await restored.close(again);
});

it('is followed by another laptop that copies to the same place, which puts nothing of it there again', async () => {
  const at = await world();
  const vault = await at.write();
  const stick = await stickOf(at, 'stick');
  await addReplica(vault, { type: 'folder', path: stick }, { name: 'Stick' });
  await syncReplicas(vault, undefined);
  const laptop = new VaultWorld(await folder(), at.vaultId, at.recoveryWords);
  await restoreVault({
    ...laptop.place,
    from: [placeIn(stick, at.vaultId)],
    unlock: { recoveryWords: at.recoveryWords },
  });
  const remains = await remainsOf(vault, 'diary.txt');
  await erase(vault, 'diary.txt');
  expect(await foundIn(stick, remains)).toBe(0);
  expect(await foundIn(laptop.dir, remains)).toBe(remains.length);

  const other = await laptop.write();
  await addReplica(other, { type: 'folder', path: stick });
  await laptop.add(other, { 'second.txt': 'from the second laptop' });
  await syncReplicas(other, undefined);
  expect(names(other)).toEqual(['essay.txt', 'second.txt']);
  expect(await foundIn(laptop.dir, remains)).toBe(0);
  expect(await foundIn(join(stick, replicaFolderName(at.vaultId)), remains)).toBe(0);
  await syncReplicas(vault, undefined);
  expect(names(vault)).toEqual(['essay.txt', 'second.txt']);
  await laptop.close(other);
});
