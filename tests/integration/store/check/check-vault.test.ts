import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { sha256Of } from './digest.ts';
import { utf8 } from '../../../../src/base/bytes.ts';
import type { CheckProgress } from '../../../../src/store/check/check-result.ts';
import { removeOrphans } from '../../../../src/store/check/remove-orphans.ts';
import { CheckWorld } from './check-world.ts';

let world: CheckWorld;
beforeEach(async () => {
  world = await CheckWorld.make();
});
afterEach(async () => {
  await world.remove();
});

function content(seed: number, length = 1000): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * seed) & 0xff);
}

const both = [false, true];

describe.each(both)('a check (full: %s)', (full) => {
  test('of a sound vault finds nothing, and counts', async () => {
    await world.keep('essay', content(1));
    await world.keep('film', content(2, 2_500_000));
    await world.keep('nothing', new Uint8Array(0));
    const result = await world.check({ full });
    expect(result).toEqual({
      ok: true,
      entries: 4,
      blobs: 5,
      bytes: 1000 + 2_500_000 + 5 * 56 + (1 + 4 + 4 + 2 + 1) * 16,
      damaged: [],
      notices: [],
    });
  });

  test('names a missing blob and the items that needed it', async () => {
    const [essay = ''] = await world.keep('essay', content(1));
    const film = await world.keep('film', content(2, 2_500_000));
    await world.delete(essay);
    await world.delete(film[1] ?? '');
    const { ok, damaged } = await world.check({ full });
    expect(ok).toBe(false);
    expect(damaged).toEqual([
      { code: 'integrity.blob-missing', file: essay, items: ['essay'], mended: false },
      { code: 'integrity.blob-missing', file: film[1], items: ['film'], mended: false },
    ]);
  });

  test('names a blob that was cut short or has grown', async () => {
    const [essay = ''] = await world.keep('essay', content(1));
    const [plan = ''] = await world.keep('plan', content(3));
    await world.write(essay, (await world.read(essay)).subarray(0, 500));
    await world.write(plan, Buffer.concat([await world.read(plan), utf8('more')]));
    const { damaged } = await world.check({ full });
    expect(damaged).toEqual([
      { code: 'integrity.blob-corrupt', file: essay, items: ['essay'], mended: false },
      { code: 'integrity.blob-corrupt', file: plan, items: ['plan'], mended: false },
    ]);
  });

  test('does not miss a blob whose content was kept again', async () => {
    const [old = ''] = await world.keep('essay', content(1));
    await world.delete(old);
    await world.reopenBlobs();
    const [again = ''] = await world.keep('essay', content(1));
    expect(again).not.toBe(old);
    expect(await world.check({ full })).toMatchObject({ ok: true, damaged: [] });
    await world.delete(again);
    const { damaged } = await world.check({ full });
    expect(damaged.map(({ file }) => file).toSorted()).toEqual([old, again].toSorted());
  });

  test('takes a blob that belongs to nothing for no damage', async () => {
    const orphan = content(9);
    const file = `blobs/0000/${sha256Of(orphan)}.blob`;
    await world.write(file, orphan);
    const result = await world.check({ full });
    expect(result).toMatchObject({ ok: true, notices: [{ code: 'integrity.blob-orphan', file }] });
  });

  test('names what the vault did not put there', async () => {
    const foreign = [
      'Thumbs.db',
      'blobs/0000/photo.jpg',
      'blobs/notes.txt',
      'ledger/readme',
      `ledger-copy/${world.writer.head().log}/00000001 (conflict).segment`,
      'vault (1).json',
    ];
    for (const file of foreign) await world.write(file, utf8('?'));
    for (const own of [
      'README.txt',
      'lock.db',
      'lock.json',
      'index/index.db',
      'incoming/x',
      'vault.json.new',
    ])
      await world.write(own, utf8('ours'));
    const { ok, notices } = await world.check({ full });
    expect(ok).toBe(true);
    expect(notices.map(({ code, file }) => `${code} ${file ?? ''}`).toSorted()).toEqual(
      foreign.map((file) => `integrity.foreign-file ${file}`).toSorted(),
    );
  });

  test('names a damaged or missing copy of the header, or both', async () => {
    await world.flip('vault.json', 40);
    const code = 'integrity.header-copy-damaged';
    expect((await world.check({ full })).damaged).toEqual([
      { code, file: 'vault.json', items: [], mended: false },
    ]);
    await world.delete('vault.json');
    expect((await world.check({ full })).damaged).toEqual([
      { code, file: 'vault.json', items: [], mended: false },
    ]);
    await world.delete('vault-copy.json');
    expect((await world.check({ full })).damaged.map((damage) => damage.code)).toEqual([
      'integrity.header-damaged',
      'integrity.header-damaged',
    ]);
  });

  test('names damaged settings', async () => {
    await world.flip('settings.sealed', 70);
    expect((await world.check({ full })).damaged).toEqual([
      { code: 'integrity.settings-damaged', file: 'settings.sealed', items: [], mended: false },
    ]);
  });

  test('names a damaged copy of the ledger, which touches no item', async () => {
    await world.keep('essay', content(1));
    const { log } = world.writer.head();
    await world.flip(`ledger-copy/${log}/00000001.segment`, 500);
    await world.flip(`ledger/${log}/00000001.keys`, 100);
    const code = 'integrity.ledger-copy-damaged';
    const { ok, damaged } = await world.check({ full });
    expect(ok).toBe(false);
    expect(damaged).toEqual([
      { code, file: `ledger-copy/${log}/00000001.segment`, items: [], mended: false },
      { code, file: `ledger/${log}/00000001.keys`, items: [], mended: false },
    ]);
    // The next opening for writing mends it, and says so once.
    const { findings } = await world.reopen('write');
    expect(findings.map(({ file, mended }) => ({ file, mended }))).toEqual([
      { file: `ledger/${log}/00000001.keys`, mended: true },
      { file: `ledger-copy/${log}/00000001.segment`, mended: true },
    ]);
    expect((await world.check({ full })).ok).toBe(false);
    await world.reopen('write');
    expect((await world.check({ full })).ok).toBe(true);
  });

  test('names the items of entries that are lost in both copies', async () => {
    await world.keep('essay', content(1));
    await world.keep('plan', content(3));
    const { log } = world.writer.head();
    for (const copy of ['ledger', 'ledger-copy']) {
      const file = `${copy}/${log}/00000001.segment`;
      const bytes = await world.read(file);
      // The first frame of an entry about a blob lies in the middle.
      await world.flip(file, Math.floor(bytes.length * 0.45));
    }
    const { ok, damaged } = await world.check({ full });
    expect(ok).toBe(false);
    const worst = damaged.filter(({ code }) => code === 'integrity.ledger-damaged');
    expect(worst.map(({ file }) => file)).toEqual([
      `ledger/${log}/00000001.segment`,
      `ledger-copy/${log}/00000001.segment`,
    ]);
    expect(worst[0]?.items).toContain('essay');
  });

  test('can be cancelled', async () => {
    await expect(world.check({ full, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'internal.cancelled',
    });
  });
});

test('a check goes on beside the writer', async () => {
  await world.keep('essay', content(1));
  const appending = (async () => {
    for (let n = 0; n < 40; n += 1) await world.keep(`item ${n}`, content(n + 5, 3000));
  })();
  const results = [];
  for (const full of [false, true, false]) results.push(await world.check({ full }));
  await appending;
  for (const { damaged } of results) expect(damaged).toEqual([]);
  expect(await world.check({ full: true })).toMatchObject({ ok: true, notices: [] });
});

test('a fast check does not open blobs; a full one finds every changed byte', async () => {
  const [essay = ''] = await world.keep('essay', content(1));
  const film = await world.keep('film', content(2, 2_500_000));
  for (const [file, at] of [
    [essay, 500],
    [film[2] ?? '', 300_000],
  ] as const)
    await world.flip(file, at);
  expect((await world.check()).ok).toBe(true);
  const { damaged } = await world.check({ full: true });
  expect(damaged).toEqual([
    { code: 'integrity.blob-corrupt', file: essay, items: ['essay'], mended: false },
    { code: 'integrity.blob-corrupt', file: film[2], items: ['film'], mended: false },
  ]);
});

test('a full check finds blobs that were swapped', async () => {
  const [essay = ''] = await world.keep('essay', content(1));
  const [plan = ''] = await world.keep('plan', content(3));
  const bytes = await world.read(essay);
  await world.write(essay, await world.read(plan));
  await world.write(plan, bytes);
  const { damaged } = await world.check({ full: true });
  expect(damaged.map(({ file }) => file).toSorted()).toEqual([essay, plan].toSorted());
});

test('threads find the same, and say how far they are', async () => {
  const [essay = ''] = await world.keep('essay', content(1));
  for (let n = 2; n < 12; n += 1) await world.keep(`film ${n}`, content(n, 700_000));
  await world.flip(essay, 600);
  const told: CheckProgress[] = [];
  const here = await world.check({ full: true, threads: 0 });
  const there = await world.check({
    full: true,
    threads: 2,
    onProgress: (progress) => told.push(progress),
  });
  expect(there).toEqual(here);
  expect(there.damaged.map(({ file }) => file)).toEqual([essay]);
  const last = told.at(-1);
  expect(last?.stage).toBe('contents');
  expect(last?.done).toBe(11);
  expect(last?.bytes).toBeGreaterThan(7_000_000 - 1024 * 16);
  expect(last?.bytesPerSecond).toBeGreaterThan(0);
});

test.each([0, 2])('a full check that is stopped goes on where it was (threads: %i)', async (threads) => {
  const files: string[] = [];
  for (let n = 0; n < 12; n += 1) files.push(...(await world.keep(`item ${n}`, content(n + 1, 400_000))));
  await world.flip(files[0] ?? '', 1000);
  await world.flip(files[10] ?? '', 1000);
  const stop = new AbortController();
  let contents = 0;
  const first = await world.check({
    full: true,
    threads,
    signal: stop.signal,
    onProgress: ({ stage, done }) => {
      if (stage !== 'contents') return;
      contents = done;
      if (done >= 3) stop.abort();
    },
  });
  expect(first.next).toBeDefined();
  expect(contents).toBeLessThan(12);
  let again = 0;
  const second = await world.check({
    full: true,
    threads,
    resumeFrom: JSON.parse(JSON.stringify(first.next)) as typeof first.next,
    onProgress: ({ stage, done }) => {
      if (stage === 'contents') again = done;
    },
  });
  expect(second.next).toBeUndefined();
  expect(again).toBeLessThan(12);
  expect(second.damaged.map(({ file }) => file).toSorted()).toEqual([files[0], files[10]].toSorted());
});

test('an orphan that is damaged is damage, once it is looked into', async () => {
  const file = `blobs/0000/${'ab'.repeat(32)}.blob`;
  await world.write(file, content(5));
  expect((await world.check()).ok).toBe(true);
  expect((await world.check({ full: true })).damaged).toEqual([
    { code: 'integrity.blob-corrupt', file, items: [], mended: false },
  ]);
});

test('only orphans are removed, and none while part of the history cannot be read', async () => {
  const [essay = ''] = await world.keep('essay', content(1));
  const orphan = `blobs/0000/${sha256Of(content(9))}.blob`;
  await world.write(orphan, content(9));
  const { log } = world.writer.head();
  const files = ['ledger', 'ledger-copy'].map((copy) => `${copy}/${log}/00000001.segment`);
  const whole = await Promise.all(files.map((file) => world.read(file)));
  for (const file of files) await world.flip(file, 800);
  await world.reopen('read');
  await expect(removeOrphans(world.ledger, world.blobs)).rejects.toMatchObject({
    code: 'integrity.ledger-damaged',
  });
  for (const [i, file] of files.entries()) await world.write(file, whole[i] ?? new Uint8Array(0));
  await world.reopen('write');
  expect(await removeOrphans(world.ledger, world.blobs)).toBe(1);
  expect((await world.check({ full: true })).notices).toEqual([]);
  expect((await world.read(essay)).length).toBeGreaterThan(1000);
});
