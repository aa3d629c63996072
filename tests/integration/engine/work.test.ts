import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { EngineEvent } from '../../../src/contract/engine-contract.ts';
import { EngineComputer, EngineProcess, type EnginePage } from '../../support/engine/engine-process.ts';

const passphrase = 'four plain test words';

describe('work with the engine, from files to a bundle', () => {
  let computer: EngineComputer;
  let engine: EngineProcess;
  let page: EnginePage;
  const bytes = new Map<string, Buffer>();
  const path = (...names: string[]): string => join(computer.root, ...names);

  beforeAll(async () => {
    computer = await EngineComputer.make();
    engine = await EngineProcess.start(computer);
    page = await engine.page();
    await page.createVault(passphrase);
    await mkdir(path('work'));
    for (let number = 0; number < 60; number += 1)
      bytes.set(`page ${number}.txt`, Buffer.from(`work number ${number}, ${'x'.repeat(number * 50)}`));
    bytes.set('empty.txt', Buffer.alloc(0));
    bytes.set(
      'long.bin',
      Buffer.alloc(
        900_000,
        Uint8Array.from({ length: 251 }, (_, at) => at),
      ),
    );
    for (const [name, content] of bytes) await writeFile(path('work', name), content);
  });
  afterAll(async () => {
    expect(await engine.stop()).toBe(0);
    expect(engine.output).toBe('');
    await computer.remove();
  });

  const pageOf = (offset: number, limit: number, more: object = {}) =>
    page.call('items.page', { filter: {}, order: 'newest', offset, limit, ...more });
  async function itemNamed(name: string): Promise<string> {
    const { items } = await pageOf(0, 500, { order: 'name' });
    const found = items.find((item) => item.name === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found.id;
  }

  it('takes in a folder that was granted, and tells how it goes', async () => {
    const reports = await page.result(
      'add-files',
      page.call('files.add', { files: [engine.grant(path('work'))] }),
    );
    expect(reports.reports).toMatchObject([{ state: 'ok', captured: bytes.size, failed: 0 }]);
    expect(page.events.some(({ type }) => type === 'changed')).toBe(true);
    const { tasks } = await page.call('tasks.list', {});
    expect(tasks).toMatchObject([{ kind: 'add-files', state: 'done' }]);
    await page.call('tasks.dismiss', { task: tasks[0]?.id ?? '' });
    expect((await page.call('tasks.list', {})).tasks).toEqual([]);
  });

  it('refuses a file that nobody granted', async () => {
    expect(await page.codeOf('files.add', { files: [`g-${'0'.repeat(32)}`] })).toBe('input.path-missing');
    expect((await page.reply('files.add', { files: [path('work')] })).ok).toBe(false);
  });

  it.each(['newest', 'oldest', 'name', 'best'] as const)(
    'gives windows of the list that make up the whole, by %s',
    async (order) => {
      const whole = await pageOf(0, 500, { order });
      expect(whole.total).toBe(bytes.size);
      const ids: string[] = [];
      for (let offset = 0; offset < whole.total + 7; offset += 7) {
        const window = await pageOf(offset, 7, { order });
        expect(window).toMatchObject({ total: whole.total, offset });
        ids.push(...window.items.map(({ id }) => id));
      }
      expect(ids).toEqual(whole.items.map(({ id }) => id));
      expect(new Set(ids).size).toBe(bytes.size);
    },
  );

  it('finds by words, and counts what the list can be narrowed to', async () => {
    const found = await pageOf(0, 10, { filter: { text: 'page 17' }, order: 'best' });
    expect(found.items[0]).toMatchObject({ name: 'page 17.txt' });
    expect(found.total).toBeLessThan(bytes.size);
    expect((await pageOf(0, 10, { filter: { text: '…' } })).total).toBe(0);
    expect((await pageOf(0, 10, { filter: { kind: 'grade' } })).total).toBe(0);
    const facets = await page.call('items.facets', {});
    expect(facets).toMatchObject({ total: bytes.size, failed: 0, units: [] });
    expect(facets.kinds).toMatchObject([{ id: 'document', name: 'Document', count: bytes.size }]);
  });

  it('gives ranges of a content, piece by piece as they are asked for', async () => {
    const whole = bytes.get('long.bin') ?? Buffer.alloc(0);
    const { token, size } = await page.call('content.open', { item: await itemNamed('long.bin') });
    expect(size).toBe(whole.length);
    expect((await engine.read(token)).bytes.equals(whole)).toBe(true);
    for (const [start, end] of [
      [0, 1],
      [whole.length - 3, whole.length],
      [262_143, 262_146],
      [100, 700_001],
      [5, 5],
      [whole.length, whole.length],
    ] as const) {
      const read = await engine.read(token, { start, end });
      expect(read.begin).toMatchObject({ type: 'content-begin', size: whole.length, start, end });
      expect(read.bytes.equals(whole.subarray(start, end)), `${start} to ${end}`).toBe(true);
    }
    const beyond = await engine.read(token, { start: 10, end: whole.length * 2 });
    expect(beyond.bytes.equals(whole.subarray(10))).toBe(true);
    await expect(engine.read(token, { start: whole.length + 1 })).rejects.toMatchObject({
      code: 'input.record-invalid',
    });
    await page.call('content.close', { token });
    await expect(engine.read(token)).rejects.toMatchObject({ code: 'input.not-found' });
    await expect(engine.read('nonsense')).rejects.toMatchObject({ code: 'input.not-found' });
  });

  it('gives a content of no bytes', async () => {
    const { token, preview } = await page.call('content.open', { item: await itemNamed('empty.txt') });
    expect(preview).toBe('text');
    expect((await engine.read(token)).bytes).toHaveLength(0);
  });

  it('keeps who the learner is, the units, and what belongs to them', async () => {
    await page.call('profile.set', { name: 'Sam', uln: '1234567890' });
    expect((await page.call('profile.get', {})).record).toMatchObject({ name: 'Sam' });
    const { id } = await page.call('enrolments.set', { provider: 'Northfield', start: '2026-09-01' });
    await page.call('enrolments.set', { id, provider: 'Northfield Training', ao: 'City & Guilds' });
    expect((await page.call('enrolments.list', {})).enrolments).toMatchObject([
      { id, said: { id, provider: 'Northfield Training', ao: 'City & Guilds' } },
    ]);
    expect((await page.call('enrolments.list', {})).enrolments[0]?.said.start).toBeUndefined();
    expect(await page.codeOf('enrolments.set', { id: 'e-0000000000', provider: 'X' })).toBe(
      'input.not-found',
    );
    await page.call('units.add', { reference: 'A/502/0812', title: 'Brickwork' });
    await page.call('units.addCriterion', { unit: 'A/502/0812', reference: '1.1', text: 'Lay bricks' });
    await page.call('mappings.add', { item: await itemNamed('page 3.txt'), target: 'A/502/0812/1.1' });
    expect((await page.call('units.list', {})).units).toMatchObject([
      { reference: 'A/502/0812', criteria: [{ reference: '1.1', text: 'Lay bricks' }] },
    ]);
    expect((await page.call('mappings.list', {})).mappings).toMatchObject([
      { itemName: 'page 3.txt', unitReference: 'A/502/0812', criterion: '1.1' },
    ]);
    const status = await page.call('vault.status', {});
    expect(status.units).toMatchObject([
      { ref: 'A/502/0812', items: 1, files: 1, has: { work: true, grade: false }, level: 'attention' },
    ]);
    expect((await page.call('items.facets', {})).units).toMatchObject([{ count: 1 }]);
  });

  it('tells before an export what it holds, makes it, and judges it', async () => {
    const preview = await page.call('bundle.preview', { unit: 'A/502/0812' });
    expect(preview).toMatchObject({ items: 1, bytes: bytes.get('page 3.txt')?.length, missing: [] });
    expect(await page.codeOf('bundle.preview', { unit: 'nothing' })).toBe('input.not-found');
    const to = engine.grant(path('for-you.zip'));
    const made = await page.result('export', page.call('bundle.export', { choice: {}, to }));
    expect(made).toMatchObject({ items: bytes.size, missing: [], file: to });
    expect((await stat(path('for-you.zip'))).size).toBe(made.parts[0]?.bytes);
    const judged = await page.result('verify', page.call('bundle.verify', { file: made.file }));
    expect(judged).toMatchObject({ name: 'for-you.zip', report: { ok: true } });
    const again = await page.call('bundle.export', { choice: {}, to });
    expect((await page.ended(again.task)).error?.code).toBe('input.exists');
    await page.result('export', page.call('bundle.export', { choice: {}, to, replace: true }));
  });

  it('saves a copy that equals what was added', async () => {
    const to = engine.grant(path('copy.bin'));
    await page.result('save-copy', page.call('items.saveCopy', { item: await itemNamed('long.bin'), to }));
    expect((await readFile(path('copy.bin'))).equals(bytes.get('long.bin') ?? Buffer.alloc(0))).toBe(true);
  });

  it('checks the vault, and makes its index anew while it stays open', async () => {
    const before = await pageOf(0, 500);
    const check = await page.result('check', page.call('check.run', { full: true }));
    expect(check).toMatchObject({ ok: true, full: true, damaged: [] });
    const rebuilding = page.call('index.rebuild', {});
    const note = page.call('notes.add', { item: await itemNamed('page 5.txt'), text: 'meanwhile' });
    await Promise.all([page.result('rebuild-index', rebuilding), note]);
    expect(await pageOf(0, 500)).toEqual(before);
    const shown = await page.call('items.show', { item: await itemNamed('page 5.txt') });
    expect(shown.notes).toMatchObject([{ text: 'meanwhile' }]);
    await page.call('notes.add', { item: shown.id, text: 'afterwards' });
    expect((await page.call('items.show', { item: shown.id })).notes).toHaveLength(2);
    expect((await page.call('vault.about', {})).blobs).toBeGreaterThan(50);
    expect((await page.call('vault.status', {})).lastCheck).toMatchObject({ ok: true });
  });

  it('stops a task when asked, and says so', async () => {
    await writeFile(path('large.bin'), Buffer.alloc(150_000_000, 7));
    const { task } = await page.call('files.add', { files: [engine.grant(path('large.bin'))] });
    await page.call('tasks.cancel', { task });
    expect(await page.ended(task)).toMatchObject({
      state: 'cancelled',
      error: { code: 'internal.cancelled' },
    });
    expect(await page.codeOf('tasks.cancel', { task: 't-nothing' })).toBe('input.not-found');
  });

  it('prints a sheet, and says that it lies on the disk of the vault', async () => {
    const words = 'abandon ability able about above absent absorb abstract absurd abuse access accident';
    const sheet = await page.call('recovery.saveSheet', {
      recoveryKey: await page.seal('recovery.saveSheet/recoveryKey', words),
      to: engine.grant(path('sheet.pdf')),
    });
    expect(sheet).toEqual({ sameDisk: true });
    expect((await readFile(path('sheet.pdf'))).subarray(0, 8).toString()).toBe('%PDF-1.7');
  });

  it('goes on with another page where the first one was', async () => {
    const { task } = await page.call('check.run', { full: false });
    engine.send({ type: 'page-closed', page: page.number });
    page = await engine.page();
    const listed = (await page.call('tasks.list', {})).tasks.find(({ id }) => id === task);
    if (listed?.state === 'running') await page.ended(task);
    expect((await page.call('tasks.list', {})).tasks.find(({ id }) => id === task)).toMatchObject({
      state: 'done',
      kind: 'check',
    });
    expect(page.events.filter((event: EngineEvent) => event.type === 'state')).toEqual([]);
  });
});
