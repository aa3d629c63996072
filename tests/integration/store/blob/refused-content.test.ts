import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { chmod, mkdir, readdir, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getuid, platform } from 'node:process';

import { describe, expect, it } from 'vitest';

import { readFileContent } from '../../../../src/store/blob/content-reader.ts';
import type { BlobStore } from '../../../../src/store/blob/blob-store.ts';
import { waitingFiles, type RawFiles } from '../../../../src/store/durable/raw-files.ts';
import { contentOf, openBlobs, readAll, storedOf } from '../../../support/store/blob-world.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const block = 1 << 20;

async function expectNothingKept(folder: string, store: BlobStore): Promise<void> {
  expect((await store.listBlobs()).blobs).toEqual([]);
  expect(await readdir(join(folder, 'incoming'))).toEqual([]);
}

describe.each([0, 2])('a path captured with %i threads is refused', (threads) => {
  it('if nothing is there, or no ordinary file', async (context) => {
    const outside = await newFolder();
    const { folder, store } = await openBlobs(await newFolder(), { threads });
    await mkdir(join(outside, 'folder'));
    await symlink(join(outside, 'none'), join(outside, 'dangling'));
    await writeFile(join(outside, 'file'), 'x');
    for (const [name, code] of [
      ['none', 'input.path-missing'],
      ['file/below', 'input.path-missing'],
      ['dangling', 'input.path-missing'],
      ['folder', 'input.not-a-file'],
    ] as const)
      await expect(store.capture({ path: join(outside, name) }), name).rejects.toMatchObject({ code });
    await expectNothingKept(folder, store);
    if (platform === 'win32') context.skip('SKIPPED: Windows has no named pipes in folders');
    execFileSync('mkfifo', [join(outside, 'pipe')]);
    await expect(store.capture({ path: join(outside, 'pipe') })).rejects.toMatchObject({
      code: 'input.not-a-file',
    });
    await store.close();
  });

  it('if it may not be read', async (context) => {
    if (getuid?.() === 0) context.skip('SKIPPED: the superuser is refused nothing');
    const path = join(await newFolder(), 'file');
    await writeFile(path, 'x');
    await chmod(path, 0);
    const { store } = await openBlobs(await newFolder(), { threads });
    await expect(store.capture({ path })).rejects.toMatchObject({ code: 'input.path-unreadable' });
    await store.close();
  });

  it('once it is cancelled', async () => {
    const path = join(await newFolder(), 'large');
    await writeFile(path, '');
    await truncate(path, 64 * block);
    const { folder, store } = await openBlobs(await newFolder(), { threads });
    const stop = new AbortController();
    const capturing = store.capture({ path }, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(capturing).rejects.toMatchObject({ code: 'internal.cancelled' });
    await expectNothingKept(folder, store);
    const late = store.capture({ path }, { signal: stop.signal });
    await expect(late).rejects.toMatchObject({ code: 'internal.cancelled' });
    await store.close();
  });
});

describe('closing the store', () => {
  it('gives up the files that its threads are reading, and takes no more', async () => {
    const path = join(await newFolder(), 'large');
    await writeFile(path, '');
    await truncate(path, 64 * block);
    const { folder, store } = await openBlobs(await newFolder(), { threads: 1 });
    const reading = Promise.withResolvers<undefined>();
    const captures = Array.from({ length: 20 }, () =>
      store.capture({ path }, { onProgress: () => reading.resolve(undefined) }),
    );
    const endings = Promise.allSettled(captures);
    await reading.promise;
    await store.close();
    for (const ending of await endings)
      expect(ending).toMatchObject({ status: 'rejected', reason: { code: 'internal.cancelled' } });
    await expectNothingKept(folder, store);
    await expect(store.capture({ path })).rejects.toMatchObject({ code: 'access.locked' });
  });
});

describe('a file that changes while it is read', () => {
  it.each<[string, (path: string) => void | Promise<void>]>([
    ['grows', (path) => appendFileSync(path, 'more')],
    ['shrinks', (path) => truncate(path, 100)],
    ['is written over at the same length', (path) => utimes(path, 1, 1)],
  ])('is not kept if it %s', async (_how, change) => {
    const path = join(await newFolder(), 'file');
    await writeFile(path, contentOf(20 * block));
    const { folder, store } = await openBlobs(await newFolder());
    let changing: Promise<void> | undefined;
    let told = 0;
    const onProgress = (bytes: number): void => {
      told = bytes;
      changing ??= Promise.resolve(change(path));
    };
    await expect(store.capture({ path }, { onProgress })).rejects.toMatchObject({
      code: 'input.changed-while-reading',
    });
    await changing;
    expect(told).toBeGreaterThan(0);
    await expectNothingKept(folder, store);
  });
});

describe('a file that another program keeps to itself', () => {
  const failing = (name: 'open' | 'read', system: string): RawFiles => {
    const fail = async (): Promise<never> => {
      throw Object.assign(new Error(system), { code: system, syscall: name });
    };
    return {
      ...waitingFiles,
      open: async (path, flags) =>
        name === 'open' ? fail() : { ...(await waitingFiles.open(path, flags)), read: fail },
    };
  };

  it.each([
    ['open', 'EBUSY', 'input.file-busy'],
    ['read', 'EBUSY', 'input.file-busy'],
    ['open', 'EPERM', 'input.path-unreadable'],
    ['read', 'EIO', 'input.path-unreadable'],
  ] as const)('fails in %s with %s as %s', async (name, system, code) => {
    const path = join(await newFolder(), 'file');
    await writeFile(path, 'x');
    const reading = async (): Promise<number> =>
      (await readFileContent(failing(name, system), path)).fill(new Uint8Array(10));
    await expect(reading()).rejects.toMatchObject({ code });
  });
});

describe('a stream', () => {
  const streamOf = (bytes: Uint8Array) =>
    async function* (): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += 300_000) {
        yield bytes.subarray(at, at + 300_000);
        yield new Uint8Array(0);
      }
    };

  it.each([
    [0, 1, 'source.download-incomplete'],
    [10, 11, 'source.download-incomplete'],
    [3 * block, 3 * block + 1, 'source.download-incomplete'],
    [10, 9, 'source.download-wrong-size'],
    [3 * block, 2 * block, 'source.download-wrong-size'],
    [1, 0, 'source.download-wrong-size'],
  ])('of %i bytes where %i were expected is %s', async (length, expectedSize, code) => {
    const { folder, store } = await openBlobs(await newFolder());
    const stream = streamOf(contentOf(length));
    await expect(store.capture({ stream, expectedSize })).rejects.toMatchObject({ code });
    await expectNothingKept(folder, store);
  });

  it('is closed when it is given up, and what it throws passes through', async () => {
    const { folder, store } = await openBlobs(await newFolder());
    let closed = false;
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield contentOf(block);
      } finally {
        closed = true;
      }
    };
    await expect(store.capture({ stream: endless, expectedSize: 5 * block })).rejects.toMatchObject({
      code: 'source.download-wrong-size',
    });
    expect(closed).toBe(true);
    const mistake = new Error('the network went away');
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield contentOf(2 * block);
      throw mistake;
    };
    await expect(store.capture({ stream: broken })).rejects.toBe(mistake);
    await expectNothingKept(folder, store);
  });
});

describe('after a refusal', () => {
  it('the same content is captured as if nothing had been', async () => {
    const { store } = await openBlobs(await newFolder());
    const bytes = contentOf(2 * block);
    const short = async function* (): AsyncGenerator<Uint8Array> {
      yield bytes;
    };
    await expect(store.capture({ stream: short, expectedSize: 3 * block })).rejects.toMatchObject({
      code: 'source.download-incomplete',
    });
    const captured = await store.capture({ bytes });
    expect(captured.known).toBe(false);
    expect(Buffer.compare(await readAll(store.read(storedOf(captured))), bytes)).toBe(0);
  });
});
