import { cp, mkdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { replicaFolderName } from '../../../../src/store/replica/replica-names.ts';
import { addReplica } from '../../../../src/vault/replicas/add-replica.ts';
import { checkReplicaNow } from '../../../../src/vault/replicas/check-replica.ts';
import { listReplicas } from '../../../../src/vault/replicas/list-replicas.ts';
import { removeReplica } from '../../../../src/vault/replicas/remove-replica.ts';
import { syncReplica, syncReplicas } from '../../../../src/vault/replicas/sync-replicas.ts';
import type { WritableVault } from '../../../../src/vault/vault-context.ts';
import { useDisk } from '../../../support/memory-folder.ts';
import { entriesOf, filesBelow, makeWorld, type VaultWorld } from '../../../support/vault/vault-world.ts';

// A place on another file system cannot be told from one whose stick is not there.
useDisk();

let world: VaultWorld;
let vault: WritableVault;
let stick: string;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 2, 12, 9);
  world = await makeWorld({ clock: { now: () => new Date(now) } });
  vault = await world.write();
  stick = join(world.root, 'stick');
  await mkdir(stick);
});

afterEach(() => world.remove());

const days = (count: number): number => count * 86_400_000;
const copyFolder = (): string => join(stick, replicaFolderName(world.vaultId));
const blobsThere = async (): Promise<string[]> =>
  (await filesBelow(copyFolder())).filter((name) => name.startsWith('blobs/'));
const kindsOf = async (): Promise<unknown[]> => (await entriesOf(vault)).map(({ kind }) => kind);

async function addStick(): Promise<string> {
  const { id } = await addReplica(vault, { type: 'folder', path: stick }, { name: 'USB stick' });
  return id;
}

describe('adding a place for a second copy', () => {
  test('makes a folder there that says what it is, and copies nothing yet', async () => {
    const added = await addReplica(vault, { type: 'folder', path: stick });
    expect(added).toMatchObject({ name: 'stick', type: 'folder', found: false, findings: ['same-disk'] });
    expect(await filesBelow(copyFolder())).toEqual(['README.txt', 'replica.json']);
    const file: unknown = JSON.parse(await readFile(join(copyFolder(), 'replica.json'), 'utf8'));
    expect(file).toMatchObject({
      format: 'evidence-vault-replica',
      version: 1,
      vault: world.vaultId,
      replica: added.id,
    });
    expect(await listReplicas(vault)).toMatchObject([
      { id: added.id, name: 'stick', behind: 0, stale: true },
    ]);
  });

  test('goes on with a second copy of this vault that is there, also when its own folder is shown', async () => {
    const id = await addStick();
    await removeReplica(vault, 'USB stick');
    expect(await listReplicas(vault)).toEqual([]);
    const again = await addReplica(vault, { type: 'folder', path: copyFolder() }, { name: 'Stick' });
    expect(again).toMatchObject({ id, found: true, name: 'Stick' });
    expect(await addReplica(vault, { type: 'folder', path: stick })).toMatchObject({ id, name: 'Stick' });
    expect((await kindsOf()).filter((kind) => kind === 'replica-added')).toHaveLength(2);
  });

  test('refuses a place in the vault, one that is not there, a file, and a copy of another vault', async () => {
    const other = join(stick, 'evidence-vault-copy-0000000000000000');
    await mkdir(other);
    await writeFile(join(other, 'replica.json'), '{}');
    const file = await world.file('a file', 'x');
    const refused = (path: string) => addReplica(vault, { type: 'folder', path });
    await expect(refused(world.dir)).rejects.toMatchObject({ code: 'input.replica-in-vault' });
    await expect(refused(join(world.dir, 'blobs'))).rejects.toMatchObject({ code: 'input.replica-in-vault' });
    await expect(refused(join(stick, 'nowhere'))).rejects.toMatchObject({ code: 'input.path-missing' });
    await expect(refused(file)).rejects.toMatchObject({ code: 'input.not-a-file' });
    await expect(refused(other)).rejects.toMatchObject({ code: 'input.replica-other-vault' });
    expect(vault.secrets.replicas).toEqual([]);
  });
});

describe('copying to a second place', () => {
  test('brings everything there, and then only what is new', async () => {
    const id = await addStick();
    await world.add(vault, {
      'essay.txt': 'my essay',
      'empty.txt': '',
      'long.bin': Buffer.alloc(700_000, 7),
    });
    const names: string[] = [];
    const first = await syncReplica(vault, id, { onProgress: ({ name }) => names.push(name) });
    expect(first).toMatchObject({ id, lacking: 0, alerts: [] });
    expect(names).toContain('essay.txt');
    expect(await blobsThere()).toEqual(
      (await filesBelow(world.dir)).filter((name) => name.startsWith('blobs/')),
    );
    expect(await listReplicas(vault, { look: 'all' })).toMatchObject([
      { behind: 0, items: 3, stale: false, reachable: true },
    ]);

    await world.add(vault, { 'second.txt': 'more' });
    expect(await listReplicas(vault)).toMatchObject([{ behind: 1, items: 4 }]);
    const before = await filesBelow(copyFolder());
    const second = await syncReplica(vault, id);
    expect(second.files).toBe(3);
    expect(await filesBelow(copyFolder())).toEqual(expect.arrayContaining(before));
    expect(await checkReplicaNow(vault, id, { full: true })).toMatchObject({ ok: true, damaged: [] });
  });

  test('ends: rounds with nothing new send nothing and write no more history', async () => {
    const id = await addStick();
    await world.add(vault, { 'essay.txt': 'my essay' });
    await syncReplica(vault, id);
    await syncReplica(vault, id);
    const size = vault.writer.head().size;
    const files = await filesBelow(copyFolder());
    for (let round = 0; round < 3; round += 1) {
      now += days(1);
      expect(await syncReplica(vault, id)).toMatchObject({ files: 0, bytes: 0 });
    }
    expect(vault.writer.head().size).toBe(size);
    expect(await filesBelow(copyFolder())).toEqual(files);
    expect(await listReplicas(vault)).toMatchObject([{ syncedAt: new Date(now).toISOString(), behind: 0 }]);
    now += days(8);
    await syncReplica(vault, id);
    expect(vault.writer.head().size).toBe(size + 1);
  });

  test('two places do not keep each other writing', async () => {
    await addStick();
    await mkdir(join(world.root, 'disk'));
    await addReplica(vault, { type: 'folder', path: join(world.root, 'disk') });
    await world.add(vault, { 'essay.txt': 'my essay' });
    for (let round = 0; round < 2; round += 1) await syncReplicas(vault, undefined);
    const size = vault.writer.head().size;
    const { synced, failed } = await syncReplicas(vault, undefined);
    expect(synced).toMatchObject([{ files: 0 }, { files: 0 }]);
    expect(failed).toEqual([]);
    expect(vault.writer.head().size).toBe(size);
  });

  test('names what cannot be reached, and copies to the others', async () => {
    await addStick();
    await mkdir(join(world.root, 'disk'));
    await addReplica(vault, { type: 'folder', path: join(world.root, 'disk') });
    await rename(stick, `${stick}-unplugged`);
    const { synced, failed } = await syncReplicas(vault, undefined);
    expect(synced).toMatchObject([{ name: 'disk' }]);
    expect(failed).toMatchObject([{ name: 'USB stick', error: { code: 'storage.gone' } }]);
    expect(await listReplicas(vault, { look: 'all' })).toMatchObject([
      { reachable: false },
      { reachable: true },
    ]);
  });

  test('goes on where it was stopped', async () => {
    const id = await addStick();
    await world.add(
      vault,
      Object.fromEntries(Array.from({ length: 70 }, (_, n) => [`${String(n)}.txt`, `text ${String(n)}`])),
    );
    const stop = new AbortController();
    let pieces = 0;
    const stopped = syncReplica(vault, id, {
      signal: stop.signal,
      onProgress: () => {
        pieces += 1;
        if (pieces === 50) stop.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'internal.cancelled' });
    const there = (await blobsThere()).length;
    expect(there).toBeGreaterThan(0);
    expect(there).toBeLessThan(70);
    expect((await filesBelow(copyFolder())).some((name) => name.startsWith('ledger/'))).toBe(false);
    await syncReplica(vault, id);
    expect(await blobsThere()).toHaveLength(70);
    expect((await filesBelow(copyFolder())).some((name) => name.startsWith('incoming/'))).toBe(false);
  });

  test('copies all the rest when a file of the vault itself is damaged, and says how many are lacking', async () => {
    const id = await addStick();
    await world.add(vault, { 'a.txt': 'one', 'b.txt': 'two', 'c.txt': 'three' });
    const [first = '', second = ''] = (await filesBelow(world.dir)).filter((name) =>
      name.startsWith('blobs/'),
    );
    await truncate(join(world.dir, first), 20);
    await rm(join(world.dir, second));
    expect(await syncReplica(vault, id)).toMatchObject({ lacking: 2 });
    expect(await blobsThere()).toHaveLength(1);
    expect(await syncReplica(vault, id)).toMatchObject({ lacking: 2, alerts: [] });
  });

  test('sends the good copy of a history file when the other is damaged', async () => {
    const id = await addStick();
    await world.add(vault, { 'a.txt': 'one' });
    const { log } = vault.writer.head();
    const segment = join(world.dir, 'ledger', log, '00000001.segment');
    const bytes = await readFile(segment);
    bytes.fill(0, 400, 500);
    await writeFile(segment, bytes);
    const keys = join(world.dir, 'ledger-copy', log, '00000001.keys');
    const keyBytes = await readFile(keys);
    keyBytes.fill(1, 70, 90);
    await writeFile(keys, keyBytes);
    expect(await syncReplica(vault, id)).toMatchObject({ lacking: 0 });
    const slices = (await filesBelow(copyFolder())).filter((name) => name.startsWith('ledger/'));
    const good = await Promise.all([
      readFile(join(world.dir, 'ledger', log, '00000001.keys')),
      readFile(join(world.dir, 'ledger-copy', log, '00000001.segment')),
    ]);
    expect(slices).toHaveLength(2);
    for (const [index, name] of slices.entries()) {
      const copied = await readFile(join(copyFolder(), name));
      expect(good[index]?.subarray(0, copied.length).equals(copied)).toBe(true);
    }
  });
});

describe('a second copy that somebody else changed', () => {
  test('raises one alert when files are gone, and puts them there again', async () => {
    const id = await addStick();
    await world.add(vault, { 'a.txt': 'one', 'b.txt': 'two' });
    await syncReplica(vault, id);
    const [first = '', second = ''] = await blobsThere();
    await rm(join(copyFolder(), first));
    expect(await syncReplica(vault, id)).toMatchObject({ files: 3, alerts: ['replica-shrank'] });
    await truncate(join(copyFolder(), second), 3);
    expect(await syncReplica(vault, id)).toMatchObject({ alerts: ['replica-changed'] });
    await rm(join(copyFolder(), second));
    await syncReplica(vault, id);
    const open = vault.index.statements.openAlerts();
    expect(open.map(({ code }) => code).sort()).toEqual(['replica-changed', 'replica-shrank']);
    expect(open[0]?.details).toMatchObject({ replica: id });
    expect(await listReplicas(vault)).toMatchObject([
      { alerts: expect.arrayContaining(['replica-shrank']) as unknown },
    ]);
    expect(await checkReplicaNow(vault, id, { full: true })).toMatchObject({ ok: true });
  });

  test('raises an alert in the first round of a computer that learns only then what another left there', async () => {
    await world.add(vault, { 'a.txt': 'one' });
    const other = await world.copyTo(join(world.root, 'other'), false);
    const theirs = await other.write();
    const { id } = await addReplica(theirs, { type: 'folder', path: stick });
    await syncReplica(theirs, id);
    const [first = ''] = await blobsThere();
    // What a round brought stands in the history that the next one brings.
    await other.add(theirs, { 'b.txt': 'two' });
    await syncReplica(theirs, id);
    await other.closeAll();
    await truncate(join(copyFolder(), first), 3);
    expect(await addStick()).toBe(id);
    expect(await syncReplica(vault, id)).toMatchObject({ alerts: ['replica-changed'] });
  });

  test('has its damaged replica.json written anew under the same id', async () => {
    const id = await addStick();
    const file = join(copyFolder(), 'replica.json');
    const { length } = await readFile(file);
    await writeFile(file, Buffer.alloc(length));
    await syncReplica(vault, id);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ replica: id });
    await truncate(file, 0);
    expect(await syncReplica(vault, id)).toMatchObject({ id });
  });

  test('is not filled anew by itself when its folder is gone, and that is told', async () => {
    const id = await addStick();
    await world.add(vault, { 'a.txt': 'one' });
    await syncReplica(vault, id);
    await rm(copyFolder(), { recursive: true });
    await expect(syncReplica(vault, id)).rejects.toMatchObject({ code: 'integrity.replica-missing' });
    expect(vault.index.statements.openAlerts().map(({ code }) => code)).toEqual(['replica-shrank']);
    expect(await filesBelow(stick)).toEqual([]);
  });

  test('a full check finds changed bytes, and copies of a sync tool by their digest', async () => {
    const id = await addStick();
    await world.add(vault, { 'a.txt': 'one', 'b.txt': 'two' });
    await syncReplica(vault, id);
    const [first = '', second = ''] = await blobsThere();
    const bytes = await readFile(join(copyFolder(), first));
    bytes[60] = (bytes[60] ?? 0) ^ 1;
    await writeFile(join(copyFolder(), first), bytes);
    const conflict = second.replace('.blob', ' (1).blob');
    await cp(join(copyFolder(), second), join(copyFolder(), conflict));
    await writeFile(join(copyFolder(), 'desktop.ini'), 'x');
    expect(await checkReplicaNow(vault, id, { full: false })).toMatchObject({ ok: true, conflicts: [] });
    expect(await checkReplicaNow(vault, id, { full: true })).toMatchObject({
      ok: false,
      damaged: [first],
      conflicts: [conflict],
      foreign: ['desktop.ini'],
    });
    expect(vault.index.statements.openAlerts().map(({ code }) => code)).toEqual(['replica-changed']);
    expect(await listReplicas(vault)).toMatchObject([{ checked: { full: true, ok: false, damaged: 1 } }]);

    // Put again from the vault; not where the vault's own file is damaged as well.
    const own = join(world.dir, first);
    const good = await readFile(own);
    await writeFile(own, bytes);
    expect(await checkReplicaNow(vault, id, { full: true, mend: true })).toMatchObject({
      ok: false,
      mended: [],
    });
    await writeFile(own, good);
    const slice = (await filesBelow(copyFolder())).find((name) => name.endsWith('.segment')) ?? '';
    const sliceBytes = await readFile(join(copyFolder(), slice));
    await writeFile(join(copyFolder(), slice), sliceBytes.fill(0, 300, 310));
    expect(await checkReplicaNow(vault, id, { full: true, mend: true })).toMatchObject({
      ok: true,
      mended: [first, slice],
    });
    expect((await readFile(join(copyFolder(), first))).equals(good)).toBe(true);
    expect(await checkReplicaNow(vault, id, { full: true })).toMatchObject({ ok: true, damaged: [] });
  });

  test('stays where it is when it is removed', async () => {
    const id = await addStick();
    await syncReplica(vault, id);
    const files = await filesBelow(copyFolder());
    await removeReplica(vault, id.slice(0, 8));
    expect(await filesBelow(copyFolder())).toEqual(files);
    await expect(syncReplica(vault, id)).rejects.toMatchObject({ code: 'input.not-found' });
  });
});
