import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, afterEach, describe, expect, test } from 'vitest';

import { NodeDurable } from '../../../../src/store/durable/node-durable.ts';
import { FolderTarget } from '../../../../src/store/replica/folder-target.ts';
import { replicaFileName } from '../../../../src/store/replica/replica-names.ts';
import { mountLoopImage, type LoopImage } from '../../../support/store/loop-image.ts';
import { bytesOf, contentOf, listAll } from '../../../support/store/replica-contents.ts';
import { exfat, fat32, simulatedFat } from '../../../support/store/simulated-fat.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { targetContract } from './target-contract.ts';

const newFolder = temporaryFolders();
const copyName = 'evidence-vault-copy-0123456789abcdef';
const laptop = '0123456789abcdef0123456789abcdef';

async function plant(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), bytes);
}

for (const [kind, rules] of [
  ['a folder with the rules of FAT32', fat32],
  ['a folder with the rules of exFAT', exfat],
] as const)
  targetContract(kind, async () => {
    const root = await newFolder();
    const stick = join(root, 'stick');
    const folder = join(stick, copyName);
    await mkdir(stick);
    return {
      open: (writer = laptop) =>
        Promise.resolve(
          new FolderTarget({ port: new NodeDurable({ files: simulatedFat(root, rules) }), folder, writer }),
        ),
      plant: (name, bytes) => plant(folder, name, bytes),
      vanish: () => rename(stick, `${stick}-unplugged`),
    };
  });

describe('a second copy on a file system that folds case', () => {
  test('finds its folders whatever case another system gave them', async () => {
    const root = await newFolder();
    const port = new NodeDurable({ files: simulatedFat(root, fat32) });
    const folder = join(root, copyName);
    const target = new FolderTarget({ port, folder, writer: laptop });
    await target.put(replicaFileName, contentOf(bytesOf(1, 3)));
    await mkdir(join(folder, 'BLOBS', '0000'), { recursive: true });
    const content = contentOf(bytesOf(2, 50));
    const name = `blobs/0000/${content.sha256}.blob`;
    await target.put(name, content);
    expect(await target.findSize(name)).toBe(50);
    expect(await listAll(new FolderTarget({ port, folder }))).toHaveLength(2);
  });
});

describe('a second copy where nothing can be renamed', () => {
  test('is written in place, read back, and made good after a stop', async () => {
    const root = await newFolder();
    const files = simulatedFat(root, exfat);
    const port = new NodeDurable({
      files: {
        ...files,
        rename: () =>
          Promise.reject(Object.assign(new Error('ENOSYS'), { code: 'ENOSYS', syscall: 'rename' })),
      },
    });
    const target = new FolderTarget({ port, folder: join(root, copyName), writer: laptop });
    await target.put(replicaFileName, contentOf(bytesOf(1, 3)));
    const content = contentOf(bytesOf(2, 300_000));
    const name = `blobs/0000/${content.sha256}.blob`;
    const cut = {
      ...content,
      async *open() {
        yield Promise.resolve(bytesOf(2, 100));
        throw new Error('stopped');
      },
    };
    await expect(target.put(name, cut)).rejects.toThrow('stopped');
    expect(await target.findSize(name)).toBeUndefined();
    await target.put(name, content);
    expect((await listAll(target)).map(([, size]) => size)).toEqual([300_000, 3]);
  });
});

describe('real images', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-vault-loop-'));
  const images: LoopImage[] = [];
  afterEach(() => {
    for (const image of images.splice(0)) image.unplug();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [type, name] of [
    ['vfat', 'FAT32'],
    ['exfat', 'exFAT'],
  ] as const) {
    const first = mountLoopImage(mkdtempSync(join(folder, type)), type);
    if (typeof first === 'string') {
      process.stdout.write(`SKIPPED: a real ${name} image, whose rules are simulated instead: ${first}\n`);
      test.skip(`a second copy on a real ${name} image: ${first}`);
      continue;
    }
    first.unplug();
    targetContract(`a real ${name} image`, async () => {
      const image = mountLoopImage(mkdtempSync(join(folder, type)), type);
      if (typeof image === 'string') throw new Error(image);
      images.push(image);
      const copy = join(image.point, 'place', copyName);
      await mkdir(dirname(copy));
      return {
        open: (writer = laptop) =>
          Promise.resolve(new FolderTarget({ port: new NodeDurable(), folder: copy, writer })),
        plant: (planted, bytes) => plant(copy, planted, bytes),
        vanish: () => {
          image.unplug();
          return Promise.resolve();
        },
      };
    });
  }
});
