import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { afterEach } from 'vitest';

import { WebdavTarget } from '../../../../src/store/replica/webdav/webdav-target.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import {
  startWebdavServer,
  webdavUser,
  type Mischief,
  type TestServer,
} from '../../../support/webdav/webdav-server.ts';
import { targetContract } from './target-contract.ts';

const newFolder = temporaryFolders();
const running: TestServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

function contractOn(kind: string, mischief?: Mischief): void {
  targetContract(kind, async () => {
    const root = await newFolder();
    const server = await startWebdavServer(root, mischief);
    running.push(server);
    const folder = 'evidence-vault-copy-0123456789abcdef';
    return {
      open: (writer = '0123456789abcdef0123456789abcdef') =>
        Promise.resolve(
          new WebdavTarget({ address: server.address, folder, writer, ...webdavUser }, { firstWait: 20 }),
        ),
      plant: async (name, bytes) => {
        await mkdir(dirname(join(root, folder, name)), { recursive: true });
        await writeFile(join(root, folder, name), bytes);
      },
      vanish: () => server.close(),
    };
  });
}

contractOn('a folder of a WebDAV server');

contractOn('a folder of a WebDAV server that moves no files', ({ method }, response) => {
  if (method !== 'MOVE') return false;
  response.writeHead(501).end();
  return true;
});
