import { mkdir, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../../src/base/bytes.ts';
import { VaultError } from '../../../../src/base/errors.ts';
import { NodeDurable } from '../../../../src/store/durable/node-durable.ts';
import { FolderTarget } from '../../../../src/store/replica/folder-target.ts';
import { contentOf } from '../../../../src/store/replica/replica-plan.ts';
import type { TargetContent } from '../../../../src/store/replica/replica-target.ts';
import { useDisk } from '../../../support/memory-folder.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { targetContract } from './target-contract.ts';

// Contract and threads are tried on a real file system.
useDisk();
const newFolder = temporaryFolders();

targetContract('a folder of this computer', async () => {
  const stick = join(await newFolder(), 'stick');
  const folder = join(stick, 'evidence-vault-copy-0123456789abcdef');
  await mkdir(stick);
  return {
    open: (writer = '0123456789abcdef0123456789abcdef') =>
      Promise.resolve(new FolderTarget({ port: new NodeDurable(), folder, writer })),
    plant: async (name, bytes) => {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), bytes);
    },
    vanish: () => rename(stick, `${stick}-unplugged`),
  };
});

describe('a folder that threads of its own copy to', () => {
  async function begun(): Promise<{ target: FolderTarget; folder: string; content: TargetContent }> {
    const root = await newFolder();
    const folder = join(root, 'copy');
    const bytes = Buffer.alloc(700_000, 3);
    const path = join(root, 'sealed');
    await writeFile(path, bytes);
    const target = new FolderTarget({ port: new NodeDurable(), folder, threads: 2 });
    await target.put('replica.json', contentOf(utf8('{}')));
    return { target, folder, content: { ...contentOf(bytes), path } };
  }

  it('holds the same bytes, and nothing half-written', async () => {
    const { target, folder, content } = await begun();
    // What threads copy is read from the file itself.
    const names = Array.from({ length: 20 }, (_, i) => `blobs/0000/${String(i)}`);
    const { size, sha256, path } = content;
    await Promise.all(names.map((name) => target.put(name, { size, sha256, path, open: unread })));
    await target.settle();
    await target.close();
    for (const name of names)
      expect((await readFile(join(folder, name))).equals(Buffer.alloc(700_000, 3))).toBe(true);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  it.each(['cut', 'changed', 'gone'])(
    'refuses a file of the vault that was %s, and puts nothing',
    async (how) => {
      const { target, folder, content } = await begun();
      const path = content.path ?? '';
      if (how === 'cut') await truncate(path, 1000);
      else if (how === 'changed') await writeFile(path, Buffer.alloc(700_000, 4));
      else await rm(path);
      const open = (): AsyncIterable<Uint8Array> =>
        Readable.from(how === 'gone' ? [] : [Buffer.alloc(700_000, 4)]);
      await expect(target.put('blobs/0000/film', { ...content, open })).rejects.toMatchObject({
        code: 'integrity.replica-damaged',
        details: { what: 'sent' },
      });
      await target.close();
      expect(await target.findSize('blobs/0000/film')).toBeUndefined();
      expect(await readdir(join(folder, 'incoming'))).toEqual([]);
    },
  );

  it('says that the place is gone when it is', async () => {
    const { target, folder, content } = await begun();
    await target.put('blobs/0000/first', content);
    await rename(dirname(folder), `${dirname(folder)}-unplugged`);
    await expect(target.put('blobs/0000/second', content)).rejects.toMatchObject({ code: 'storage.gone' });
    await target.close();
    await rename(`${dirname(folder)}-unplugged`, dirname(folder));
  });

  it('stops when it is told to', async () => {
    const { target, content } = await begun();
    const stop = new AbortController();
    const puts = Array.from({ length: 30 }, (_, i) =>
      target.put(`blobs/0000/${String(i)}`, content, stop.signal),
    );
    const ended = Promise.allSettled(puts);
    stop.abort();
    const codes = (await ended).map((put) => (put.status === 'rejected' ? codeIn(put.reason) : 'put'));
    expect(new Set(codes)).toContain('internal.cancelled');
    // It can be gone on with.
    await target.put('blobs/0000/after', content);
    expect(await target.findSize('blobs/0000/after')).toBe(content.size);
    await target.close();
  });
});

function unread(): never {
  throw new Error('nobody was to read this');
}

function codeIn(thrown: unknown): string {
  return thrown instanceof VaultError ? thrown.code : String(thrown);
}
