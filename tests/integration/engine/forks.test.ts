import { cp, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { installationFile } from '../../../src/store/installation.ts';
import { EngineComputer, EngineProcess } from '../../support/engine/engine-process.ts';
import { passphrase } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';
import { addReplica } from '../../../src/vault/replicas/add-replica.ts';
import { syncReplicas } from '../../../src/vault/replicas/sync-replicas.ts';

const world = worlds(async (template) => {
  await template.using((vault) => template.add(vault, { 'essay.txt': 'An essay about bees.' }));
});

let computer: EngineComputer;
let engine: EngineProcess;
beforeEach(async () => {
  computer = await EngineComputer.make();
});
afterEach(async () => {
  await engine.kill();
  await computer.remove();
});

it('tells calmly that a computer was cloned, and takes in what the other one has', async () => {
  const laptop = await world();
  const stick = join(computer.root, 'stick');
  await mkdir(stick);
  const { vaultDir } = computer;
  const stateDir = join(computer.root, 'state');
  await laptop.using(async (vault) => {
    await addReplica(vault, { type: 'folder', path: stick }, { name: 'Stick' });
    await syncReplicas(vault, undefined);
  });
  // The whole computer as another: its vault, and what it remembers.
  await cp(laptop.dir, vaultDir, { recursive: true });
  await cp(laptop.stateDir, stateDir, { recursive: true });
  await rename(
    installationFile(stateDir, laptop.vaultId, laptop.dir),
    installationFile(stateDir, laptop.vaultId, vaultDir),
  );
  await laptop.using(async (vault) => {
    await laptop.add(vault, { 'theirs.txt': 'On the other computer.' });
    await syncReplicas(vault, undefined);
  });

  const open = async (): Promise<Awaited<ReturnType<EngineProcess['page']>>> => {
    engine = await EngineProcess.start(computer, { vaultDir });
    const page = await engine.page();
    const said = await page.seal('vault.open/passphrase', passphrase);
    await page.call('vault.open', { unlock: { passphrase: said } });
    return page;
  };
  let page = await open();
  const mine = join(computer.root, 'mine.txt');
  await writeFile(mine, 'On this one.');
  await page.result('add-files', page.call('files.add', { files: [engine.grant(mine)] }));
  const { failed } = await page.result('copy-vault', page.call('replicas.sync', {}));
  expect(failed).toMatchObject([{ error: { code: 'integrity.fork', details: { reopen: true } } }]);
  expect(await page.call('app.state', {})).toMatchObject({ engine: 'open', reopen: 'integrity.fork' });
  await engine.stop();

  page = await open();
  expect(await page.call('app.state', {})).not.toHaveProperty('reopen');
  expect((await page.call('vault.status', {})).alerts).toMatchObject([{ code: 'integrity.fork' }]);
  await page.result('copy-vault', page.call('replicas.sync', {}));
  expect(await page.result('take-in-forks', page.call('replicas.takeInForks', {}))).toMatchObject({
    found: 1,
    open: 0,
  });
  expect((await page.call('vault.status', {})).alerts).toEqual([]);
  const { items } = await page.call('items.page', { filter: {}, order: 'newest', offset: 0, limit: 10 });
  expect(items.map(({ name }) => name).sort()).toEqual(['essay.txt', 'mine.txt', 'theirs.txt']);
});
