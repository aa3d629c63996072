import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { NodeDurable } from '../../../../src/store/durable/node-durable.ts';
import { FolderTarget } from '../../../../src/store/replica/folder-target.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { targetContract } from './target-contract.ts';

const newFolder = temporaryFolders();

targetContract('a folder of this computer', async () => {
  const stick = join(await newFolder(), 'stick');
  const folder = join(stick, 'evidence-vault-copy-0123456789abcdef');
  await mkdir(stick);
  return {
    open: (writer = '0123456789abcdef0123456789abcdef') =>
      Promise.resolve(new FolderTarget({ port: new NodeDurable(), folder, writer })),
    plant: async (name, bytes) => {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), bytes);
    },
    vanish: () => rename(stick, `${stick}-unplugged`),
  };
});
