import { execFileSync } from 'node:child_process';
import { mkdir, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { nodeDisk } from '../../../../src/sources/disk/disk.ts';
import { textOfName } from '../../../../src/sources/disk/disk-place.ts';
import { RememberingSink } from '../../../support/remembering-sink.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { diskWith, systemError, watched } from './watched.ts';

const makeFolder = temporaryFolders();
const onWindows = process.platform === 'win32';

/** A folder with some files, already taken in. */
async function synced(names: readonly string[]): Promise<{ folder: string; sink: RememberingSink }> {
  const folder = await makeFolder();
  for (const name of names) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), `what stands in ${name}`);
  }
  const sink = new RememberingSink();
  await sink.pull(watched(folder));
  return { folder, sink };
}

describe('a watched folder', () => {
  it('is taken in whole, and the second time nothing is read', async () => {
    const { folder, sink } = await synced(['a.txt', 'unit 3/b.txt', 'unit 3/deep/c.txt']);
    expect(sink.keys('captured')).toStrictEqual(['a.txt', 'unit 3/b.txt', 'unit 3/deep/c.txt']);
    expect(sink.find('unit 3/b.txt')?.record).toMatchObject({ name: 'b.txt', path: 'unit 3/b.txt' });
    const disk = diskWith({ open: () => Promise.reject(new Error('was opened')) });
    expect(await sink.pull(watched(folder, { disk }))).toMatchObject({ state: 'ok' });
    expect(sink.counts()).toStrictEqual({ unchanged: 3 });
    expect(sink.steps.at(-1)).toMatchObject({ done: 3, total: 3 });
  });

  it('may be moved: its items are known by their paths below it', async () => {
    const { folder, sink } = await synced(['a.txt', 'b/c.txt']);
    const other = join(await makeFolder(), 'moved');
    await rename(folder, other);
    await sink.pull(watched(other));
    expect(sink.counts()).toStrictEqual({ unchanged: 2 });
  });

  it('gives a new version for a file that changed, and keeps the old one', async () => {
    const { folder, sink } = await synced(['a.txt', 'b.txt', 'c.txt']);
    await writeFile(join(folder, 'b.txt'), 'something else, and longer than before');
    expect(await sink.pull(watched(folder))).toMatchObject({ state: 'ok' });
    expect(sink.keys('changed')).toStrictEqual(['b.txt']);
    expect(sink.versions.get('b.txt')?.map(({ bytes }) => bytes.toString())).toStrictEqual([
      'what stands in b.txt',
      'something else, and longer than before',
    ]);
    expect(sink.alerts).toStrictEqual([]);
  });

  it('raises an alert for a file that shrank and one that became empty, and keeps what they were', async () => {
    const { folder, sink } = await synced(['a.txt', 'b.txt', 'c.txt', 'd.txt']);
    await truncate(join(folder, 'a.txt'), 4);
    await truncate(join(folder, 'b.txt'), 0);
    await sink.pull(watched(folder));
    expect(sink.keys('changed')).toStrictEqual(['a.txt', 'b.txt']);
    expect(sink.alerts).toContainEqual({
      code: 'file-shrank',
      key: 'a.txt',
      details: { before: 20, now: 4 },
    });
    expect(sink.alerts).toContainEqual({
      code: 'file-emptied',
      key: 'b.txt',
      details: { before: 20, now: 0 },
    });
    expect(sink.alerts).toHaveLength(2);
    expect(sink.versions.get('b.txt')?.[0]?.bytes.toString()).toBe('what stands in b.txt');
  });

  it('says deleted of a file that is not there any more, and seen again if it comes back', async () => {
    const { folder, sink } = await synced(['a.txt', 'b.txt', 'c.txt']);
    await rename(join(folder, 'a.txt'), join(folder, '..', 'aside'));
    await sink.pull(watched(folder));
    expect(sink.told.filter(({ outcome }) => outcome === 'gone')).toStrictEqual([
      { key: 'a.txt', outcome: 'gone', reason: 'deleted' },
    ]);
    await sink.pull(watched(folder));
    expect(sink.counts()).toStrictEqual({ unchanged: 2 });
    await rm(join(folder, '..', 'aside'));
    await writeFile(join(folder, 'a.txt'), 'what stands in a.txt');
    await sink.pull(watched(folder));
    expect(sink.find('a.txt')?.gone).toBe(false);
  });

  it('follows a renamed file: the old name is gone, the new one taken', async () => {
    const { folder, sink } = await synced(['a.txt', 'b.txt', 'c.txt']);
    await mkdir(join(folder, 'unit 3'));
    await rename(join(folder, 'a.txt'), join(folder, 'unit 3', 'essay.txt'));
    await sink.pull(watched(folder));
    expect(sink.told.filter(({ outcome }) => outcome !== 'unchanged')).toStrictEqual([
      { key: 'unit 3/essay.txt', outcome: 'captured' },
      { key: 'a.txt', outcome: 'gone', reason: 'renamed' },
    ]);
  });

  it('keeps the old name while the renamed file cannot be taken', async () => {
    const { folder, sink } = await synced(['a.txt', 'b.txt', 'c.txt']);
    await rename(join(folder, 'a.txt'), join(folder, 'z.txt'));
    const disk = diskWith({ open: () => Promise.reject(systemError('EIO')) });
    expect(await sink.pull(watched(folder, { disk }))).toMatchObject({ state: 'partial' });
    expect(sink.keys('gone')).toStrictEqual([]);
    await sink.pull(watched(folder));
    expect(sink.find('z.txt')?.version).toBe(1);
  });

  it('leaves out noise, unfinished downloads and the vault, and does not call them deleted', async () => {
    const { folder, sink } = await synced(['a.txt', 'vault/blobs/x', 'essay.docx']);
    for (const name of ['.DS_Store', '~$say.docx', 'film.mp4.part', 'x.tmp', 'y.crdownload', '._a.txt'])
      await writeFile(join(folder, name), 'noise');
    await writeFile(join(folder, '._alone'), 'a name that only looks like noise');
    await sink.pull(watched(folder, { exclude: [join(folder, 'vault')] }));
    expect(sink.keys('captured')).toStrictEqual(['._alone']);
    expect(sink.keys('gone')).toStrictEqual([]);
    await expect(
      sink.pull(watched(join(folder, 'vault', 'blobs'), { exclude: [join(folder, 'vault')] })),
    ).rejects.toMatchObject({ code: 'source.refused', details: { reason: 'own-vault' } });
  });

  it.skipIf(onWindows)('follows no link and opens no pipe', async () => {
    const { folder, sink } = await synced(['a.txt']);
    await symlink('/etc/hostname', join(folder, 'link'));
    await symlink('..', join(folder, 'up'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await sink.pull(watched(folder))).toMatchObject({ state: 'partial' });
    expect(sink.keys('failed')).toStrictEqual(['link', 'pipe', 'up']);
    await rm(join(folder, 'pipe'));
    await sink.pull(watched(folder));
    expect(sink.keys('gone')).toStrictEqual(['pipe']);
  });
});

describe('a watched folder that cannot be seen as a whole', () => {
  it('is missing: nothing is gone, and it says so', async () => {
    const { folder, sink } = await synced(['a.txt', 'b.txt']);
    await rm(folder, { recursive: true });
    const source = watched(folder);
    await expect(sink.pull(source)).rejects.toMatchObject({ code: 'source.folder-missing', details: {} });
    await expect(source.probe(new AbortController().signal)).rejects.toMatchObject({
      code: 'source.folder-missing',
    });
    expect(sink.told).toStrictEqual([]);
    await writeFile(folder, 'a file in its place');
    await expect(sink.pull(source)).rejects.toMatchObject({ code: 'source.folder-missing' });
  });

  it('is empty all at once: nothing is gone unless the learner says so', async () => {
    const { folder, sink } = await synced(['a.txt', 'b.txt', 'c/d.txt']);
    for (const name of ['a.txt', 'b.txt', 'c']) await rm(join(folder, name), { recursive: true });
    expect(await sink.pull(watched(folder))).toMatchObject({
      state: 'shows-less',
      code: 'source.shows-less',
    });
    expect(sink.told).toStrictEqual([]);
    expect(sink.alerts).toStrictEqual([{ code: 'shows-less', details: { known: 3, seen: 0 } }]);
    expect(await sink.pull(watched(folder, { acceptMassChange: true }))).toMatchObject({ state: 'ok' });
    expect(sink.counts()).toStrictEqual({ gone: 3 });
  });

  it('is another folder at the same path, as an empty mount point: the drive is away, nothing is gone', async () => {
    const { folder, sink } = await synced(['a.txt', 'b.txt']);
    await rename(folder, `${folder}-unplugged`);
    await mkdir(folder);
    await expect(sink.pull(watched(folder))).rejects.toMatchObject({ code: 'source.folder-missing' });
    expect(sink.told).toStrictEqual([]);
    await rm(folder, { recursive: true });
    await rename(`${folder}-unplugged`, folder);
    await sink.pull(watched(folder));
    expect(sink.counts()).toStrictEqual({ unchanged: 2 });
  });

  it('shows other files than all those known: they are taken, and nothing is gone', async () => {
    const { folder, sink } = await synced(['a.txt', 'b.txt']);
    await rm(join(folder, 'a.txt'));
    await rm(join(folder, 'b.txt'));
    await writeFile(join(folder, 'of another account.txt'), 'x');
    expect(await sink.pull(watched(folder))).toMatchObject({ state: 'shows-less' });
    expect(sink.counts()).toStrictEqual({ captured: 1 });
  });

  it('has a folder inside that cannot be listed: it is told, and nothing at all is gone', async () => {
    const { folder, sink } = await synced(['a.txt', 'b.txt', 'c.txt', 'closed/d.txt']);
    await rm(join(folder, 'a.txt'));
    const disk = diskWith({
      list: (place) =>
        place.name.toString() === 'closed' ? Promise.reject(systemError('EACCES')) : nodeDisk.list(place),
    });
    expect(await sink.pull(watched(folder, { disk }))).toMatchObject({ state: 'partial' });
    expect(sink.counts()).toStrictEqual({ failed: 1, unchanged: 2 });
    expect(sink.told).toContainEqual({ key: 'closed/', outcome: 'failed', code: 'input.path-unreadable' });
    await sink.pull(watched(folder));
    expect(sink.keys('gone')).toStrictEqual(['a.txt', 'closed/']);
  });

  it('goes away during the pull: nothing is gone', async () => {
    const { folder, sink } = await synced(['a.txt', 'b.txt', 'c.txt']);
    await rm(join(folder, 'a.txt'));
    await writeFile(join(folder, 'b.txt'), 'changed and longer than it was before');
    sink.beforeTaking = async () => {
      await rename(folder, `${folder}-unplugged`);
    };
    await expect(sink.pull(watched(folder))).rejects.toMatchObject({ code: 'source.folder-missing' });
    expect(sink.keys('gone')).toStrictEqual([]);
    await rename(`${folder}-unplugged`, folder);
  });

  it('may not be read at all: it is refused, and nothing is gone', async () => {
    const { folder, sink } = await synced(['a.txt']);
    const disk = diskWith({ list: () => Promise.reject(systemError('EIO')) });
    await expect(sink.pull(watched(folder, { disk }))).rejects.toMatchObject({
      code: 'source.refused',
      details: { system: 'EIO' },
    });
    expect(sink.told).toStrictEqual([]);
  });
});

describe('a file that is only in the cloud', () => {
  const away = (names: readonly string[]) =>
    diskWith({
      fileSystemKind: async () => 0x65735546,
      look: async (place) => {
        const look = await nodeDisk.look(place);
        return names.includes(textOfName(place.name).text) ? { ...look, blocks: 0n, ctimeNs: 7n } : look;
      },
      open: async (place) => {
        if (names.includes(textOfName(place.name).text)) throw new Error('fetched from the cloud');
        return nodeDisk.open(place);
      },
    });

  it.skipIf(process.platform !== 'linux')(
    'is not fetched by looking, unless the learner asks for it',
    async () => {
      const folder = await makeFolder();
      await writeFile(join(folder, 'here.bin'), Buffer.alloc(9_000, 1));
      await writeFile(join(folder, 'away.bin'), Buffer.alloc(9_000, 2));
      const sink = new RememberingSink();
      expect(await sink.pull(watched(folder, { disk: away(['away.bin']) }))).toMatchObject({
        state: 'partial',
      });
      expect(sink.told).toContainEqual({
        key: 'away.bin',
        outcome: 'failed',
        code: 'input.cloud-placeholder',
      });
      await sink.pull(
        watched(folder, {
          disk: diskWith({ fileSystemKind: async () => 0x65735546 }),
          fetchPlaceholders: true,
        }),
      );
      expect(sink.keys('captured')).toStrictEqual(['away.bin']);
    },
  );

  it.skipIf(process.platform !== 'linux')('and was captured before it went there is as it was', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'here.bin'), Buffer.alloc(9_000, 1));
    await writeFile(join(folder, 'away.bin'), Buffer.alloc(9_000, 2));
    const sink = new RememberingSink();
    await sink.pull(watched(folder));
    await sink.pull(watched(folder, { disk: away(['away.bin']) }));
    expect(sink.counts()).toStrictEqual({ unchanged: 2 });
  });

  it('leaves a stub of another name, which is neither the file nor its end', async () => {
    const { folder, sink } = await synced(['unit/a.pdf', 'unit/b.pdf', 'c.pdf']);
    await rm(join(folder, 'unit', 'a.pdf'));
    await writeFile(join(folder, 'unit', '.a.pdf.icloud'), 'bplist00');
    await writeFile(join(folder, 'unit', '.never-seen.pdf.icloud'), 'bplist00');
    await sink.pull(watched(folder));
    expect(sink.keys('unchanged')).toStrictEqual(['c.pdf', 'unit/a.pdf', 'unit/b.pdf']);
    expect(sink.told).toContainEqual({
      key: 'unit/never-seen.pdf',
      outcome: 'failed',
      code: 'input.cloud-placeholder',
    });
    expect(sink.keys('gone')).toStrictEqual([]);
  });

  it.skipIf(process.platform !== 'linux')('is not mistaken for a sparse file of this computer', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'sparse.img'), '');
    await truncate(join(folder, 'sparse.img'), 50_000_000);
    await utimes(join(folder, 'sparse.img'), 1_700_000_000, 1_700_000_000);
    const sink = new RememberingSink();
    await sink.pull(watched(folder));
    expect(sink.keys('captured')).toStrictEqual(['sparse.img']);
  });
});
