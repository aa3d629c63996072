import { mkdir, writeFile } from 'node:fs/promises';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { CliHouse } from '../../support/cli.ts';

let house: CliHouse;

beforeEach(async () => {
  house = await CliHouse.make();
  await house.run(['init']);
  await mkdir(house.path('work', 'course'));
  await writeFile(house.path('work', 'course', 'essay.txt'), 'an essay');
  await house.run(['source', 'add', 'folder', house.path('work', 'course')]);
  await mkdir(house.path('stick'));
  await house.run(['replica', 'add', house.path('stick'), '--name', 'STICK', '--every', '24']);
});

afterEach(() => house.remove());

test('work --once does what is due once, and status says how things stand', async () => {
  expect(await house.json(['status'])).toMatchObject({ document: { work: { code: 'new', parity: false } } });
  expect(await house.json(['work', '--once', '--on-battery'])).toMatchObject({
    code: 0,
    document: {
      done: [
        { kind: 'sync', name: 'course', ok: true },
        { kind: 'copy', name: 'STICK', ok: true },
      ],
      work: { code: 'waits-battery', waiting: [{ kind: 'check', why: 'battery' }] },
    },
  });
  expect(await house.json(['work', '--once'])).toMatchObject({
    document: { done: [{ kind: 'check', ok: true }], work: { code: 'well' } },
  });
  const { document } = await house.json(['status']);
  expect(document).toMatchObject({
    work: {
      code: 'well',
      waiting: [],
      next: { kind: 'sync' },
      copies: { count: 1, late: [] },
      lastCheck: { ok: true, full: true },
    },
  });
  const said = await house.run(['status']);
  expect(said.stdout).toContain('Up to date. Last copied:');
  expect(said.stdout).toContain('Next: Look for new work: course');
});
