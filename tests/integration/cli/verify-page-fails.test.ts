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

it('tells the verdict where the page about it cannot be written', async () => {
  expect((await house.run(['export', '--out', 'b.zip'])).code).toBe(0);
  const { code, stdout, stderr } = await house.run(['verify', 'b.zip', '--report', 'nowhere/page.html']);
  expect(stdout).toBe((await house.run(['verify', 'b.zip'])).stdout);
  expect(stderr).toContain('[input.path-missing]');
  expect(code).toBe(2);
});
