import { readdir, writeFile } from 'node:fs/promises';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { CliHouse } from '../../support/cli.ts';
import { errorDocument } from './documents.ts';

let house: CliHouse;
beforeAll(async () => {
  house = await CliHouse.make();
  await house.run(['init']);
  await writeFile(house.path('work', 'essay.txt'), 'My words.');
  await house.run(['add', 'essay.txt']);
});
afterAll(() => house.remove());

it('takes everything out and puts it into a new vault', async () => {
  const out = await house.json(['export-all', 'plain']);
  expect(out.code).toBe(0);
  expect(out.document).toMatchObject({ items: 1, versions: 1, files: 1, bytes: 9, missing: [] });
  expect(await readdir(house.path('work', 'plain', 'files', 'Added by you'))).toEqual(['essay.txt']);
  const again = await house.json(['export-all', 'plain']);
  expect([again.code, errorDocument.parse(again.document).error.code]).toEqual([2, 'input.exists']);

  const env = { EVIDENCE_VAULT_DIR: house.path('second') };
  await house.run(['init'], { env });
  const taken = await house.run(['import-all', 'plain'], { env });
  expect([taken.code, taken.stdout]).toEqual([0, expect.stringContaining('1 file (9 bytes) taken in')]);
  const { stdout } = await house.run(['list'], { env });
  expect(stdout).toContain('essay.txt');
  const none = await house.json(['import-all', 'work'], { env, cwd: house.folder });
  expect([none.code, errorDocument.parse(none.document).error.code]).toEqual([2, 'input.not-a-way-out']);
});
