import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { writeCopies } from '../../../src/vault/out-files.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { codeOf } from '../../support/vault/vault-world.ts';

const newFolder = temporaryFolders();

/** What the system says of a disk that is full. */
function diskFull(): Error {
  return Object.assign(new Error('no space'), { code: 'ENOSPC', errno: -28, syscall: 'write' });
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
