import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { findStatuses } from '../../../../src/store/durable/find-statuses.ts';
import { NodeDurable } from '../../../../src/store/durable/node-durable.ts';
import { waitingFiles, type RawFiles } from '../../../../src/store/durable/raw-files.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const newFolder = temporaryFolders();

/** Files of lengths 0, 1, 2, … with a gap and a folder among them. */
async function manyFiles(): Promise<{ paths: string[]; expected: unknown[] }> {
  const folder = await newFolder();
  const paths = Array.from({ length: 600 }, (_, i) => join(folder, String(i)));
  for (const [i, path] of paths.entries())
    if (i === 7) await mkdir(path);
    else if (i % 50 !== 3) await writeFile(path, new Uint8Array(i));
  const expected = paths.map((_, i) => {
    if (i === 7) return 'folder';
    return i % 50 === 3 ? undefined : i;
  });
  return { paths, expected };
}

async function lengthsOf(files: RawFiles, paths: readonly string[]): Promise<unknown[]> {
  const statuses = await findStatuses(new NodeDurable({ files }), paths);
  return statuses.map((status) => (status?.type === 'file' ? status.size : status?.type));
}

test('tells of many files in their order, also of those that are not there', async () => {
  const { paths, expected } = await manyFiles();
  expect(await lengthsOf(waitingFiles, paths)).toEqual(expected);
});

test('tells the same where the disk can only be waited for', async () => {
  const { paths, expected } = await manyFiles();
  const files: RawFiles = { ...waitingFiles };
  Reflect.deleteProperty(files, 'statusNow');
  expect(await lengthsOf(files, paths)).toEqual(expected);
});

test('asks on this thread a few times more where other threads are answered at once', async () => {
  const { paths, expected } = await manyFiles();
  let asked = 0;
  const slow: RawFiles = {
    ...waitingFiles,
    statusNow: (path) => {
      asked += 1;
      for (const until = performance.now() + 5; performance.now() < until;);
      return waitingFiles.statusNow?.(path);
    },
  };
  expect(await lengthsOf(slow, paths)).toEqual(expected);
  expect(asked).toBeLessThanOrEqual(3);
});

test('asks on this thread no more once a disk was slow', async () => {
  const { paths, expected } = await manyFiles();
  let asked = 0;
  let waited = 0;
  const slow: RawFiles = {
    ...waitingFiles,
    status: async (path) => {
      // The first answer comes at once, and then the disk is slow.
      if (waited > 0) await setTimeout(20);
      waited += 1;
      return waitingFiles.status(path);
    },
    statusNow: (path) => {
      asked += 1;
      for (const until = performance.now() + 5; performance.now() < until;);
      return waitingFiles.statusNow?.(path);
    },
  };
  expect(await lengthsOf(slow, paths)).toEqual(expected);
  expect(asked).toBeLessThanOrEqual(1);
});

test('tells what the disk says when it cannot be asked', async () => {
  const { paths } = await manyFiles();
  const failing = (): never => {
    throw Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'stat' });
  };
  const files: RawFiles = {
    ...waitingFiles,
    status: () => Promise.resolve().then(failing),
    statusNow: failing,
  };
  await expect(lengthsOf(files, paths)).rejects.toMatchObject({ code: 'storage.failed' });
});
