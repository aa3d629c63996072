import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { searchFiles } from '../support/search-files.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();

/** A folder of two files, each with its name as its text, and the other one of a path in it. */
async function twoFiles(): Promise<{ folder: string; otherThan: (path: string) => string }> {
  const folder = await newFolder();
  for (const name of ['left', 'right']) writeFileSync(join(folder, name), name);
  const otherThan = (path: string): string =>
    readdirSync(folder).find((name) => name !== basename(path)) ?? 'none';
  return { folder, otherThan };
}

describe('searching files that somebody writes', () => {
  it('finds what takes the name of a file that was looked at before', async () => {
    const { folder, otherThan } = await twoFiles();
    let renamed: string | undefined;
    const found = await searchFiles(folder, (path, bytes) => {
      if (renamed === undefined) renameSync(join(folder, (renamed = otherThan(path))), path);
      return [bytes?.toString()];
    });
    expect(found).toEqual([renamed]);
  });

  it('ends with what it met where something always goes away', async () => {
    const { folder, otherThan } = await twoFiles();
    let walks = 0;
    const search = searchFiles(folder, (path) => {
      renameSync(join(folder, otherThan(path)), join(folder, `name ${String(++walks)}`));
      return [];
    });
    await expect(search).rejects.toMatchObject({ code: 'ENOENT' });
    expect(walks).toBe(20);
  });
});
