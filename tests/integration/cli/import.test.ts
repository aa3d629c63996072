import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { rawZip } from '../../support/raw-zip.ts';
import { CliHouse } from '../../support/cli.ts';

const counts = z.object({
  format: z.string(),
  captured: z.int(),
  unchanged: z.int(),
  failed: z.int(),
  items: z.array(z.object({ name: z.string(), outcome: z.string(), sha256: z.string().optional() })),
});
const previewDocument = z.object({ previews: z.tuple([counts]) });
const importDocument = z.object({
  imports: z.array(z.union([counts, z.object({ error: z.object({ code: z.string() }) })])),
});

let house: CliHouse;
beforeAll(async () => {
  house = await CliHouse.make();
  await house.run(['init']);
  await writeFile(house.path('work', 'export.zip'), rawZip([{ name: 'Unit 1/essay.txt', data: 'mine' }]));
  await writeFile(house.path('work', 'locked.zip'), rawZip([{ name: 'a', data: 'x', flags: 1 }]));
});
afterAll(() => house.remove());

it('says what would be kept and keeps nothing, then keeps just that', async () => {
  const dry = await house.json(['import', 'export.zip', '--dry-run']);
  expect(dry.code).toBe(0);
  const [preview] = previewDocument.parse(dry.document).previews;
  expect(preview).toMatchObject({ format: 'archive', captured: 2, failed: 0 });
  expect((await house.json(['list'])).document).toEqual({ items: [] });
  const done = await house.json(['import', 'export.zip']);
  expect(done.code).toBe(0);
  const [report] = importDocument.parse(done.document).imports;
  expect(report).toEqual(preview);
});

it('says in words what it found before it says what it kept', async () => {
  const { code, stdout } = await house.run(['import', 'export.zip']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^export\.zip: Zip file with files in it\n0 items kept \(0 bytes\), 2 as before/u);
  expect((await house.run(['import', '--dry-run', 'export.zip'])).stdout).toContain('Nothing was kept yet.');
});

it('ends with the code of what cannot be taken, and goes on with the others of several', async () => {
  const alone = await house.json(['import', 'locked.zip']);
  expect(alone).toMatchObject({ code: 1, document: { error: { code: 'format.encrypted' } } });
  const both = await house.json(['import', 'locked.zip', 'export.zip']);
  expect(both.code).toBe(1);
  expect(importDocument.parse(both.document).imports).toMatchObject([
    { error: { code: 'format.encrypted' } },
    { format: 'archive', unchanged: 2 },
  ]);
  expect((await house.json(['import', 'missing.zip'])).code).toBe(2);
  expect((await house.json(['import', 'export.zip', '--column', 'Grade'])).code).toBe(2);
});
