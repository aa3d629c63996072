import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { listReplicas } from '../../../../src/vault/replicas/list-replicas.ts';
import { keepCopies } from '../../../../src/vault/restore/keep-copies.ts';
import { worlds } from '../../../support/vault/worlds.ts';

const world = worlds(() => Promise.resolve());

it('a place that cannot be gone on with is named with its reason, and the others are gone on with', async () => {
  const at = await world();
  const vault = await at.write();
  const stick = join(at.root, 'stick');
  await mkdir(stick);
  const gone = { type: 'folder', path: join(at.root, 'pulled-out') } as const;
  const inside = { type: 'folder', path: at.dir } as const;
  const { signal } = new AbortController();
  const copies = await keepCopies(vault, [gone, { type: 'folder', path: stick }, inside], signal);
  expect(copies).toEqual([
    { name: 'pulled-out', kept: false, sameDisk: false, code: 'input.path-missing' },
    { name: 'stick', kept: true, sameDisk: true },
    { name: 'vault', kept: false, sameDisk: false, code: 'input.replica-in-vault' },
  ]);
  expect(await listReplicas(vault)).toMatchObject([
    { name: 'stick', schedule: { everyHours: 24, whenPluggedIn: true } },
  ]);
  await at.close(vault);
});
