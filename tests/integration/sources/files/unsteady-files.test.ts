import { appendFile, chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { nodeDisk, type Disk } from '../../../../src/sources/disk/disk.ts';
import { createFilesSource, type FilesSourceOptions } from '../../../../src/sources/files/files-source.ts';
import { RememberingSink } from '../../../support/remembering-sink.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const makeFolder = temporaryFolders();
const onWindows = process.platform === 'win32';

const files = (paths: string[], options: Partial<FilesSourceOptions> = {}) =>
  createFilesSource({ app: 'evidence-vault/test', wait: async () => undefined, paths, ...options });

describe('adding files that cannot be read as they are', () => {
  it('keeps a file that cannot be opened as failed, with the reason and no path', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'a'), 'a');
    await writeFile(join(folder, 'b'), 'b');
    const disk: Disk = {
      ...nodeDisk,
      open: (place) =>
        place.name.toString() === 'a'
          ? Promise.reject(Object.assign(new Error('EACCES'), { code: 'EACCES', syscall: 'open' }))
          : nodeDisk.open(place),
    };
    const sink = new RememberingSink();
    const failures: unknown[] = [];
    const failed = sink.failed.bind(sink);
    sink.failed = (failure) => {
      failures.push(failure.details);
      return failed(failure);
    };
    expect(await sink.pull(files([folder], { disk }))).toStrictEqual({ state: 'partial' });
    const key = `${folder}/a`;
    if (process.platform === 'win32')
      expect(sink.told).toContainEqual({ key, outcome: 'failed', code: 'input.file-busy' });
    else expect(sink.told).toContainEqual({ key, outcome: 'failed', code: 'input.path-unreadable' });
    expect(failures).toStrictEqual([{ system: 'EACCES' }]);
    expect(sink.keys('captured')).toStrictEqual([`${folder}/b`]);
  });

  it.skipIf(onWindows || process.getuid?.() === 0)(
    'keeps a file and a folder without permission as failed (SKIPPED as root, who may read everything)',
    async () => {
      const folder = await makeFolder();
      await writeFile(join(folder, 'a'), 'a');
      await mkdir(join(folder, 'closed'));
      await chmod(join(folder, 'a'), 0);
      await chmod(join(folder, 'closed'), 0);
      const sink = new RememberingSink();
      await sink.pull(files([folder]));
      await chmod(join(folder, 'closed'), 0o700);
      expect(sink.keys('failed')).toStrictEqual([`${folder}/a`, `${folder}/closed/`]);
    },
  );

  it('tries a locked file again, and captures it once it is free', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'a'), 'a');
    let tries = 0;
    const disk: Disk = {
      ...nodeDisk,
      open: (place) => {
        tries += 1;
        return tries < 3
          ? Promise.reject(Object.assign(new Error('EBUSY'), { code: 'EBUSY', syscall: 'open' }))
          : nodeDisk.open(place);
      },
    };
    const sink = new RememberingSink();
    expect(await sink.pull(files([folder], { disk }))).toStrictEqual({ state: 'ok' });
    expect(sink.counts()).toStrictEqual({ captured: 1 });
  });

  it('says of a file that stays locked that it is in use', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'a'), 'a');
    const disk: Disk = {
      ...nodeDisk,
      open: () => Promise.reject(Object.assign(new Error('EBUSY'), { code: 'EBUSY', syscall: 'open' })),
    };
    const sink = new RememberingSink();
    await sink.pull(files([folder], { disk }));
    expect(sink.told).toStrictEqual([{ key: `${folder}/a`, outcome: 'failed', code: 'input.file-busy' }]);
  });

  it('takes a file that was changed while it was read again, so that what is kept last is whole', async () => {
    const folder = await makeFolder();
    const path = join(folder, 'a.txt');
    await writeFile(path, 'begin');
    const sink = new RememberingSink();
    let taken = 0;
    sink.beforeTaking = async () => {
      taken += 1;
      if (taken === 1) await appendFile(path, ' and end');
    };
    expect(await sink.pull(files([path]))).toStrictEqual({ state: 'ok' });
    expect(taken).toBe(2);
    expect(sink.versions.get(path)?.at(-1)?.bytes.toString()).toBe('begin and end');
    const last = sink.find(path);
    await sink.pull(files([path]));
    expect(sink.told).toStrictEqual([{ key: path, outcome: 'unchanged' }]);
    expect(last?.fingerprint?.size).toBe(13);
  });

  it('says of a file that never stops changing that it is being changed', async () => {
    const folder = await makeFolder();
    const path = join(folder, 'log.txt');
    await writeFile(path, 'begin');
    const grow = async () => appendFile(path, 'x');
    const disk: Disk = {
      ...nodeDisk,
      open: async (place) => {
        await grow();
        return nodeDisk.open(place);
      },
    };
    const sink = new RememberingSink();
    expect(await sink.pull(files([path], { disk, wait: grow }))).toStrictEqual({ state: 'partial' });
    expect(sink.told).toStrictEqual([{ key: path, outcome: 'failed', code: 'input.changed-while-reading' }]);
  });
});
