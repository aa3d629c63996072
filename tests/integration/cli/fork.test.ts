import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { installationFile } from '../../../src/store/installation.ts';
import { CliHouse } from '../../support/cli.ts';

let house: CliHouse;

beforeEach(async () => {
  house = await CliHouse.make();
  await house.run(['init']);
  for (const name of ['essay', 'mine', 'theirs'])
    await writeFile(house.path('work', `${name}.txt`), `what stands in ${name}`);
  await house.run(['add', 'essay.txt']);
  await mkdir(house.path('stick'));
  await house.run(['replica', 'add', house.path('stick'), '--name', 'STICK']);
  await house.run(['replica', 'sync']);
});

afterEach(() => house.remove());

/** The whole computer as another: its vault, and what it remembers. */
async function cloned(): Promise<string[]> {
  const [dir, state] = [house.path('clone'), house.path('clone-state')];
  await cp(house.vault, dir, { recursive: true });
  await cp(house.path('state'), state, { recursive: true });
  const { vault } = JSON.parse(await readFile(house.path('clone', 'vault.json'), 'utf8')) as {
    vault: string;
  };
  await rename(installationFile(state, vault, house.vault), installationFile(state, vault, dir));
  return ['--vault', dir, '--state-dir', state];
}

test('what a cloned computer wrote is taken in on both sides, and the fork is seen to', async () => {
  const clone = await cloned();
  await house.run(['add', 'mine.txt']);
  await house.run(['add', 'theirs.txt', ...clone]);
  expect((await house.run(['replica', 'sync'])).code).toBe(0);
  expect(await house.json(['replica', 'sync', ...clone])).toMatchObject({
    code: 1,
    document: { failed: [{ error: { code: 'integrity.fork' } }] },
  });
  for (const own of [clone, [], clone]) await house.run(['replica', 'sync', ...own]);
  expect(await house.json(['fork', 'list'])).toMatchObject({
    document: { forks: [{ index: expect.any(Number) as number }] },
  });
  for (const [own, other] of [
    [[], 'theirs.txt'],
    [clone, 'mine.txt'],
  ] as const) {
    const outcome = await house.json(['fork', 'take-in', ...own]);
    expect(outcome).toMatchObject({
      code: 0,
      document: {
        open: 0,
        forks: [{ found: true, settled: true, unreadable: 0, missing: 0 }],
        places: [{ name: 'STICK' }],
      },
    });
    const { document } = await house.json(['list', ...own]);
    expect(document).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ name: other })]) as unknown,
    });
    expect(await house.json(['fork', 'list', ...own])).toMatchObject({ document: { forks: [] } });
  }
  await house.run(['replica', 'sync']);
  expect((await house.json(['replica', 'sync', ...clone])).document).toMatchObject({
    synced: [{ joined: { forks: [] } }],
    failed: [],
  });
  const { document } = await house.json(['list', ...clone]);
  const items = (document as { items: { name: string; versions: number }[] }).items;
  expect(items.map(({ name, versions }) => [name, versions]).sort()).toEqual([
    ['essay.txt', 1],
    ['mine.txt', 1],
    ['theirs.txt', 1],
  ]);
  expect((await house.run(['check', '--full'])).code).toBe(0);
}, 300_000);

test('the other half that is in none of the second copies leaves the fork open', async () => {
  const clone = await cloned();
  await house.run(['add', 'mine.txt']);
  await house.run(['add', 'theirs.txt', ...clone]);
  await house.run(['replica', 'sync']);
  for (let round = 0; round < 2; round += 1) await house.run(['replica', 'sync', ...clone]);
  await house.run(['replica', 'sync']);
  await mkdir(house.path('empty'));
  expect(await house.json(['fork', 'take-in', '--copy', house.path('empty')])).toMatchObject({
    document: { error: { code: 'input.path-missing' } },
  });
  const { document } = await house.json(['fork', 'list']);
  expect((document as { forks: unknown[] }).forks).toHaveLength(1);
}, 300_000);
