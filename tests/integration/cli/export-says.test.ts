import { writeFile } from 'node:fs/promises';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { CliHouse } from '../../support/cli.ts';

let house: CliHouse;
beforeAll(async () => {
  house = await CliHouse.make();
  await house.run(['init']);
  await writeFile(house.path('work', 'essay.txt'), 'an essay');
  await house.run(['add', 'essay.txt']);
});
afterAll(() => house.remove());

it('names to people the id that a later bundle goes on from', async () => {
  const first = await house.run(['export', '--out', 'first.zip']);
  const [, id] = /--extends`: (b-[0-9a-z]{10})\n/u.exec(first.stdout) ?? [];
  if (id === undefined) throw new Error(first.stdout);
  expect((await house.run(['export', '--out', 'second.zip', '--extends', id])).code).toBe(0);
});
