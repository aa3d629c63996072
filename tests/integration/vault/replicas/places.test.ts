import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { systemProbe } from '../../../../src/store/place/system-probe.ts';
import { addReplica } from '../../../../src/vault/replicas/add-replica.ts';
import { reachReplica, rememberChoice } from '../../../../src/vault/replicas/replica-place.ts';
import { syncReplica } from '../../../../src/vault/replicas/sync-replicas.ts';
import type { WritableVault } from '../../../../src/vault/vault-context.ts';
import { filesBelow, makeWorld, type VaultWorld } from '../../../support/vault/vault-world.ts';
import { startWebdavServer, webdavUser } from '../../../support/webdav/webdav-server.ts';

let world: VaultWorld;
let vault: WritableVault;

beforeEach(async () => {
  world = await makeWorld();
  vault = await world.write();
});
afterEach(() => world.remove());

test('a stick that is mounted elsewhere now is known by the id of its copy, and another stick is not taken for it', async () => {
  const [media, other] = [join(world.root, 'media'), join(world.root, 'other')];
  await mkdir(join(media, 'STICK', 'copies'), { recursive: true });
  await mkdir(join(other, 'copies'), { recursive: true });
  const { id } = await addReplica(vault, { type: 'folder', path: join(media, 'STICK', 'copies') });
  // As it is remembered of a stick: this disk has no mount point of its own there.
  const [choice] = vault.secrets.replicas;
  if (choice?.type !== 'folder') throw new Error('no folder');
  await rememberChoice(vault, { ...choice, within: 'copies' });
  await rename(join(media, 'STICK'), join(media, 'STICK1'));
  const probe = {
    ...systemProbe,
    platform: 'linux' as const,
    mounts: () => ['/', other, join(media, 'STICK1')].map((point) => ({ point, type: 'vfat' })),
  };
  const [remembered] = vault.secrets.replicas;
  if (remembered === undefined) throw new Error('not remembered');
  const reached = await reachReplica(vault, remembered, probe);
  expect(reached.choice).toMatchObject({ id, path: join(media, 'STICK1', 'copies') });
  await expect(reachReplica(vault, remembered, { ...probe, mounts: () => [] })).rejects.toMatchObject({
    code: 'storage.gone',
  });
});

test('a server holds a second copy as a folder does', async () => {
  const store = join(world.root, 'store');
  await mkdir(store);
  const server = await startWebdavServer(store);
  try {
    const added = await addReplica(
      vault,
      { type: 'webdav', url: server.address, user: webdavUser.username, password: webdavUser.password },
      { name: 'College store' },
    );
    expect(added).toMatchObject({ name: 'College store', type: 'webdav', found: false, findings: [] });
    await world.add(vault, { 'essay.txt': 'my essay' });
    expect(await syncReplica(vault, 'College store')).toMatchObject({ lacking: 0, alerts: [] });
    expect((await filesBelow(store)).filter((name) => name.endsWith('.blob'))).toHaveLength(1);
    expect((await syncReplica(vault, added.id)).files).toBe(2);
    expect((await syncReplica(vault, added.id)).files).toBe(0);
  } finally {
    await server.close();
  }
  await expect(syncReplica(vault, 'College store')).rejects.toMatchObject({ code: 'storage.gone' });
}, 60_000);
