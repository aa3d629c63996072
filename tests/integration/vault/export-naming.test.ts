import { expect, it } from 'vitest';

import type { Source } from '../../../src/sources/source.ts';
import { previewExport } from '../../../src/vault/export-bundle.ts';
import { addedByYou, handAddedSource } from '../../../src/vault/hand-added-source.ts';
import { setProfile } from '../../../src/vault/statements.ts';
import { pullSource } from '../../../src/vault/sync.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { noStop } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds();

async function namedUnder(vault: WritableVault): Promise<string[]> {
  const { naming } = await previewExport(vault, { pseudonym: '44-71' });
  return naming.filter(({ where }) => where === 'name').map(({ what }) => what);
}

it('finds any two parts of a name that are joined in the name of a file', async () => {
  const at = await world();
  const vault = await at.write();
  await setProfile(vault, { name: 'Sam Lee Reed', candidateNumber: '44-71' });
  await at.add(vault, {
    'samreed.txt': 'one',
    'reedlee.txt': 'two',
    'sample.txt': 'three',
    'leeway.txt': 'four',
  });
  expect((await namedUnder(vault)).sort()).toEqual(['reedlee.txt', 'samreed.txt']);
});

it('joins no part of a name with a number', async () => {
  const at = await world();
  const vault = await at.write();
  await setProfile(vault, { name: 'Sam', learnerNumber: '77', candidateNumber: '44-71' });
  await at.add(vault, { 'sam77th.txt': 'one', '77.txt': 'two' });
  expect(await namedUnder(vault)).toEqual(['77.txt']);
});

it('finds the name of what could not be downloaded and has no version', async () => {
  const at = await world();
  const vault = await at.write();
  await setProfile(vault, { name: 'Sam Reed', candidateNumber: '44-71' });
  await at.add(vault, { 'essay.txt': 'one' });
  const row = await handAddedSource(vault, addedByYou);
  const name = 'Sam Reed CV.pdf';
  const source: Source = {
    describe: () => ({ type: 'files', name: 'some' }),
    probe: async () => ({ name: 'some', practice: false, notices: [] }),
    pull: async (_previous, sink) => {
      await sink.failed({ key: 'lost', recordKind: 'document', name, code: 'source.item-missing' });
      return { state: 'ok' };
    },
  };
  await pullSource(vault, row, source, { signal: noStop() });
  expect(await namedUnder(vault)).toEqual([name]);
});
