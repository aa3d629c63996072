import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getuid } from 'node:process';

import { describe, expect, it } from 'vitest';

import { NodeDurable } from '../../../../src/store/durable/node-durable.ts';
import { blockingFiles, waitingFiles, type RawFiles } from '../../../../src/store/durable/raw-files.ts';
import { makeFolders, replaceFile } from '../../../../src/store/durable/replace-file.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const newFolder = temporaryFolders();

describe.each([
  ['waiting', waitingFiles],
  ['blocking', blockingFiles],
])('the port over %s calls', (_name, files) => {
  const port = new NodeDurable({ files });

  it('writes, reads and cuts a file in place', async () => {
    const path = join(await newFolder(), 'file');
    const file = await port.createFile(path);
    await file.write(new TextEncoder().encode('hello world'), 0);
    await file.write(new TextEncoder().encode('W'), 6);
    await file.truncate(9);
    await file.sync();
    expect(await file.size()).toBe(9);
    const into = new Uint8Array(20);
    expect(await file.read(into, 6)).toBe(3);
    await file.close();
    await file.close();
    expect(await readFile(path, 'utf8')).toBe('hello Wor');

    const again = await port.openFile(path);
    await again?.write(new TextEncoder().encode('ld!'), 9);
    await again?.close();
    expect(await port.findBytes(path, 12)).toEqual(new TextEncoder().encode('hello World!'));
    await expect(port.findBytes(path, 11)).rejects.toMatchObject({ code: 'format.malformed' });
  });

  it('makes a new file only where there is none', async () => {
    const path = join(await newFolder(), 'file');
    await writeFile(path, 'kept');
    await expect(port.createFile(path)).rejects.toMatchObject({
      code: 'storage.failed',
      details: { system: 'EEXIST' },
    });
    expect(await readFile(path, 'utf8')).toBe('kept');
  });

  it('tells what is there from what is not', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'file'), 'abc');
    expect(await port.makeFolder(join(folder, 'sub'))).toBe(true);
    expect(await port.makeFolder(join(folder, 'sub'))).toBe(false);
    await expect(port.makeFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'storage.failed' });
    await expect(port.makeFolder(join(folder, 'none', 'sub'))).rejects.toMatchObject({
      code: 'storage.gone',
    });
    const listing = await port.listFolder(folder);
    expect(listing?.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: 'file', type: 'file' },
      { name: 'sub', type: 'folder' },
    ]);
    expect(await port.findStatus(join(folder, 'file'))).toMatchObject({ type: 'file', size: 3 });
    expect(await port.findStatus(join(folder, 'file', 'below'))).toBeUndefined();
    expect(await port.openForReading(join(folder, 'none'))).toBeUndefined();
    expect(await port.unlink(join(folder, 'file'))).toBe(true);
    expect(await port.unlink(join(folder, 'file'))).toBe(false);
    await port.syncFolder(folder);
    expect(await port.removeFolder(join(folder, 'sub'))).toBe(true);
    expect(await port.removeFolder(join(folder, 'sub'))).toBe(false);
    await expect(port.rename(join(folder, 'none'), join(folder, 'other'))).rejects.toMatchObject({
      code: 'storage.gone',
    });
    await expect(port.syncFolder(join(folder, 'none'))).rejects.toMatchObject({ code: 'storage.gone' });
  });

  it('keeps what it writes to the owner', async () => {
    const folder = await newFolder();
    await makeFolders(port, join(folder, 'a', 'b'));
    await replaceFile(port, join(folder, 'a', 'b', 'file'), new Uint8Array(1));
    if (process.platform === 'win32') return;
    expect((await stat(join(folder, 'a', 'b'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'a', 'b', 'file'))).mode & 0o777).toBe(0o600);
  });

  it('says that nothing can be written where that is so', async (context) => {
    if (getuid?.() === 0) context.skip('SKIPPED: the superuser is refused nothing');
    const folder = await newFolder();
    await mkdir(join(folder, 'sealed'));
    await chmod(join(folder, 'sealed'), 0o500);
    await expect(port.createFile(join(folder, 'sealed', 'file'))).rejects.toMatchObject({
      code: 'storage.read-only',
    });
  });
});

describe('a write that the system takes in pieces', () => {
  it('is gone on with until all is written', async () => {
    const path = join(await newFolder(), 'file');
    const greedless: RawFiles = {
      ...waitingFiles,
      open: async (at, flags) => {
        const file = await waitingFiles.open(at, flags);
        return {
          ...file,
          write: (bytes, offset, length, position) =>
            file.write(bytes, offset, Math.min(length, 7), position),
          read: (into, offset, length, position) => file.read(into, offset, Math.min(length, 5), position),
        };
      },
    };
    const port = new NodeDurable({ files: greedless });
    const bytes = Uint8Array.from({ length: 100 }, (_, index) => index);
    await replaceFile(port, path, bytes);
    expect(await port.findBytes(path, 100)).toEqual(bytes);
  });

  it('is given up when nothing is taken any more', async () => {
    const path = join(await newFolder(), 'file');
    const stuck: RawFiles = {
      ...waitingFiles,
      open: async (at, flags) => ({ ...(await waitingFiles.open(at, flags)), write: async () => 0 }),
    };
    const writing = replaceFile(new NodeDurable({ files: stuck }), path, new Uint8Array(1));
    await expect(writing).rejects.toMatchObject({ code: 'storage.failed' });
  });
});

describe('a folder that the file system cannot sync', () => {
  it.each(['EINVAL', 'ENOTSUP'])('is left to the file system when it says %s', async (system) => {
    await expect(new NodeDurable({ files: failingSync(system) }).syncFolder(await newFolder())).resolves.toBe(
      undefined,
    );
  });

  it('is a failure for any other reason', async () => {
    const syncing = new NodeDurable({ files: failingSync('EIO') }).syncFolder(await newFolder());
    await expect(syncing).rejects.toMatchObject({ code: 'storage.failed', details: { system: 'EIO' } });
  });

  function failingSync(code: string): RawFiles {
    return {
      ...waitingFiles,
      open: async (at, flags) => ({
        ...(await waitingFiles.open(at, flags)),
        sync: async () => {
          throw Object.assign(new Error(code), { code, syscall: 'fsync' });
        },
      }),
    };
  }
});
