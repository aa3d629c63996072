import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { NodeDurable } from '../../../src/store/durable/node-durable.ts';
import { waitingFiles, type RawFiles } from '../../../src/store/durable/raw-files.ts';
import { writeCopies } from '../../../src/vault/out-files.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { codeOf } from '../../support/vault/vault-world.ts';

const newFolder = temporaryFolders();

/** What the system says of a disk that is full. */
function diskFull(): Error {
  return Object.assign(new Error('no space'), { code: 'ENOSPC', errno: -28, syscall: 'write' });
}

/** And of one that fails. */
function diskFails(): Error {
  return Object.assign(new Error('i/o error'), { code: 'EIO', errno: -5, syscall: 'fsync' });
}

describe('files that belong together', () => {
  it('are all there in the end', async () => {
    const folder = await newFolder();
    const outs = ['a', 'b', 'c'].map((name) => join(folder, name));
    await writeCopies(outs, { force: false }, (file, place) => file.append(`text ${String(place)}`));
    expect(await readdir(folder)).toEqual(['a', 'b', 'c']);
    expect(await readFile(join(folder, 'c'), 'utf8')).toBe('text 2');
  });

  it('leave nothing behind where the disk is full at any of them', async () => {
    for (const full of [0, 1, 2]) {
      const folder = await newFolder();
      const outs = ['a', 'b', 'c'].map((name) => join(folder, name));
      const writing = writeCopies(outs, { force: false }, async (file, place) => {
        await file.append('text');
        if (place === full) throw diskFull();
      });
      expect(await codeOf(writing)).toBe('storage.full');
      expect(await readdir(folder)).toEqual([]);
    }
  });

  it('are not taken for whole where the disk failed while more was written, though it says later that all is well', async () => {
    const folder = await newFolder();
    let syncs = 0;
    const files: RawFiles = {
      ...waitingFiles,
      open: async (path, flags) => {
        const file = await waitingFiles.open(path, flags);
        return {
          ...file,
          sync: () => {
            syncs += 1;
            return syncs === 1 ? Promise.reject(diskFails()) : file.sync();
          },
        };
      },
    };
    const port = new NodeDurable({ files });
    const writing = writeCopies([join(folder, 'film')], { force: false, port }, async (file) => {
      for (let mebibyte = 0; mebibyte < 40; mebibyte += 1) await file.append(Buffer.alloc(1 << 20));
    });
    expect(await codeOf(writing)).toBe('storage.failed');
    expect(await readdir(folder)).toEqual([]);
  });

  it('are taken away again where the last name is taken meanwhile, and what has that name stays', async () => {
    const folder = await newFolder();
    const outs = ['a', 'b', 'c'].map((name) => join(folder, name));
    const writing = writeCopies(outs, { force: false }, async (file, place) => {
      await file.append('text');
      if (place === 2) await writeFile(join(folder, 'c'), 'mine');
    });
    expect(await codeOf(writing)).toBe('input.exists');
    expect(await readdir(folder)).toEqual(['c']);
    expect(await readFile(join(folder, 'c'), 'utf8')).toBe('mine');
  });
});
