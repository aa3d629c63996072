import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import {
  watchFolder,
  type FolderWatch,
  type HintReason,
  type WatchOptions,
} from '../../../../src/sources/folder/watch-folder.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { diskWith } from './watched.ts';

const makeFolder = temporaryFolders();
const watching: { cancel: AbortController; ended: Promise<void> }[] = [];

afterEach(async () => {
  for (const { cancel, ended } of watching.splice(0)) {
    cancel.abort();
    await ended;
  }
});

/** A watch and the hints that it gave. */
async function watch(
  folder: string,
  options: Partial<WatchOptions> = {},
): Promise<{
  hints: HintReason[];
  watch: FolderWatch;
  next: () => Promise<HintReason>;
  cancel: AbortController;
}> {
  const hints: HintReason[] = [];
  let told = Promise.withResolvers<HintReason>();
  const cancel = new AbortController();
  const started = await watchFolder(folder, {
    debounce: 50,
    ...options,
    signal: cancel.signal,
    onHint: (reason) => {
      hints.push(reason);
      told.resolve(reason);
      told = Promise.withResolvers();
    },
  });
  watching.push({ cancel, ended: started.ended });
  return { hints, watch: started, next: () => told.promise, cancel };
}

describe('watching a folder', () => {
  it('asks for a rescan when a file appears, and once for many', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'before.txt'), 'there already');
    const { hints, next, watch: started } = await watch(folder, { debounce: 300 });
    expect(started.how()).toBe('events');
    expect(hints).toStrictEqual([]);
    const hint = next();
    for (let index = 0; index < 20; index += 1) await writeFile(join(folder, `f${String(index)}`), 'x');
    expect(await hint).toBe('event');
    expect(hints).toStrictEqual(['event']);
  });

  it('asks for one in the end although events never stop', async () => {
    const folder = await makeFolder();
    const { next } = await watch(folder, { debounce: 60_000, longest: 200 });
    const hint = next();
    const stop = new AbortController();
    const writing = (async () => {
      for (let index = 0; !stop.signal.aborted; index += 1) {
        await writeFile(join(folder, 'log.txt'), String(index));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    expect(await hint).toBe('event');
    stop.abort();
    await writing;
  });

  it('asks for one by the clock, without any event', async () => {
    const folder = await makeFolder();
    const { next } = await watch(folder, { schedule: 30 });
    expect(await next()).toBe('scheduled');
    expect(await next()).toBe('scheduled');
  });

  it('polls a network folder, whose events cannot be trusted', async () => {
    const folder = await makeFolder();
    const disk = diskWith({ fileSystemKind: async () => 0x6969 });
    const { next, watch: started } = await watch(folder, { disk, pollingInterval: 50 });
    if (process.platform === 'linux') expect(started.how()).toBe('polling');
    const hint = next();
    await writeFile(join(folder, 'a.txt'), 'x');
    expect(await hint).toBe('event');
  });

  it('hears nothing of noise and of the vault', async () => {
    const folder = await makeFolder();
    const vault = join(folder, 'vault');
    await mkdir(vault);
    const { hints, next } = await watch(folder, { exclude: [vault] });
    await writeFile(join(folder, '.DS_Store'), 'x');
    await writeFile(join(vault, 'blob'), 'x');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(hints).toStrictEqual([]);
    const hint = next();
    await writeFile(join(folder, 'work.txt'), 'x');
    expect(await hint).toBe('event');
  });

  it('goes on by the clock where the folder is not there', async () => {
    const folder = await makeFolder();
    await rm(folder, { recursive: true });
    const { next } = await watch(folder, { schedule: 50 });
    expect(await next()).toBe('scheduled');
    await mkdir(folder);
  });

  it('ends when it is told to, and says nothing more', async () => {
    const folder = await makeFolder();
    const { hints, cancel, watch: started } = await watch(folder, { schedule: 20 });
    cancel.abort();
    await started.ended;
    const before = hints.length;
    await writeFile(join(folder, 'a.txt'), 'x');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(hints.length).toBe(before);
    await expect(
      watchFolder(folder, { onHint: () => undefined, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'internal.cancelled' });
  });
});
