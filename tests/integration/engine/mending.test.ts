import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { EngineComputer, EngineProcess, type EnginePage } from '../../support/engine/engine-process.ts';

describe('mending with the engine', () => {
  let computer: EngineComputer;
  let engine: EngineProcess;
  let page: EnginePage;
  const path = (...names: string[]): string => join(computer.root, ...names);
  const nothing = { files: [], folders: [], askSources: false, full: false };

  beforeAll(async () => {
    computer = await EngineComputer.make();
    engine = await EngineProcess.start(computer);
    page = await engine.page();
    await page.createVault('four plain test words');
    await mkdir(path('work'));
    await writeFile(path('work', 'essay.txt'), 'An essay on harbours.');
    await mkdir(path('stick'));
    await page.result('add-files', page.call('files.add', { files: [engine.grant(path('work'))] }));
    const { id: copy } = await page.call('replicas.addFolder', { folder: engine.grant(path('stick')) });
    // A round by itself would bring back what is taken away here.
    await page.call('replicas.setSchedule', { copy, schedule: { whenPluggedIn: false } });
    await page.result('copy-vault', page.call('replicas.sync', {}));
  });
  afterAll(async () => {
    expect(await engine.stop()).toBe(0);
    expect(engine.output).toBe('');
    await computer.remove();
  });

  /** The sealed files of the vault. */
  async function sealed(): Promise<string[]> {
    const names = await readdir(join(computer.vaultDir, 'blobs'), { recursive: true });
    return names
      .filter((name) => name.endsWith('.blob'))
      .map((name) => join(computer.vaultDir, 'blobs', name));
  }

  async function lose(): Promise<void> {
    for (const file of await sealed()) await rm(file);
  }

  async function spoil(): Promise<void> {
    const [file = ''] = await sealed();
    const bytes = await readFile(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await writeFile(file, bytes);
  }

  const lastCheck = async () => (await page.call('vault.status', {})).lastCheck?.ok;

  it('finds nothing to do in a vault that is whole', async () => {
    expect(await page.call('repair.state', {})).toMatchObject({
      hurt: [],
      sources: [],
      aside: [],
      copies: [{ name: 'stick' }],
    });
    expect(await page.result('repair', page.call('repair.start', nothing))).toMatchObject({
      ok: true,
      mended: 0,
      places: [],
    });
  });

  it('names what a check found hurt, and takes it from a second copy though a quick look would not see it', async () => {
    await spoil();
    const found = await page.result('check', page.call('check.run', { full: true }));
    expect(found).toMatchObject({ ok: false, damaged: [{ items: [{ name: 'essay.txt' }], mended: false }] });
    expect(await page.call('repair.state', {})).toMatchObject({ hurt: [{ name: 'essay.txt' }] });
    expect(await page.result('repair', page.call('repair.start', nothing))).toMatchObject({
      ok: true,
      mended: 1,
      repaired: [{ what: 'blob', from: 'replica', place: 'stick', items: [{ name: 'essay.txt' }] }],
      left: [],
      places: [{ name: 'stick' }],
      aside: { files: 1 },
    });
    expect(await page.call('repair.state', {})).toMatchObject({
      hurt: [],
      aside: [{ items: [{ name: 'essay.txt' }] }],
    });
    expect(await lastCheck()).toBe(true);
    expect((await page.result('check', page.call('check.run', { full: true }))).ok).toBe(true);
  });

  it('says what is still hurt while no copy can be reached, and mends it with the right file alone', async () => {
    await rename(path('stick'), path('elsewhere'));
    await lose();
    await writeFile(path('wrong.txt'), 'An essay on ships.');
    const wrong = engine.grant(path('wrong.txt'));
    const tried = await page.result('repair', page.call('repair.start', { ...nothing, files: [wrong] }));
    expect(tried).toMatchObject({
      ok: false,
      mended: 0,
      left: [{ code: 'integrity.blob-missing', items: [{ name: 'essay.txt' }], sources: [] }],
      places: [{ name: 'stick', error: { code: 'storage.gone' } }],
      unused: ['wrong.txt'],
    });
    expect(await page.call('repair.state', {})).toMatchObject({ hurt: [{ name: 'essay.txt' }] });
    expect(await lastCheck()).toBe(false);
    const right = engine.grant(path('work', 'essay.txt'));
    expect(
      await page.result('repair', page.call('repair.start', { ...nothing, files: [right] })),
    ).toMatchObject({ ok: true, repaired: [{ from: 'file', items: [{ name: 'essay.txt' }] }] });
    expect(await page.call('repair.state', {})).toMatchObject({ hurt: [] });
  });

  it('heals with spare data, once the learner keeps it, and takes that away again when asked', async () => {
    expect(await page.call('parity.state', {})).toMatchObject({ on: false, files: 0, bytes: 0 });
    const made = await page.result('switch-parity', page.call('parity.set', { on: true }));
    expect(made).toMatchObject({ on: true, skipped: 0, removed: 0 });
    expect(await page.call('parity.state', {})).toMatchObject({ on: true, files: made.made });
    await spoil();
    await page.result('check', page.call('check.run', { full: true }));
    expect(await page.result('repair', page.call('repair.start', nothing))).toMatchObject({
      ok: true,
      repaired: [{ what: 'blob', from: 'parity', items: [{ name: 'essay.txt' }] }],
    });
    expect(await page.result('switch-parity', page.call('parity.set', { on: false }))).toMatchObject({
      on: false,
      made: 0,
    });
    expect(await page.call('parity.state', {})).toMatchObject({ on: false, files: 0 });
  });

  it('mends the history too, for which the vault is closed, mended and opened again', async () => {
    const names = await readdir(join(computer.vaultDir, 'ledger'), { recursive: true });
    const [segment = ''] = names.filter((name) => name.endsWith('.segment'));
    const file = join(computer.vaultDir, 'ledger', segment);
    const bytes = await readFile(file);
    bytes[300] = (bytes[300] ?? 0) ^ 1;
    await writeFile(file, bytes);
    const found = await page.result('check', page.call('check.run', { full: false }));
    expect(found.damaged.map(({ code }) => code)).toEqual(['integrity.ledger-copy-damaged']);
    const open = await page.result('repair', page.call('repair.start', nothing));
    expect(open).toMatchObject({ ok: false, others: [{ code: 'integrity.ledger-copy-damaged' }] });
    const wish = { files: [], folders: [], askSources: false };
    const wrong = await page.seal('repair.whole/passphrase', 'not the passphrase at all');
    expect(await page.codeOf('repair.whole', { ...wish, passphrase: wrong })).toBe('access.wrong-passphrase');
    const passphrase = await page.seal('repair.whole/passphrase', 'four plain test words');
    expect(await page.result('repair', page.call('repair.whole', { ...wish, passphrase }))).toMatchObject({
      ok: true,
      repaired: [{ what: 'segment', from: 'copy', items: [] }],
      others: [],
    });
    expect(await page.call('app.state', {})).toMatchObject({ engine: 'open' });
    const again = await page.seal('repair.whole/passphrase', 'four plain test words');
    const { task } = await page.call('repair.whole', { ...wish, passphrase: again });
    engine.send({ type: 'cover' });
    expect(await page.ended(task)).toMatchObject({ state: 'done' });
    expect(await page.call('app.state', {})).toMatchObject({ engine: 'covered' });
    const said = await page.seal('vault.uncover/passphrase', 'four plain test words');
    expect(await page.call('vault.uncover', { passphrase: said })).toMatchObject({ engine: 'open' });
    expect((await page.result('check', page.call('check.run', { full: true }))).ok).toBe(true);
    expect((await page.call('vault.about', {})).findings).toEqual([]);
    expect((await page.call('items.facets', {})).total).toBe(1);
  });

  it('takes from a second copy in a folder that was chosen, and refuses one with none in it', async () => {
    await rename(path('elsewhere'), path('stick'));
    await page.result('copy-vault', page.call('replicas.sync', {}));
    await rename(path('stick'), path('elsewhere'));
    await lose();
    const none = await page.call('repair.start', { ...nothing, folders: [engine.grant(path('work'))] });
    expect((await page.ended(none.task)).error?.code).toBe('input.path-missing');
    const folders = [engine.grant(path('elsewhere'))];
    expect(await page.result('repair', page.call('repair.start', { ...nothing, folders }))).toMatchObject({
      ok: true,
      repaired: expect.arrayContaining([expect.objectContaining({ from: 'replica', place: 'elsewhere' })]),
      left: [],
    });
  });

  it('asks a source again for what nothing else gives back, if the learner wants that', async () => {
    await mkdir(path('class'));
    await writeFile(path('class', 'brief.txt'), 'What to do in week two.');
    await page.call('sources.connectFolder', { folder: engine.grant(path('class')) });
    await page.result('sync', page.call('sources.sync', {}));
    await lose();
    expect(await page.result('repair', page.call('repair.start', nothing))).toMatchObject({ ok: false });
    expect(await page.call('repair.state', {})).toMatchObject({ sources: [{ name: 'class' }] });
    const asked = await page.result('repair', page.call('repair.start', { ...nothing, askSources: true }));
    expect(asked).toMatchObject({
      ok: false,
      repaired: [{ from: 'source', place: 'class', items: [{ name: 'brief.txt' }] }],
    });
    const { hurt } = await page.call('repair.state', {});
    expect(hurt.map(({ name }) => name)).toEqual(['essay.txt']);
  });
});
