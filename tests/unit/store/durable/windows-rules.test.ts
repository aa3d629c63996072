import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { replaceFile } from '../../../../src/store/durable/replace-file.ts';
import { windowsRules } from '../../../../src/store/durable/system-rules.ts';
import { SimulatedWindows } from '../../../support/store/simulated-windows.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const newFolder = temporaryFolders();

const path = 'C:\\vault/settings.sealed';
const bytes = new Uint8Array([1, 2, 3]);

describe('on Windows', () => {
  it('a file is replaced by long paths, without a sync of its folder', async () => {
    const root = await newFolder();
    const windows = new SimulatedWindows(root);
    await replaceFile(windows.port, path, bytes);
    expect(new Uint8Array(await readFile(join(root, 'settings.sealed')))).toEqual(bytes);
    expect(windows.calls).toEqual(['unlink', 'open', 'rename']);
    await windows.port.syncFolder('C:\\vault');
    expect(windows.calls).toHaveLength(3);
  });

  it.each([
    ['rename', 'EBUSY'],
    ['rename', 'EPERM'],
    ['rename', 'EACCES'],
    ['open', 'EBUSY'],
    ['unlink', 'EPERM'],
  ])('a %s that another program holds up with %s is tried again', async (name, error) => {
    const root = await newFolder();
    const windows = new SimulatedWindows(root);
    windows.refusals.set(name, { error, times: 4 });
    await replaceFile(windows.port, path, bytes);
    expect(windows.pauses).toEqual([10, 20, 40, 80]);
    expect(new Uint8Array(await readFile(join(root, 'settings.sealed')))).toEqual(bytes);
  });

  it('gives up in the end, and the old content is still there', async () => {
    const root = await newFolder();
    const windows = new SimulatedWindows(root);
    await replaceFile(windows.port, path, bytes);
    windows.refusals.set('rename', { error: 'EBUSY', times: 100 });
    const replacing = replaceFile(windows.port, path, new Uint8Array([9]));
    await expect(replacing).rejects.toMatchObject({ code: 'storage.failed', details: { system: 'EBUSY' } });
    expect(windows.pauses).toEqual(windowsRules.pauses);
    expect(await windows.port.findBytes(path, 10)).toEqual(bytes);
    expect(await windows.port.listFolder('C:\\vault')).toEqual([{ name: 'settings.sealed', type: 'file' }]);
  });

  it('does not try again what will not pass', async () => {
    const windows = new SimulatedWindows(await newFolder());
    windows.refusals.set('open', { error: 'ENOSPC', times: 100 });
    await expect(replaceFile(windows.port, path, bytes)).rejects.toMatchObject({ code: 'storage.full' });
    expect(windows.pauses).toEqual([]);
  });

  it('finds nothing where nothing is', async () => {
    const { port } = new SimulatedWindows(await newFolder());
    expect(await port.findBytes('C:\\vault\\none', 1)).toBeUndefined();
    expect(await port.openFile('C:\\vault\\none')).toBeUndefined();
    expect(await port.findStatus('C:\\vault\\none')).toBeUndefined();
    expect(await port.listFolder('C:\\vault\\none')).toBeUndefined();
    expect(await port.unlink('C:\\vault\\none')).toBe(false);
  });
});
