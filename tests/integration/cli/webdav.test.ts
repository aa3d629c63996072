import { mkdir, readdir, writeFile } from 'node:fs/promises';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { CliHouse } from '../../support/cli.ts';
import { filesBelow } from '../../support/vault/vault-world.ts';
import { startWebdavServer, webdavUser, type TestServer } from '../../support/webdav/webdav-server.ts';
import { findCanaries } from '../../support/canary/find-canaries.ts';
import { errorDocument } from './documents.ts';

let house: CliHouse;
let server: TestServer;
const env = { EVIDENCE_VAULT_REPLICA_PASSWORD: webdavUser.password };

beforeAll(async () => {
  house = await CliHouse.make();
  await mkdir(house.path('cloud'));
  server = await startWebdavServer(house.path('cloud'));
  await house.run(['init']);
  await writeFile(house.path('work', 'essay.txt'), 'My words.');
  await house.run(['add', 'essay.txt']);
});
afterAll(async () => {
  await server.close();
  await house.remove();
});

it('copies to a server and restores from it, by nothing but its address, user name and passwords', async () => {
  const add = ['replica', 'add', server.address, '--user', webdavUser.username, '--name', 'Cloud'];
  const wrong = await house.json(add, { env: { EVIDENCE_VAULT_REPLICA_PASSWORD: 'wrong' } });
  expect([wrong.code, errorDocument.parse(wrong.document).error.code]).toEqual([4, 'storage.refused']);
  expect((await house.run(add, { env })).code).toBe(0);
  expect((await house.run(['replica', 'sync'])).code).toBe(0);
  expect((await house.run(['replica', 'check', '--full'])).code).toBe(0);
  expect((await filesBelow(house.path('cloud'))).filter((name) => name.endsWith('.blob'))).toHaveLength(1);

  const dir = house.path('new-laptop');
  const restored = await house.run(
    ['restore', server.address, '--user', webdavUser.username, '--vault', dir],
    { env },
  );
  expect([restored.code, restored.stderr]).toEqual([0, '']);
  expect((await house.run(['list', '--vault', dir])).stdout).toContain('essay.txt');

  // Shown the copy's own folder, it goes on with that copy and makes none inside it.
  const [folder = ''] = await readdir(house.path('cloud'));
  const shown = `${server.address}${folder}`;
  const words = ['restore', shown, '--user', webdavUser.username, '--vault', house.path('another')];
  const again = await house.json(words, { env });
  expect(again.document).toMatchObject({ copies: [{ name: 'Cloud', kept: true, sameDisk: false }] });
  expect((await house.run(['replica', 'sync', '--vault', house.path('another')])).code).toBe(0);
  expect(await readdir(house.path('cloud'))).toEqual([folder]);
  expect(await readdir(house.path('cloud', folder))).not.toContain(folder);
  // The password is kept, sealed.
  expect(await findCanaries(house.folder, [webdavUser.password.toLowerCase()])).toEqual([]);
});
