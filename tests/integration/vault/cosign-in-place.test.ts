import { join } from 'node:path';
import { readdir } from 'node:fs/promises';

import Database from 'better-sqlite3';
import { expect, it } from 'vitest';

import { exportBundle } from '../../../src/vault/export-bundle.ts';
import { cosignBundle } from '../../../src/vault/witnesses/cosign-bundle.ts';
import { openWitness } from '../../../src/vault/witnesses/run-witness.ts';
import { noStop, type VaultWorld } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds();

async function bundleOf(at: VaultWorld): Promise<string> {
  const out = join(at.root, 'b.zip');
  await at.using(async (vault) => {
    await at.add(vault, { 'essay.txt': 'one' });
    await exportBundle(vault, { out, signal: noStop() });
  });
  return out;
}

it('makes a new witness only under a name, so that a mistyped folder is no new beginning', async () => {
  const at = await world();
  const bundle = await bundleOf(at);
  const dir = join(at.root, 'ao');
  const before = await readdir(at.root);
  await expect(cosignBundle(bundle, { dir }, { signal: noStop() })).rejects.toMatchObject({
    code: 'input.path-missing',
  });
  expect(await readdir(at.root)).toEqual(before);
  for (const place of [{ dir, name: 'ao.example/w' }, { dir }])
    expect(await cosignBundle(bundle, place, { signal: noStop() })).toMatchObject({
      logs: [{ outcome: 'cosigned', line: expect.stringContaining('ao.example/w') }],
    });
});

it('says of a witness that is full that it is full, and not that the bundle lacks something', async () => {
  const at = await world();
  const bundle = await bundleOf(at);
  const dir = join(at.root, 'ao');
  openWitness({ dir, name: 'ao.example/w' }, true).state.close();
  const database = new Database(join(dir, 'witness.db'));
  database
    .prepare(
      `with recursive n (i) as (select 1 union all select i + 1 from n where i < 100000)
       insert into log (origin, key, size, root) select 'log/' || i, zeroblob(32), 0, null from n`,
    )
    .run();
  database.close();
  expect(await cosignBundle(bundle, { dir }, { signal: noStop() })).toMatchObject({
    logs: [{ outcome: 'full', seen: 0 }],
  });
});
