import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { CapturedContent } from '../../../../src/store/blob/captured-content.ts';
import { FaultyDurable } from '../../../../src/store/durable/faulty-durable.ts';
import { contentOf, openBlobs, readAll, storedOf } from '../../../support/store/blob-world.ts';
import { everyStep } from '../../../support/store/every-step.ts';
import { quickDisk } from '../../../support/store/quick-disk.ts';
import { testKeys } from '../../../support/store/test-keys.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const part = 1 << 20;

describe('capturing while everything fails', () => {
  it('keeps every content that was settled, whole, and leaves no torn blob under its name', async () => {
    const keys = testKeys();
    const contents = [contentOf(part + 5), contentOf(700, 2)];
    let captured: CapturedContent[] = [];
    const steps = await everyStep(
      await newFolder(),
      async (port, folder) => {
        captured = [];
        const { store } = await openBlobs(folder, { keys, port });
        for (const bytes of contents) captured.push(await store.capture({ bytes }));
        await store.settle();
      },
      async (folder, { done, story }) => {
        const { store } = await openBlobs(folder, { keys });
        expect(await readdir(join(folder, 'incoming')), story).toEqual([]);
        const { blobs, foreign } = await store.listBlobs();
        expect(foreign, story).toEqual([]);
        for (const blob of blobs) await store.verifySealed(blob);
        if (done)
          for (const [index, each] of captured.entries()) {
            const found = await readAll(store.read(storedOf(each)));
            expect(Buffer.compare(found, contents[index] ?? found), story).toBe(0);
          }
        const again = await store.capture({ bytes: contentOf(10) });
        await store.settle();
        expect(await readAll(store.read(storedOf(again))), story).toHaveLength(10);
      },
    );
    // Two folders made, their names synced, a shelf made, three blobs of four steps each, two folders synced.
    expect(steps).toBe(18);
  }, 240_000);

  it.each(['ENOSPC', 'EIO', 'EROFS', 'short-write'] as const)(
    'goes on after %s at any step, in the same store',
    async (fault) => {
      const bytes = contentOf(part + 5);
      // The first three steps make the two folders.
      for (let at = 4; ; at += 1) {
        const folder = await newFolder();
        const port = new FaultyDurable(quickDisk(), { at, fault });
        const { store } = await openBlobs(folder, { port });
        const captureAndSettle = async (): Promise<CapturedContent> => {
          const captured = await store.capture({ bytes });
          await store.settle();
          return captured;
        };
        const first = await captureAndSettle().catch((error: unknown) => error);
        if (!port.struck) break;
        expect(first).toMatchObject({ code: expect.stringMatching(/^storage\./) });
        const captured = await captureAndSettle();
        const found = await readAll(store.read(storedOf(captured)));
        expect(Buffer.compare(found, bytes), `step ${String(at)}`).toBe(0);
        expect(await readdir(join(folder, 'incoming')), `step ${String(at)}`).toEqual([]);
      }
    },
  );

  it('leans on no blob whose folder could not be synced', async () => {
    const port = new FaultyDurable(quickDisk(), { at: 9, fault: 'EIO' });
    const { store } = await openBlobs(await newFolder(), { port });
    const bytes = contentOf(10);
    const first = await store.capture({ bytes });
    await expect(store.settle()).rejects.toMatchObject({ code: 'storage.failed' });
    expect(port.steps.at(8)).toBe('syncFolder 0000');
    const second = await store.capture({ bytes });
    await store.settle();
    expect(second.parts[0]?.file).not.toBe(first.parts[0]?.file);
    expect(second.parts[0]?.shelf).toBe(1);
  });
});
