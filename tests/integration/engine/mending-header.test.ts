import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openVault } from '../../../src/vault/open-vault.ts';
import { EngineComputer, EngineProcess, type EnginePage } from '../../support/engine/engine-process.ts';
import { entriesOf } from '../../support/vault/vault-world.ts';

const passphrase = 'four plain test words';

describe('a vault with both copies of its header damaged, with the engine', () => {
  let computer: EngineComputer;
  let engine: EngineProcess;
  let page: EnginePage;
  const path = (...names: string[]): string => join(computer.root, ...names);
  const open = async (): Promise<string> =>
    page.codeOf('vault.open', {
      unlock: { passphrase: await page.seal('vault.open/passphrase', passphrase) },
    });

  beforeAll(async () => {
    computer = await EngineComputer.make();
    engine = await EngineProcess.start(computer);
    page = await engine.page();
    await page.createVault(passphrase);
    await mkdir(path('work'));
    await writeFile(path('work', 'essay.txt'), 'An essay on harbours.');
    await mkdir(path('stick'));
    await page.result('add-files', page.call('files.add', { files: [engine.grant(path('work'))] }));
    await page.call('replicas.addFolder', { folder: engine.grant(path('stick')) });
    await page.result('copy-vault', page.call('replicas.sync', {}));
    expect(await engine.stop()).toBe(0);
    for (const name of ['vault.json', 'vault-copy.json']) {
      const file = join(computer.vaultDir, name);
      await writeFile(file, (await readFile(file, 'utf8')).replace('"', "'"));
    }
    engine = await EngineProcess.start(computer, { vaultDir: computer.vaultDir });
    page = await engine.page();
  });
  afterAll(() => computer.remove());

  it('cannot be opened, nor mended from a folder without a second copy of it', async () => {
    expect(await open()).toBe('integrity.header-damaged');
    const copy = engine.grant(path('work'));
    expect(await page.codeOf('vault.mendHeader', { copy })).toBe('input.path-missing');
    expect(await open()).toBe('integrity.header-damaged');
  });

  it('opens again once it was mended from its second copy, and its history tells of it', async () => {
    await page.call('vault.mendHeader', { copy: engine.grant(path('stick')) });
    const said = await page.seal('vault.open/passphrase', passphrase);
    expect(await page.call('vault.open', { unlock: { passphrase: said } })).toMatchObject({ engine: 'open' });
    expect((await page.call('items.facets', {})).total).toBe(1);
    // What stands already is left as it is.
    await page.call('vault.mendHeader', { copy: engine.grant(path('work')) });
    expect(await engine.stop()).toBe(0);
    expect(engine.output).toBe('');
    const vault = await openVault({
      dir: computer.vaultDir,
      stateDir: path('state'),
      unlock: { passphrase },
    });
    const mended = (await entriesOf(vault)).filter(({ kind }) => kind === 'damage-repaired');
    await vault.close();
    expect(mended).toMatchObject([{ what: 'header', from: 'replica' }]);
  });
});
