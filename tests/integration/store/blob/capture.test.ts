import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { blobPath } from '../../../../src/store/blob/blob-paths.ts';
import type { CapturedContent, ContentInput } from '../../../../src/store/blob/captured-content.ts';
import { FaultyDurable } from '../../../../src/store/durable/faulty-durable.ts';
import { contentOf, openBlobs, readAll, readByFormat, storedOf } from '../../../support/store/blob-world.ts';
import { quickDisk } from '../../../support/store/quick-disk.ts';
import { testKeys } from '../../../support/store/test-keys.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const chunk = 262_144;
const block = 4 * chunk;

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** The ways in; threads take paths only. */
const waysIn: Readonly<Record<string, (bytes: Uint8Array) => Promise<ContentInput>>> = {
  'a path': async (bytes) => {
    const path = join(await newFolder(), 'content');
    await writeFile(path, bytes);
    return { path };
  },
  bytes: async (bytes) => ({ bytes }),
  'a stream': async (bytes) => ({ stream: () => inPieces(bytes, 100_003), expectedSize: bytes.length }),
};

const lengths = [
  0,
  1,
  chunk - 1,
  chunk,
  chunk + 1,
  block - 1,
  block,
  block + 1,
  block + chunk,
  2 * block,
  2 * block + 3 * chunk + 5,
];

describe.each([0, 2])('captured with %i threads', (threads) => {
  it.each(lengths)('a content of %i bytes is sealed as FORMAT.md says, and read back', async (length) => {
    const { folder, keys, store } = await openBlobs(await newFolder(), { threads, keys: testKeys(3) });
    for (const [index, [way, input]] of Object.entries(waysIn).entries()) {
      if (index > 0 && threads > 0) break;
      const bytes = contentOf(length, index + 1);
      const captured = await store.capture(await input(bytes));
      await store.settle();
      expect(captured.digests, way).toEqual({
        size: length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        sha512: createHash('sha512').update(bytes).digest('hex'),
        crc32: crc32(bytes),
      });
      expect(captured.known).toBe(false);
      expect(captured.head).toEqual(bytes.subarray(0, 4100));
      expect(captured.parts).toHaveLength(Math.max(1, Math.ceil(length / block)));
      const content = storedOf(captured);
      expect(Buffer.compare(await readByFormat(folder, keys.vault, 3, content), bytes), way).toBe(0);
      expect(Buffer.compare(await readAll(store.read(content)), bytes), way).toBe(0);
      for (const part of captured.parts) {
        const file = await readFile(blobPath(folder, part));
        expect(file.length).toBe(part.sealedSize);
        expect(createHash('sha256').update(file).digest('hex')).toBe(part.file);
        await store.verifySealed(part);
      }
      expect(await readdir(join(folder, 'incoming'))).toEqual([]);
    }
    await store.close();
  });

  it('the same content twice at once is kept once', async () => {
    const folder = await newFolder();
    const { store } = await openBlobs(folder, { threads });
    const path = join(await newFolder(), 'content');
    for (const length of [500, 3 * block]) {
      const bytes = contentOf(length);
      await writeFile(path, bytes);
      const captures = await Promise.all([
        store.capture({ path }),
        store.capture({ bytes }),
        store.capture({ path }),
        store.capture({ stream: () => inPieces(bytes, 70_000) }),
      ]);
      for (const each of captures) expect(each.parts).toEqual(captures[0].parts);
      expect(captures.map(({ known }) => known)).toEqual([false, false, false, false]);
    }
    expect((await store.listBlobs()).blobs).toHaveLength(1 + 3);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
    await store.close();
  });

  it('what the ledger knows is not written again, unless its blob is gone', async () => {
    const path = join(await newFolder(), 'content');
    for (const length of [1000, 2 * block + 7]) {
      const { folder, keys, known, store } = await openBlobs(await newFolder(), { threads });
      await writeFile(path, contentOf(length));
      const first = await store.capture({ path });
      known.set(first.plaintextId, first.parts);
      expect(await store.capture({ path })).toEqual({ ...first, known: true });
      expect((await store.listBlobs()).blobs).toHaveLength(first.parts.length);

      const [lost] = first.parts;
      if (lost === undefined) throw new Error('a content has a part');
      await rm(blobPath(folder, lost));
      const again = await openBlobs(folder, { threads, keys });
      again.known.set(first.plaintextId, first.parts);
      const renewed = await again.store.capture({ path });
      expect(renewed.known).toBe(false);
      expect(renewed.parts).not.toEqual(first.parts);
      expect(Buffer.compare(await readAll(again.store.read(storedOf(renewed))), contentOf(length))).toBe(0);
      await again.store.close();
      await store.close();
    }
  });
});

describe('a small content', () => {
  it('that is known touches the disk in no way', async () => {
    const folder = await newFolder();
    const keys = testKeys();
    const port = new FaultyDurable(quickDisk());
    const { known, store } = await openBlobs(folder, { keys, port });
    const captured = await store.capture({ bytes: contentOf(block) });
    known.set(captured.plaintextId, captured.parts);
    const before = port.steps.length;
    await store.capture({ bytes: contentOf(block) });
    expect(port.steps.slice(before)).toEqual([]);
  });

  it('is written, synced, closed and renamed before the capture returns; its folder is synced by settle', async () => {
    const port = new FaultyDurable(quickDisk());
    const { store } = await openBlobs(await newFolder(), { port });
    const before = port.steps.length;
    const { parts } = await store.capture({ bytes: contentOf(10) });
    await store.settle();
    const steps = port.steps
      .slice(before)
      .map((step) => step.replace(/[0-9a-f]{16}-[0-9a-f]{16}/, 'TEMPORARY'));
    expect(steps).toEqual([
      'makeFolder 0000',
      'createFile TEMPORARY',
      'write TEMPORARY',
      'sync TEMPORARY',
      `rename ${parts[0]?.file ?? ''}.blob`,
      'syncFolder 0000',
      'syncFolder blobs',
    ]);
  });
});

describe('hundreds of captures', () => {
  it('share a few folder syncs', async () => {
    const port = new FaultyDurable(quickDisk());
    const { store } = await openBlobs(await newFolder(), { port });
    const done = await Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        const captured = await store.capture({ bytes: contentOf(100, index + 1) });
        await store.settle();
        return captured;
      }),
    );
    expect(new Set(done.map(({ plaintextId }) => plaintextId)).size).toBe(300);
    const syncs = port.steps.filter((step) => step.startsWith('syncFolder')).length;
    expect(syncs).toBeLessThan(100);
  });

  it('fill shelves of 1,024 in order, also over several sessions', async () => {
    const folder = await newFolder();
    const keys = testKeys();
    const captureMany = async (from: number, count: number): Promise<CapturedContent[]> => {
      const { store } = await openBlobs(folder, { keys });
      const captures = Array.from({ length: count }, (_, index) =>
        store.capture({ bytes: contentOf(64, from + index) }),
      );
      const done = await Promise.all(captures);
      await store.settle();
      return done;
    };
    await captureMany(1, 1000);
    await captureMany(2001, 40);
    const counts = await Promise.all(
      ['0000', '0001'].map(async (shelf) => (await readdir(join(folder, 'blobs', shelf))).length),
    );
    expect(counts).toEqual([1024, 16]);
    expect(await readdir(join(folder, 'blobs'))).toHaveLength(2);
  });
});

describe('opening for writing', () => {
  it('makes durable what a killed writer may have left undone', async () => {
    const folder = await newFolder();
    const keys = testKeys();
    const { store } = await openBlobs(folder, { keys });
    await store.capture({ bytes: contentOf(10) });
    const port = new FaultyDurable(quickDisk());
    const again = await openBlobs(folder, { keys, port });
    await again.store.capture({ bytes: contentOf(20) });
    await again.store.settle();
    const synced = port.steps.filter((step) => step.startsWith('syncFolder'));
    expect(synced).toEqual(['syncFolder 0000', 'syncFolder blobs']);
  });

  it('empties what was left under incoming/ and leaves everything else', async () => {
    const folder = await newFolder();
    const keys = testKeys();
    const { store } = await openBlobs(folder, { keys });
    const captured = await store.capture({ bytes: contentOf(10) });
    await writeFile(join(folder, 'incoming', 'leftover'), 'x');
    const again = await openBlobs(folder, { keys });
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
    expect(Buffer.from(await readAll(again.store.read(storedOf(captured))))).toEqual(
      Buffer.from(contentOf(10)),
    );
  });

  it('never removes a file that this store is writing', async () => {
    const { folder, store } = await openBlobs(await newFolder());
    const gate = Promise.withResolvers<undefined>();
    const slow = async function* (): AsyncGenerator<Uint8Array> {
      yield contentOf(3 * block);
      await gate.promise;
      yield contentOf(5);
    };
    const capturing = store.capture({ stream: slow });
    while ((await readdir(join(folder, 'incoming'))).length === 0)
      await new Promise((next) => setTimeout(next, 5));
    expect(await store.emptyIncoming()).toBe(0);
    gate.resolve(undefined);
    const captured = await capturing;
    expect(captured.digests.size).toBe(3 * block + 5);
    expect(Buffer.from(await readAll(store.read(storedOf(captured), { start: 3 * block })))).toEqual(
      Buffer.from(contentOf(5)),
    );
  });

  it('finds every blob, and what else lies there', async () => {
    const { folder, store } = await openBlobs(await newFolder());
    const { parts } = await store.capture({ bytes: contentOf(3 * block) });
    await writeFile(join(folder, 'blobs', 'note.txt'), 'x');
    await writeFile(join(folder, 'blobs', '0000', `${'A'.repeat(64)}.blob`), 'x');
    const listing = await store.listBlobs();
    const places = parts.map(({ shelf, file }) => ({ shelf, file }));
    expect(new Set(listing.blobs)).toEqual(new Set(places));
    expect(new Set(listing.foreign)).toEqual(new Set(['note.txt', join('0000', `${'A'.repeat(64)}.blob`)]));
    const [first] = parts;
    if (first === undefined) throw new Error('a content has a part');
    expect(await store.findSealedSize(first)).toBe((await stat(blobPath(folder, first))).size);
    expect(await store.removeOrphan(first)).toBe(true);
    expect(await store.removeOrphan(first)).toBe(false);
    expect(await store.findSealedSize(first)).toBeUndefined();
  });
});
