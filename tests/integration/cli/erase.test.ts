import { mkdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { CliHouse } from '../../support/cli.ts';
import { errorDocument, listDocument } from './documents.ts';

let house: CliHouse;
beforeAll(async () => {
  house = await CliHouse.make();
  await writeFile(house.path('work', 'diary.txt'), 'private');
  await writeFile(house.path('work', 'essay.txt'), 'An essay.');
  await mkdir(house.path('work', 'stick'));
  await house.run(['init']);
  await house.run(['add', 'diary.txt', 'essay.txt']);
  await house.run(['replica', 'add', 'stick', '--name', 'Stick']);
  await house.run(['replica', 'sync']);
});
afterAll(() => house.remove());

const planDocument = z.object({
  erased: z.literal(false),
  code: z.string(),
  items: z.array(z.object({ name: z.string() })),
  replicas: z.array(z.object({ name: z.string(), reachable: z.boolean() })),
});

async function names(): Promise<string[]> {
  const { document } = await house.json(['list']);
  return listDocument
    .parse(document)
    .items.map(({ name }) => name)
    .sort();
}

it('shows what would go, erases only with its code, and from the second copy too', async () => {
  const { document } = await house.json(['list']);
  const id = listDocument.parse(document).items.find(({ name }) => name === 'diary.txt')?.id ?? '';

  const shown = await house.json(['erase', id]);
  const plan = planDocument.parse(shown.document);
  expect(shown.code).toBe(0);
  expect(plan.items).toEqual([{ name: 'diary.txt' }]);
  expect(plan.replicas).toEqual([{ name: 'Stick', reachable: true }]);
  const text = await house.run(['erase', id]);
  expect(text.stdout).toContain('Nothing has been erased yet.');
  expect(text.stdout).toContain(`--confirm ${plan.code}`);
  expect(await names()).toEqual(['diary.txt', 'essay.txt']);

  const wrong = await house.json(['erase', id, '--confirm', 'yes']);
  expect([errorDocument.parse(wrong.document).error.code, wrong.code]).toEqual(['input.not-confirmed', 2]);
  expect((await house.run(['erase', id, '--with', 'everything'])).code).toBe(2);
  expect(await names()).toEqual(['diary.txt', 'essay.txt']);

  const done = await house.json(['erase', id, '--reason', 'by mistake', '--confirm', plan.code]);
  expect(done.document).toMatchObject({ erased: true, item: id, done: [{ name: 'Stick' }], pending: [] });
  expect(done.code).toBe(0);
  expect(await names()).toEqual(['essay.txt']);
  expect((await house.json(['show', id])).code).toBe(2);
  expect((await house.run(['check', '--full'])).code).toBe(0);
  expect((await house.run(['replica', 'check', '--full'])).code).toBe(0);
});
