import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { CliHouse } from '../../support/cli.ts';

let house: CliHouse;

beforeEach(async () => {
  house = await CliHouse.make();
  await house.run(['init']);
  await mkdir(house.path('stick'));
  await writeFile(house.path('work', 'essay.txt'), 'my essay');
  await house.run(['add', 'essay.txt']);
});

afterEach(() => house.remove());

test('a second copy is added, copied to, checked, listed and forgotten', async () => {
  const added = await house.json([
    'replica',
    'add',
    house.path('stick'),
    '--name',
    'USB stick',
    '--every',
    '24',
  ]);
  expect(added).toMatchObject({
    code: 0,
    document: { replica: { name: 'USB stick', type: 'folder', found: false, findings: ['same-disk'] } },
  });
  expect((await house.json(['status'])).document).toMatchObject({
    replicas: [{ name: 'USB stick', behind: 1, items: 1, stale: true }],
  });
  expect(await house.json(['replica', 'sync'])).toMatchObject({
    code: 0,
    document: { synced: [{ name: 'USB stick', lacking: 0, alerts: [] }], failed: [] },
  });
  expect(await house.json(['replica', 'check', 'USB stick', '--full'])).toMatchObject({
    code: 0,
    document: { checked: [{ ok: true, full: true, damaged: [] }] },
  });
  expect((await house.json(['replica', 'list'])).document).toMatchObject({
    replicas: [
      {
        place: house.path('stick'),
        behind: 0,
        reachable: true,
        stale: false,
        schedule: { everyHours: 24, whenPluggedIn: false },
      },
    ],
  });
  const said = await house.run(['status']);
  expect(said.stdout).toContain('USB stick');
  expect(said.stdout).toContain('has everything');
  expect(await house.json(['replica', 'remove', 'USB stick'])).toMatchObject({ code: 0 });
  expect((await house.json(['replica', 'list'])).document).toEqual({ replicas: [] });
  expect(await readdir(house.path('stick'))).toHaveLength(1);
});

test('a stick that is not plugged in is named, and ends with 1', async () => {
  await house.run(['replica', 'add', house.path('stick')]);
  await rename(house.path('stick'), house.path('elsewhere'));
  expect(await house.json(['replica', 'sync'])).toMatchObject({
    code: 1,
    document: { synced: [], failed: [{ name: 'stick', error: { code: 'storage.gone' } }] },
  });
  expect(await house.json(['replica', 'add', house.path('nowhere')])).toMatchObject({ code: 2 });
  expect(await house.json(['replica', 'sync', 'no such'])).toMatchObject({ code: 2 });
});
