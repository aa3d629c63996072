import { copyFile, mkdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { parseHex } from '../../../../src/base/bytes.ts';
import { blobPath } from '../../../../src/store/blob/blob-paths.ts';
import { BlobReader } from '../../../../src/store/blob/blob-reader.ts';
import type { StoredContent, StoredPart } from '../../../../src/store/blob/captured-content.ts';
import { NodeDurable } from '../../../../src/store/durable/node-durable.ts';
import {
  contentOf,
  openBlobs,
  readAll,
  storedOf,
  type BlobWorld,
} from '../../../support/store/blob-world.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const chunk = 262_144;
const part = 4 * chunk;
const corrupt = { code: 'integrity.blob-corrupt' };

interface Kept extends BlobWorld {
  readonly bytes: Uint8Array;
  readonly content: StoredContent;
}

async function keep(length: number, seed = 1, folder?: string): Promise<Kept> {
  const world = await openBlobs(folder ?? (await newFolder()));
  const bytes = contentOf(length, seed);
  return { ...world, bytes, content: storedOf(await world.store.capture({ bytes })) };
}

function partOf(content: StoredContent, index = 0): StoredPart {
  const found = content.parts[index];
  if (found === undefined) throw new Error(`no part ${String(index)}`);
  return found;
}

describe('a blob file made by hand from FORMAT.md (AES-GCM of another library)', () => {
  const sequence = (from: number): Uint8Array => Uint8Array.from({ length: 32 }, (_, index) => from + index);
  const sealed =
    '894556424c4f420a0101000000000007202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f' +
    '120000000000000070a0d698219a537b1f345731d75223ac99581c98c0ffee3f';
  const file = '081f0673bbbec6e34d410926e964a8fb7c7da7c4300af4180eb2b922ce637d19';

  it('is read', async () => {
    const folder = await newFolder();
    const vault = Buffer.from(sequence(0x20)).toString('hex');
    const place = { shelf: 3, file };
    await mkdir(join(folder, 'blobs', '0003'), { recursive: true });
    await writeFile(blobPath(folder, place), parseHex(sealed));
    const reader = new BlobReader(new NodeDurable(), folder, vault);
    await reader.verifySealed(place);
    const parts = [{ ...place, sealedSize: 80, key: sequence(0) }];
    const content = { size: 8, plaintextId: Buffer.from(sequence(0x40)).toString('hex'), parts };
    expect(Buffer.from(await readAll(reader.read(content))).toString()).toBe('evidence');
  });
});

describe('a range of a content', () => {
  let folder: string;
  let kept: Kept;
  beforeAll(async () => {
    const { mkdtemp } = await import('node:fs/promises');
    const { tmpdir } = await import('node:os');
    folder = await mkdtemp(join(tmpdir(), 'evidence-vault-'));
    kept = await keep(2 * part + 2 * chunk + 77, 1, folder);
    return () => rm(folder, { recursive: true, force: true });
  });

  it('is exactly those bytes, wherever it begins and ends', async () => {
    const { store, content, bytes } = kept;
    const borders = [0, chunk, 2 * chunk, part, part + chunk, 2 * part, 2 * part + 2 * chunk, bytes.length];
    const place = fc
      .tuple(fc.constantFrom(...borders), fc.integer({ min: -2, max: 2 }))
      .map(([border, offset]) => Math.max(0, border + offset));
    const anywhere = fc.oneof(place, fc.nat(bytes.length + 10));
    await fc.assert(
      fc.asyncProperty(anywhere, anywhere, async (start, end) => {
        const found = await readAll(store.read(content, { start, end }));
        expect(Buffer.compare(found, bytes.subarray(start, Math.max(start, end)))).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('may be open at either side', async () => {
    const { store, content, bytes } = kept;
    expect(Buffer.compare(await readAll(store.read(content, { start: 5 })), bytes.subarray(5))).toBe(0);
    expect(Buffer.compare(await readAll(store.read(content, { end: 5 })), bytes.subarray(0, 5))).toBe(0);
    expect(await readAll(store.read(content, { start: bytes.length }))).toHaveLength(0);
  });

  it('is refused if it is none', async () => {
    for (const start of [-1, 0.5, Number.NaN])
      await expect(readAll(kept.store.read(kept.content, { start }))).rejects.toMatchObject({
        code: 'internal.bug',
      });
  });

  it('can be given up in the middle', async () => {
    const stop = new AbortController();
    const reading = async (): Promise<void> => {
      for await (const _ of kept.store.read(kept.content, {}, stop.signal)) stop.abort();
    };
    await expect(reading()).rejects.toMatchObject({ code: 'internal.cancelled' });
  });
});

describe('damage', () => {
  it('of any kind of byte is noticed where it lies, and only there', async () => {
    const { folder, store, content, bytes } = await keep(3 * chunk + 9);
    const path = blobPath(folder, partOf(content));
    const whole = await readFile(path);
    const [secondStart, secondEnd] = [56 + chunk + 16, 56 + 2 * (chunk + 16)];
    for (const at of [secondStart, secondStart + 1000, secondEnd - 17, secondEnd - 16, secondEnd - 1]) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x40;
      await writeFile(path, changed);
      await expect(readAll(store.read(content)), `byte ${String(at)}`).rejects.toMatchObject(corrupt);
      await expect(store.verifySealed(partOf(content))).rejects.toMatchObject(corrupt);
      const before = await readAll(store.read(content, { end: chunk }));
      const after = await readAll(store.read(content, { start: 2 * chunk }));
      expect(Buffer.compare(before, bytes.subarray(0, chunk))).toBe(0);
      expect(Buffer.compare(after, bytes.subarray(2 * chunk))).toBe(0);
    }
    for (let at = 0; at < 56; at += 1) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await writeFile(path, changed);
      await expect(readAll(store.read(content)), `header byte ${String(at)}`).rejects.toMatchObject(corrupt);
    }
  });

  it('by cutting or lengthening is noticed before a byte is given out', async () => {
    const { folder, store, content } = await keep(2 * chunk + 9);
    const path = blobPath(folder, partOf(content));
    const whole = await readFile(path);
    for (const length of [0, 55, 56, 56 + chunk + 16, whole.length - 1, whole.length + 1]) {
      await writeFile(path, whole);
      await truncate(path, length);
      await expect(readAll(store.read(content, { end: 1 })), String(length)).rejects.toMatchObject(corrupt);
      await expect(store.verifySealed(partOf(content))).rejects.toMatchObject(corrupt);
    }
  });

  it('by cutting is noticed even if the ledger were made to agree', async () => {
    const { folder, store, content } = await keep(2 * chunk + 9);
    const cut = 56 + 2 * (chunk + 16);
    await truncate(blobPath(folder, partOf(content)), cut);
    const parts = [{ ...partOf(content), sealedSize: cut }];
    await expect(readAll(store.read({ ...content, size: 2 * chunk, parts }))).rejects.toMatchObject(corrupt);
  });

  it('that is absence has its own name', async () => {
    const { folder, store, content } = await keep(2 * part);
    await rm(blobPath(folder, partOf(content, 1)));
    const missing = { code: 'integrity.blob-missing' };
    await expect(readAll(store.read(content))).rejects.toMatchObject(missing);
    await expect(store.verifySealed(partOf(content, 1))).rejects.toMatchObject(missing);
    expect(await readAll(store.read(content, { end: part }))).toHaveLength(part);
    const empty = await keep(0);
    await rm(blobPath(empty.folder, partOf(empty.content)));
    await expect(readAll(empty.store.read(empty.content))).rejects.toMatchObject(missing);
  });
});

describe('a blob in another’s place', () => {
  it('is noticed: two files swapped', async () => {
    const { folder, store, content } = await keep(chunk, 1);
    const other = storedOf(await store.capture({ bytes: contentOf(chunk, 2) }));
    const [a, b] = [blobPath(folder, partOf(content)), blobPath(folder, partOf(other))];
    await rename(a, join(folder, 'aside'));
    await rename(b, a);
    await rename(join(folder, 'aside'), b);
    await expect(readAll(store.read(content))).rejects.toMatchObject(corrupt);
    await expect(readAll(store.read(other))).rejects.toMatchObject(corrupt);
    await expect(store.verifySealed(partOf(other))).rejects.toMatchObject(corrupt);
  });

  it('is noticed: parts in another order, left out, or repeated', async () => {
    const { store, content } = await keep(3 * part);
    const [one, two, three] = [partOf(content, 0), partOf(content, 1), partOf(content, 2)];
    for (const parts of [
      [two, one, three],
      [one, one, three],
      [one, three, two],
    ])
      await expect(readAll(store.read({ ...content, parts }))).rejects.toMatchObject(corrupt);
    await expect(
      readAll(store.read({ ...content, size: 2 * part, parts: [one, two] })),
    ).rejects.toMatchObject(corrupt);
    await expect(readAll(store.read({ ...content, parts: [one, two] }))).rejects.toMatchObject(corrupt);
  });

  it('is noticed: the beginning of one content with the ending of another', async () => {
    const { store, content } = await keep(part + 100, 1);
    const bytes = contentOf(part + 100, 1);
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    const other = storedOf(await store.capture({ bytes }));
    const parts = [partOf(content, 0), partOf(other, 1)];
    await expect(readAll(store.read({ ...content, parts }))).rejects.toMatchObject(corrupt);
  });

  it('is noticed: the blob of another vault, key and all', async () => {
    const { folder, store } = await keep(10);
    const other = await keep(10);
    await copyFile(blobPath(other.folder, partOf(other.content)), blobPath(folder, partOf(other.content)));
    await expect(readAll(store.read(other.content))).rejects.toMatchObject(corrupt);
  });

  it('is noticed: another key', async () => {
    const { store, content } = await keep(10);
    const parts = [{ ...partOf(content), key: new Uint8Array(32) }];
    await expect(readAll(store.read({ ...content, parts }))).rejects.toMatchObject(corrupt);
  });
});
