import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';

import { keyOfName } from '../../../../src/sources/disk/disk-place.ts';
import { addFiles } from '../../../../src/vault/add-files.ts';
import { connectFolder } from '../../../../src/vault/connectors/folder.ts';
import { syncSources } from '../../../../src/vault/sync-sources.ts';
import { noStop, temporaryRoot } from '../../../support/vault/vault-world.ts';
import type { SourceFixture, SourceWorld } from './source-fixture.ts';

const contents: Record<string, string | Buffer> = {
  'essay.txt': 'How a bill becomes an Act.\n',
  'Unit 3/portfolio.pdf': Buffer.from('%PDF-1.7\nA portfolio.\n'),
  'Unit 3/photos/bench.png': Buffer.from('\u0089PNG\r\n\u001a\n and a bench', 'latin1'),
  'Unit 3/notes.txt': 'Notes of an observation.\n',
  'empty.txt': '',
  'a name with … ünusual signs.txt': 'Kept byte for byte.\n',
};

for (let number = 1; number <= 8; number += 1)
  contents[`drafts/draft ${number}.txt`] = `Draft number ${number}.\n`;

/** A time in the past, so that no file looks as if it were being written. */
const longAgo = new Date('2026-03-02T09:00:00Z');

/** What a folder holds, with bytes, sizes, modes and times: what a source must not touch. Not the time of the last access. */
export async function snapshotOfFolder(folder: string): Promise<string> {
  const lines: string[] = [];
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const path = join(folder, name);
    const { mode, mtimeMs, size, nlink } = await lstat(path);
    const bytes = (await lstat(path)).isFile() ? (await readFile(path)).toString('base64') : '';
    lines.push([name, mode, mtimeMs, size, nlink, bytes].join(' '));
  }
  return lines.join('\n');
}

async function makeFolder(): Promise<{ readonly root: string; readonly folder: string }> {
  const root = await temporaryRoot();
  const folder = join(root, 'work');
  for (const [name, bytes] of Object.entries(contents)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), bytes);
    await utimes(join(folder, name), longAgo, longAgo);
  }
  return { root, folder };
}

/** What folder and files have in common; `keyOf` gives the key of a name in the folder. */
function worldAt(root: string, folder: string): Omit<SourceWorld, 'pull'> {
  const keyOf = (name: string) => keyOfName(Buffer.from(name));
  return {
    secrets: [],
    methods: ['file'],
    snapshot: () => snapshotOfFolder(folder),
    changeOne: async () => {
      await writeFile(join(folder, 'Unit 3', 'notes.txt'), 'Notes of two observations.\n');
      await utimes(join(folder, 'Unit 3', 'notes.txt'), longAgo, new Date('2026-04-02T09:00:00Z'));
      return { changed: [keyOf('Unit 3/notes.txt')] };
    },
    breakOne: async () => {
      // A link that leads nowhere in the place of a file, since root may read what nobody may read.
      const path = join(folder, 'Unit 3', 'notes.txt');
      await rename(path, join(root, 'away'));
      await symlink(join(root, 'nowhere'), path);
      return {
        key: keyOf('Unit 3/notes.txt'),
        code: 'input.not-a-file',
        mend: async () => {
          await rm(path);
          await rename(join(root, 'away'), path);
        },
      };
    },
    end: async () => {
      await chmod(root, 0o700);
      await rm(root, { recursive: true, force: true });
    },
  };
}

export const folderFixture: SourceFixture = {
  start: async () => {
    const { root, folder } = await makeFolder();
    return {
      ...worldAt(root, folder),
      connect: async (vault) => {
        await connectFolder(vault, folder, { signal: noStop() });
      },
      pull: async (vault, { signal, onItem, onProgress }) => {
        const [report] = await syncSources(vault, {
          signal,
          onItem: (_source, item) => onItem?.(item),
          onProgress: (_source, progress) => onProgress?.(progress),
        });
        if (report === undefined) throw new Error('nothing was synced');
        return report;
      },
      fallSilent: async () => {
        await rename(folder, join(root, 'unplugged'));
        await mkdir(folder);
      },
      removeOne: async () => {
        await rm(join(folder, 'essay.txt'));
        return ['essay.txt'];
      },
    };
  },
};

export const filesFixture: SourceFixture = {
  start: async () => {
    const { root, folder } = await makeFolder();
    return {
      ...worldAt(root, folder),
      plainKey: (key) => key.replace(`${keyOfName(Buffer.from(folder))}/`, ''),
      pull: (vault, options) => addFiles(vault, [folder], options),
    };
  },
};
