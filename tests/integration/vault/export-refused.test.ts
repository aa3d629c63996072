import { readFile } from 'node:fs/promises';

import { expect, it } from 'vitest';

import { exportBundle } from '../../../src/vault/export-bundle.ts';
import { codeOf, noStop } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds();

it('leaves no trace in the history where the bundle’s name is taken', async () => {
  const at = await world();
  const vault = await at.write();
  await at.add(vault, { 'essay.txt': 'one' });
  const out = await at.file('taken.zip', 'something else');
  const before = vault.writer.head();
  expect(await codeOf(exportBundle(vault, { out, signal: noStop() }))).toBe('input.exists');
  expect(vault.writer.head()).toEqual(before);
  expect(await readFile(out, 'utf8')).toBe('something else');
});
