import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { replicaFolderName } from '../../../../src/store/replica/replica-names.ts';
import { addReplica } from '../../../../src/vault/replicas/add-replica.ts';
import { listReplicas } from '../../../../src/vault/replicas/list-replicas.ts';
import { syncReplicas } from '../../../../src/vault/replicas/sync-replicas.ts';
import { rehearseRestore } from '../../../../src/vault/restore/rehearse-restore.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { codeOf, entriesOf, filesBelow, type VaultWorld } from '../../../support/vault/vault-world.ts';
import { worlds } from '../../../support/vault/worlds.ts';

const files = Object.fromEntries(
  Array.from({ length: 12 }, (_, i) => [`file-${String(i)}.txt`, `Content ${String(i)}`.repeat(50)]),
);
const world = worlds(async (template) => {
  await template.using((vault) => template.add(vault, files));
});
const folder = temporaryFolders();

async function copied(at: VaultWorld): Promise<string> {
  const stick = await folder();
  await at.using(async (vault) => {
    await addReplica(vault, { type: 'folder', path: stick }, { name: 'USB-STICK' });
    expect((await syncReplicas(vault, undefined)).failed).toEqual([]);
  });
  return stick;
}

describe('a rehearsal', () => {
  it('restores every item into a temporary place, records how it went and leaves nothing behind', async () => {
    const at = await world();
    await copied(at);
    await at.using(async (vault) => {
      const report = await rehearseRestore(vault, 'USB-STICK', { all: true });
      expect(report).toMatchObject({ items: 12, readable: 12, of: 12, missing: [], header: 'current' });
      expect((await entriesOf(vault)).find(({ kind }) => kind === 'restore-rehearsed')).toMatchObject({
        items: 12,
        readable: 12,
        of: 12,
        seed: report.seed,
      });
      expect((await listReplicas(vault))[0]?.rehearsed).toMatchObject({ items: 12, readable: 12, of: 12 });
      expect(existsSync(join(at.dir, 'rehearsal'))).toBe(false);
    });
  });

  it('tries as many as its budget allows, the same for the same seed', async () => {
    const at = await world();
    await copied(at);
    await at.using(async (vault) => {
      const budget = { bytes: 2000, milliseconds: 60_000 };
      const first = await rehearseRestore(vault, 'USB-STICK', { budget, seed: 'abc' });
      expect(first.items).toBeGreaterThan(0);
      expect(first.items).toBeLessThan(12);
      expect(first).toMatchObject({ of: 12, readable: first.items, seed: 'abc' });
      expect((await rehearseRestore(vault, 'USB-STICK', { budget, seed: 'abc' })).bytes).toBe(first.bytes);
    });
  });

  it('names what is damaged there, and what is not there yet', async () => {
    const at = await world();
    const stick = await copied(at);
    const root = join(stick, replicaFolderName(at.vaultId));
    const [blob = ''] = (await filesBelow(root)).filter((name) => name.startsWith('blobs/'));
    await writeFile(join(root, blob), 'damaged');
    await at.using(async (vault) => {
      await at.add(vault, { 'new.txt': 'Not copied yet.' });
      const report = await rehearseRestore(vault, 'USB-STICK', { all: true });
      expect(report).toMatchObject({ items: 13, readable: 11, of: 13 });
      expect(report.missing.map(({ name }) => name)).toContain('new.txt');
    });
  });

  it('is not recorded when the stick is gone, and what a crash left goes at the next opening', async () => {
    const at = await world();
    const stick = await copied(at);
    await rm(stick, { recursive: true });
    await at.using(async (vault) => {
      expect(await codeOf(rehearseRestore(vault, 'USB-STICK', { all: true }))).toMatch(
        /^storage|^integrity/u,
      );
      expect((await entriesOf(vault)).some(({ kind }) => kind === 'restore-rehearsed')).toBe(false);
    });
    await mkdir(join(at.dir, 'rehearsal', 'blobs', '0000'), { recursive: true });
    await writeFile(join(at.dir, 'rehearsal', 'blobs', '0000', 'left.blob'), 'sealed');
    await at.using(async () => {
      expect(await readdir(at.dir)).not.toContain('rehearsal');
    });
  });
});
