import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { FaultyDurable, KilledByFault } from '../../../../src/store/durable/faulty-durable.ts';
import { makeFolders, replaceFile, writeNewFile } from '../../../../src/store/durable/replace-file.ts';
import type { Loss } from '../../../../src/store/durable/unsynced-memory.ts';
import { everyStep } from '../../../support/store/every-step.ts';
import { quickDisk } from '../../../support/store/quick-disk.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const forgetful = (): FaultyDurable => new FaultyDurable(quickDisk(), undefined, { forgets: true });

describe('a step that fails', () => {
  it('is the chosen one, and the others are done', async () => {
    const folder = await newFolder();
    const port = new FaultyDurable(quickDisk(), { at: 3, fault: 'ENOSPC' });
    await port.makeFolder(join(folder, 'a'));
    await port.makeFolder(join(folder, 'b'));
    await expect(port.makeFolder(join(folder, 'c'))).rejects.toMatchObject({ code: 'storage.full' });
    await port.makeFolder(join(folder, 'd'));
    expect(port.steps).toEqual(['makeFolder a', 'makeFolder b', 'makeFolder c', 'makeFolder d']);
    expect(['a', 'b', 'c', 'd'].map((name) => existsSync(join(folder, name)))).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });

  it('writes half in a short write', async () => {
    const path = join(await newFolder(), 'file');
    const port = new FaultyDurable(quickDisk(), { at: 2, fault: 'short-write' });
    await expect(writeNewFile(port, path, bytesOf('abcdef'))).rejects.toMatchObject({ code: 'storage.full' });
    expect(await readFile(path, 'utf8')).toBe('abc');
  });

  it('ends everything when it kills', async () => {
    const folder = await newFolder();
    const port = new FaultyDurable(quickDisk(), { at: 2, fault: 'kill' });
    await expect(writeNewFile(port, join(folder, 'file'), bytesOf('abc'))).rejects.toThrow(KilledByFault);
    await expect(port.makeFolder(join(folder, 'later'))).rejects.toThrow(KilledByFault);
    await expect(port.findStatus(folder)).rejects.toThrow(KilledByFault);
    expect(existsSync(join(folder, 'later'))).toBe(false);
    expect(port.struck).toBe(true);
  });
});

describe('a power failure', () => {
  const outcome = async (loss: Loss, act: (port: FaultyDurable, folder: string) => Promise<void>) => {
    const folder = await newFolder();
    await writeFile(join(folder, 'old'), 'old');
    const port = forgetful();
    await act(port, folder);
    port.crash(loss);
    const read = async (name: string): Promise<string | undefined> =>
      existsSync(join(folder, name)) ? readFile(join(folder, name), 'utf8') : undefined;
    return { old: await read('old'), new: await read('new') };
  };

  it('takes a name whose folder was not synced', async () => {
    const act = (port: FaultyDurable, folder: string): Promise<void> =>
      writeNewFile(port, join(folder, 'new'), bytesOf('new'));
    expect(await outcome('names', act)).toEqual({ old: 'old', new: undefined });
    expect(await outcome('content', act)).toEqual({ old: 'old', new: 'new' });
  });

  it('takes content that was not synced, and may leave the name', async () => {
    const act = async (port: FaultyDurable, folder: string): Promise<void> => {
      const file = await port.createFile(join(folder, 'new'));
      await file.write(bytesOf('new'), 0);
      await file.close();
      await port.rename(join(folder, 'new'), join(folder, 'old'));
    };
    expect(await outcome('content', act)).toEqual({ old: '', new: undefined });
    expect(await outcome('names', act)).toEqual({ old: 'old', new: undefined });
  });

  it('brings back what was removed and replaced without a sync', async () => {
    const act = async (port: FaultyDurable, folder: string): Promise<void> => {
      await writeNewFile(port, join(folder, 'new'), bytesOf('new'));
      await port.syncFolder(folder);
      await port.unlink(join(folder, 'old'));
      await port.rename(join(folder, 'new'), join(folder, 'old'));
    };
    expect(await outcome('names-and-content', act)).toEqual({ old: 'old', new: 'new' });
    expect(await outcome('nothing', act)).toEqual({ old: 'new', new: undefined });
  });

  it('takes a folder with all that is in it', async () => {
    const folder = await newFolder();
    const port = forgetful();
    await port.makeFolder(join(folder, 'sub'));
    await writeNewFile(port, join(folder, 'sub', 'file'), bytesOf('x'));
    await port.syncFolder(join(folder, 'sub'));
    port.crash('names');
    expect(existsSync(join(folder, 'sub'))).toBe(false);
  });

  it('takes nothing that was synced', async () => {
    const folder = await newFolder();
    const port = forgetful();
    await makeFolders(port, join(folder, 'a', 'b'));
    await replaceFile(port, join(folder, 'a', 'b', 'file'), bytesOf('kept'));
    port.crash('names-and-content');
    expect(await readFile(join(folder, 'a', 'b', 'file'), 'utf8')).toBe('kept');
  });
});

describe('replacing a file', () => {
  it('leaves the old content or the new one at every step, and the new one once it returned', async () => {
    const before = await newFolder();
    await writeFile(join(before, 'file'), 'old content');
    const steps = await everyStep(
      before,
      (port, folder) => replaceFile(port, join(folder, 'file'), bytesOf('new')),
      async (folder, { done, story }) => {
        const found = await readFile(join(folder, 'file'), 'utf8');
        expect(done ? ['new'] : ['old content', 'new'], story).toContain(found);
      },
    );
    expect(steps).toBe(6);
  });
});
