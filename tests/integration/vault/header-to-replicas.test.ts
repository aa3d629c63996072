import { mkdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { expect, it } from 'vitest';

import { changePassphrase } from '../../../src/vault/passphrase.ts';
import { addReplica } from '../../../src/vault/replicas/add-replica.ts';
import { bringHeader } from '../../../src/vault/replicas/bring-header.ts';
import { forgetHeaders } from '../../../src/vault/replicas/forget-headers.ts';
import { syncReplicas } from '../../../src/vault/replicas/sync-replicas.ts';
import { restoreVault } from '../../../src/vault/restore/restore-vault.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { placeIn } from '../../support/vault/second-copies.ts';
import { codeOf, filesBelow, passphrase, VaultWorld } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds(async (template) => {
  await template.using((vault) => template.add(vault, { 'essay.txt': 'An essay on harbours.' }));
});
const folder = temporaryFolders();

it('brings a new passphrase to second copies that can be reached, and names the others, which still open with the old one', async () => {
  const at = await world();
  const [near, far] = [join(at.root, 'near'), join(at.root, 'far')];
  const ids = await at.using(async (vault) => {
    const found: string[] = [];
    for (const [path, name] of [
      [near, 'Near'],
      [far, 'Far'],
    ] as const) {
      await mkdir(path);
      found.push((await addReplica(vault, { type: 'folder', path }, { name })).id);
    }
    await syncReplicas(vault, undefined);
    return found;
  });
  await rename(far, join(at.root, 'away'));
  const next = 'another four plain words';
  await changePassphrase(at.place, { old: passphrase, new: next });
  expect(await bringHeader(at.place, { passphrase: next })).toEqual({
    done: [{ id: ids[0], name: 'Near' }],
    pending: [{ id: ids[1], name: 'Far', code: expect.stringMatching(/^(storage|integrity)\./) }],
  });
  await rename(join(at.root, 'away'), far);
  const opens = async (place: string, words: string): Promise<string> => {
    const other = new VaultWorld(await folder(), at.vaultId, at.recoveryWords);
    return codeOf(
      restoreVault({
        ...other.place,
        from: [placeIn(place, at.vaultId)],
        unlock: { passphrase: words },
      }),
    );
  };
  expect(await opens(near, next)).toBe('nothing');
  expect(await opens(near, passphrase)).toBe('access.wrong-passphrase');
  expect(await opens(far, passphrase)).toBe('nothing');
  expect(await opens(far, next)).toBe('access.wrong-passphrase');
});

it('takes older headers out of second copies when asked, and leaves the newest and what cannot be reached', async () => {
  const at = await world();
  const [near, far] = [join(at.root, 'near'), join(at.root, 'far')];
  await at.using(async (vault) => {
    for (const path of [near, far]) {
      await mkdir(path);
      await addReplica(vault, { type: 'folder', path }, { name: basename(path) });
    }
    await syncReplicas(vault, undefined);
  });
  await rename(far, join(at.root, 'away'));
  const next = 'another four plain words';
  await changePassphrase(at.place, { old: passphrase, new: next });
  const headers = async (): Promise<number> =>
    (await filesBelow(near)).filter((name) => name.includes('/headers/')).length;
  expect(await headers()).toBe(1);
  const vault = await at.write({}, next);
  expect(await forgetHeaders(vault, undefined)).toMatchObject({
    done: [{ name: 'near', removed: 1 }],
    pending: [{ name: 'far', code: expect.stringMatching(/^(storage|integrity)\./) as string }],
  });
  expect(await headers()).toBe(1);
  expect(await syncReplicas(vault, ['near'])).toMatchObject({ synced: [{ alerts: [] }], failed: [] });
  expect(await forgetHeaders(vault, ['near'])).toMatchObject({ done: [{ removed: 0 }], pending: [] });
  await at.close(vault);
  const other = new VaultWorld(await folder(), at.vaultId, at.recoveryWords);
  const restored = restoreVault({
    ...other.place,
    from: [placeIn(near, at.vaultId)],
    unlock: { passphrase: next },
  });
  expect(await restored).toMatchObject({ whole: true, items: 1 });
});
