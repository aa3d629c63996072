import { afterEach, beforeEach, expect, test } from 'vitest';

import { nodeHashes } from '../../../../src/platform/node-hashes.ts';
import type { CheckResult } from '../../../../src/store/check/check-result.ts';
import { checkSealed } from '../../../../src/store/check/check-sealed.ts';
import { CheckWorld, port } from './check-world.ts';
import { sha256Of } from './digest.ts';

let world: CheckWorld;
let essay: string;
let film: string[];
beforeEach(async () => {
  world = await CheckWorld.make();
  [essay = ''] = await world.keep('essay', new Uint8Array(1000).fill(1));
  film = await world.keep('film', new Uint8Array(1_500_000).fill(2));
});
afterEach(async () => {
  await world.remove();
});

async function check(full: boolean): Promise<CheckResult> {
  return checkSealed({ dir: world.dir, port, hashes: nodeHashes }, { full });
}

test('a copy is checked without any key', async () => {
  for (const full of [false, true])
    expect(await check(full)).toMatchObject({ ok: true, entries: 3, blobs: 3, damaged: [], notices: [] });
});

test('missing, short and changed blobs are named', async () => {
  await world.delete(essay);
  await world.flip(film[1] ?? '', 2000);
  expect((await check(false)).damaged.map(({ code, file }) => [code, file])).toEqual([
    ['integrity.blob-missing', essay],
  ]);
  expect((await check(true)).damaged.map(({ code, file }) => [code, file])).toEqual([
    ['integrity.blob-missing', essay],
    ['integrity.blob-corrupt', film[1]],
  ]);
});

test('damage of the ledger is named, and nothing is changed', async () => {
  const { log } = world.writer.head();
  const segment = `ledger/${log}/00000001.segment`;
  const keys = `ledger-copy/${log}/00000001.keys`;
  await world.flip(segment, 600);
  await world.flip(keys, 150);
  const damaged = await Promise.all([segment, keys].map((file) => world.read(file)));
  const result = await check(false);
  expect(result.ok).toBe(false);
  const files = result.damaged.map(({ file }) => file);
  expect(files).toContain(segment);
  // Without the epoch's key nobody can say which of the two differing copies of the keys is the good one.
  expect(files).toContain(keys);
  expect(await Promise.all([segment, keys].map((file) => world.read(file)))).toEqual(damaged);
});

test('orphans are told and harm nothing', async () => {
  const bytes = new Uint8Array(10).fill(7);
  const file = `blobs/0000/${sha256Of(bytes)}.blob`;
  await world.write(file, bytes);
  expect(await check(true)).toMatchObject({ ok: true, notices: [{ code: 'integrity.blob-orphan', file }] });
});

test('without a header nobody knows whose files these are', async () => {
  await world.flip('vault.json', 100);
  await world.flip('vault-copy.json', 100);
  await expect(check(false)).rejects.toMatchObject({ code: 'integrity.header-damaged' });
});
