import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { EngineComputer, EngineProcess, type EnginePage } from '../../support/engine/engine-process.ts';

describe('erasing with the engine', () => {
  let computer: EngineComputer;
  let engine: EngineProcess;
  let page: EnginePage;
  let source: string;
  let diary: string;
  const path = (...names: string[]): string => join(computer.root, ...names);

  const blobs = async (place: string): Promise<number> =>
    (await readdir(place, { recursive: true })).filter((name) => name.endsWith('.blob')).length;

  beforeAll(async () => {
    computer = await EngineComputer.make();
    engine = await EngineProcess.start(computer);
    page = await engine.page();
    await page.createVault('four plain test words');
    await mkdir(path('work'));
    await writeFile(path('work', 'essay.txt'), 'An essay on harbours.');
    await writeFile(path('work', 'diary.txt'), 'What nobody should read.');
    const connected = await page.call('sources.connectFolder', { folder: engine.grant(path('work')) });
    source = connected.source.id;
    await page.result('sync', page.call('sources.sync', { source }));
    const { items } = await page.call('items.page', {
      filter: { text: 'diary' },
      order: 'name',
      offset: 0,
      limit: 10,
    });
    diary = items[0]?.id ?? '';
    await page.call('notes.add', { item: diary, text: 'my own words' });
    await mkdir(path('stick'));
    const { id: copy } = await page.call('replicas.addFolder', { folder: engine.grant(path('stick')) });
    await page.call('replicas.setSchedule', { copy, schedule: { whenPluggedIn: false } });
    await page.result('copy-vault', page.call('replicas.sync', {}));
  });
  afterAll(async () => {
    expect(await engine.stop()).toBe(0);
    expect(engine.output).toBe('');
    await computer.remove();
  });

  const erase = (confirmed: string) =>
    page.call('erase.start', { item: diary, along: [], reason: 'It is private.', confirmed });

  it('lists first what would go, and changes nothing without the code of the list', async () => {
    const plan = await page.call('erase.plan', { item: diary, along: [] });
    expect(plan).toMatchObject({
      item: diary,
      items: [{ name: 'diary.txt', versions: 1 }],
      stays: [],
      statements: 1,
      bundles: [],
      copies: [{ name: 'stick', reachable: true }],
    });
    const refused = await page.ended((await erase('00000000')).task);
    expect(refused).toMatchObject({ state: 'failed', error: { code: 'input.not-confirmed' } });
    expect(await page.call('items.show', { item: diary })).toMatchObject({ name: 'diary.txt' });
    expect(await page.call('erase.list', {})).toEqual({ erased: [] });
    expect(await page.codeOf('erase.plan', { item: 'i-unknown', along: [] })).toBe('input.not-found');
  });

  it('erases here at once, names the copy that still holds it, and tells afterwards that it was erased', async () => {
    await rename(path('stick'), path('away'));
    const { code, copies } = await page.call('erase.plan', { item: diary, along: [] });
    expect(copies).toMatchObject([{ name: 'stick', reachable: false }]);
    const before = await blobs(path('away'));
    expect(await page.result('erase', erase(code))).toMatchObject({
      items: [diary],
      name: 'diary.txt',
      done: [],
      pending: [{ name: 'stick', code: 'storage.gone' }],
      bundles: 0,
    });
    expect(await page.codeOf('items.show', { item: diary })).toBe('input.not-found');
    expect((await page.call('erase.list', {})).erased).toMatchObject([
      { reason: 'It is private.', items: [diary] },
    ]);
    expect(await blobs(join(computer.vaultDir, 'blobs'))).toBe(1);
    await rename(path('away'), path('stick'));
    expect((await page.call('replicas.list', {})).copies).toMatchObject([{ name: 'stick', erasures: 1 }]);
    await page.result('copy-vault', page.call('replicas.sync', {}));
    expect((await page.call('replicas.list', {})).copies[0]).not.toHaveProperty('erasures');
    expect(await blobs(path('stick'))).toBe(before - 1);
  });

  it('is never undone by copying, whose report says what was left where it is', async () => {
    const { reports } = await page.result('sync', page.call('sources.sync', { source }));
    expect(reports).toMatchObject([
      { state: 'ok', captured: 0, unchanged: 1, erased: 1, items: [{ id: diary, outcome: 'erased' }] },
    ]);
    expect(await page.codeOf('items.show', { item: diary })).toBe('input.not-found');
  });

  it('may be added again by hand', async () => {
    await page.result(
      'add-files',
      page.call('files.add', { files: [engine.grant(path('work', 'diary.txt'))] }),
    );
    const { total } = await page.call('items.page', {
      filter: { text: 'diary' },
      order: 'name',
      offset: 0,
      limit: 10,
    });
    expect(total).toBe(1);
  });
});
