import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { NodeDurable } from '../../../../src/store/durable/node-durable.ts';
import { waitingFiles, type RawFiles } from '../../../../src/store/durable/raw-files.ts';
import { replaceFile } from '../../../../src/store/durable/replace-file.ts';
import { windowsRules } from '../../../../src/store/durable/system-rules.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const newFolder = temporaryFolders();

/** Windows as far as it matters here: only long paths are understood, folders cannot be opened, others get in the way. */
class SimulatedWindows {
  readonly calls: string[] = [];
  readonly pauses: number[] = [];
  /** How many more times each call is refused, and with what. */
  readonly refusals = new Map<string, { error: string; times: number }>();
  readonly port: NodeDurable;

  constructor(root: string) {
    const local = (path: string): string => {
      const rest = /^\\\\\?\\C:\\vault(.*)$/.exec(path)?.[1];
      if (rest === undefined) throw new Error(`not a long path: ${path}`);
      return join(root, ...rest.split('\\'));
    };
    const call = async <Result>(name: string, action: () => Promise<Result>): Promise<Result> => {
      this.calls.push(name);
      const refusal = this.refusals.get(name);
      if (refusal !== undefined && refusal.times > 0) {
        refusal.times -= 1;
        throw Object.assign(new Error(refusal.error), { code: refusal.error, syscall: name });
      }
      return action();
    };
    const files: RawFiles = {
      open: (path, flags) =>
        call('open', async () => {
          const file = await waitingFiles.open(local(path), flags);
          if ((await file.status()).type === 'file') return file;
          await file.close();
          throw Object.assign(new Error('EPERM'), { code: 'EPERM', syscall: 'open' });
        }),
      rename: (from, to) => call('rename', () => waitingFiles.rename(local(from), local(to))),
      unlink: (path) => call('unlink', () => waitingFiles.unlink(local(path))),
      makeFolder: (path) => call('makeFolder', () => waitingFiles.makeFolder(local(path))),
      removeFolder: (path) => call('removeFolder', () => waitingFiles.removeFolder(local(path))),
      status: (path) => call('status', () => waitingFiles.status(local(path))),
      list: (path) => call('list', () => waitingFiles.list(local(path))),
    };
    this.port = new NodeDurable({
      rules: windowsRules,
      files,
      pause: async (milliseconds) => {
        this.pauses.push(milliseconds);
      },
    });
  }
}

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
