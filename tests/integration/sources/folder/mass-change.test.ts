import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { nodeDisk } from '../../../../src/sources/disk/disk.ts';
import { RememberingSink } from '../../../support/remembering-sink.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { diskWith, systemError, watched } from './watched.ts';

const makeFolder = temporaryFolders();

const nameOf = (index: number): string => `report ${String(index).padStart(2, '0')}.pdf`;
const contentOf = (index: number): string => `%PDF-1.7\nreport number ${String(index)}\n`;

/** A folder with so many reports, already taken in. */
async function synced(count: number): Promise<{ folder: string; sink: RememberingSink; paths: string[] }> {
  const folder = await makeFolder();
  const paths: string[] = [];
  for (let index = 0; index < count; index += 1) {
    paths.push(join(folder, nameOf(index)));
    await writeFile(join(folder, nameOf(index)), contentOf(index));
  }
  const sink = new RememberingSink();
  await sink.pull(watched(folder));
  expect(sink.versions.size).toBe(count);
  return { folder, sink, paths };
}

/** Nothing was captured, changed or called gone, and every item still has one version. */
function expectNothingTaken(sink: RememberingSink): void {
  for (const outcome of ['captured', 'changed', 'gone']) expect(sink.keys(outcome)).toStrictEqual([]);
  for (const versions of sink.versions.values()) expect(versions).toHaveLength(1);
}

const held = { state: 'held', code: 'source.held' };

describe('a mass change', () => {
  it('by encryption in place holds the pull: nothing is taken, and the alert counts', async () => {
    const { folder, sink, paths } = await synced(12);
    for (const path of paths.slice(0, 8)) await writeFile(path, randomBytes(2_000));
    await writeFile(join(folder, 'READ ME TO GET YOUR FILES BACK.txt'), 'pay');
    expect(await sink.pull(watched(folder))).toMatchObject(held);
    expectNothingTaken(sink);
    expect(sink.counts()).toStrictEqual({ unchanged: 4, failed: 8 });
    expect(sink.told.filter(({ code }) => code === 'source.held')).toHaveLength(8);
    expect(sink.alerts).toStrictEqual([
      {
        code: 'mass-change',
        details: {
          known: 12,
          edited: 0,
          scrambled: 8,
          unreadable: 0,
          vanished: 0,
          renamed: 0,
          fresh: 1,
          looksEncrypted: true,
        },
      },
    ]);
  });

  it('stays held until the learner says that it is theirs', async () => {
    const { folder, sink, paths } = await synced(12);
    for (const path of paths) await writeFile(path, '%PDF-1.7\nall redone on purpose\n');
    for (let again = 0; again < 2; again += 1) expect(await sink.pull(watched(folder))).toMatchObject(held);
    expectNothingTaken(sink);
    expect(await sink.pull(watched(folder, { acceptMassChange: true }))).toMatchObject({ state: 'ok' });
    expect(sink.counts()).toStrictEqual({ changed: 12 });
    expect(await sink.pull(watched(folder))).toMatchObject({ state: 'ok' });
    expect(sink.counts()).toStrictEqual({ unchanged: 12 });
  });

  it('is over by itself once the files are put back', async () => {
    const { folder, sink, paths } = await synced(12);
    const before = await Promise.all(paths.map((path) => readFile(path)));
    for (const path of paths) await writeFile(path, randomBytes(500));
    expect(await sink.pull(watched(folder))).toMatchObject(held);
    for (const [index, path] of paths.entries()) await writeFile(path, before[index] ?? '');
    expect((await sink.pull(watched(folder))).state).toBe('ok');
    for (const versions of sink.versions.values())
      expect(versions.every(({ bytes }) => bytes.equals(versions[0]?.bytes ?? Buffer.alloc(0)))).toBe(true);
  });

  it('by encryption that is still under way holds at a smaller share', async () => {
    const { folder, sink, paths } = await synced(20);
    for (const path of paths.slice(0, 5)) await writeFile(path, randomBytes(2_000));
    expect(await sink.pull(watched(folder))).toMatchObject(held);
    expectNothingTaken(sink);
  });

  it('by edits of at least half of the files holds as well: when in doubt, ask', async () => {
    const { folder, sink, paths } = await synced(10);
    for (const path of paths.slice(0, 5)) await writeFile(path, '%PDF-1.7\nanother text\n');
    expect(await sink.pull(watched(folder))).toMatchObject(held);
    expect(sink.alerts[0]?.details).toMatchObject({ edited: 5, scrambled: 0, looksEncrypted: false });
  });

  it('by edits that keep every size is found by the bytes', async () => {
    const { folder, sink, paths } = await synced(12);
    for (const [index, path] of paths.entries())
      if (index < 7) await writeFile(path, contentOf(index).replace('report', 'repoRT'));
    expect(await sink.pull(watched(folder))).toMatchObject(held);
    expectNothingTaken(sink);
    expect(sink.alerts[0]?.details).toMatchObject({ scrambled: 0, looksEncrypted: false });
  });

  it('by copies under new names, with the old ones deleted, holds', async () => {
    const { folder, sink, paths } = await synced(12);
    for (const path of paths.slice(0, 7)) {
      await writeFile(`${path}.locked`, randomBytes(900));
      await rm(path);
    }
    expect(await sink.pull(watched(folder))).toMatchObject(held);
    expectNothingTaken(sink);
    expect(sink.alerts[0]?.details).toMatchObject({ vanished: 7, fresh: 7 });
  });

  it('by renames to an extension that is nobody’s holds', async () => {
    const { folder, sink, paths } = await synced(12);
    for (const path of paths.slice(0, 7)) await rename(path, `${path}.crypt`);
    expect(await sink.pull(watched(folder))).toMatchObject(held);
    expectNothingTaken(sink);
    expect(sink.alerts[0]?.details).toMatchObject({ renamed: 7, vanished: 0 });
  });

  it('by deletion of half of the files holds, and means deletion once the learner says so', async () => {
    const { folder, sink, paths } = await synced(12);
    for (const path of paths.slice(0, 6)) await rm(path);
    expect(await sink.pull(watched(folder))).toMatchObject(held);
    expectNothingTaken(sink);
    await sink.pull(watched(folder, { acceptMassChange: true }));
    expect(sink.counts()).toStrictEqual({ unchanged: 6, gone: 6 });
  });

  it('by files that become unreadable holds', async () => {
    const { folder, sink, paths } = await synced(12);
    for (const path of paths.slice(0, 7)) await utimes(path, 1_700_000_000, 1_700_000_000);
    const closed = new Set(paths.slice(0, 7));
    const disk = diskWith({
      open: (place) =>
        closed.has(place.system.toString()) ? Promise.reject(systemError('EIO')) : nodeDisk.open(place),
    });
    expect(await sink.pull(watched(folder, { disk }))).toMatchObject(held);
    expect(sink.alerts[0]?.details).toMatchObject({ unreadable: 7 });
  });

  it('is told from one that a rule of one’s own allows', async () => {
    const { folder, sink, paths } = await synced(12);
    for (const path of paths.slice(0, 7)) await writeFile(path, '%PDF-1.7\nedited\n');
    const massChange = { minimum: 10, share: 0.9, suspiciousShare: 0.9, suspiciousMinimum: 9 };
    expect(await sink.pull(watched(folder, { massChange }))).toMatchObject({ state: 'ok' });
    expect(sink.keys('changed')).toHaveLength(7);
  });
});

describe('what is no mass change', () => {
  it('is a folder put in order: renamed and moved files keep their bytes', async () => {
    const { folder, sink, paths } = await synced(12);
    await mkdir(join(folder, 'unit 3'));
    for (const [index, path] of paths.entries())
      await rename(path, join(folder, 'unit 3', `essay ${String(index)}.pdf`));
    expect(await sink.pull(watched(folder))).toMatchObject({ state: 'ok' });
    expect(sink.counts()).toStrictEqual({ captured: 12, gone: 12 });
    expect(
      sink.told.filter(({ outcome }) => outcome === 'gone').every(({ reason }) => reason === 'renamed'),
    ).toBe(true);
  });

  it('is a copy with new times and the same bytes', async () => {
    const { folder, sink, paths } = await synced(12);
    for (const path of paths) await utimes(path, 1_700_000_000, 1_700_000_000);
    expect(await sink.pull(watched(folder))).toMatchObject({ state: 'ok' });
    expect(sink.keys('failed')).toStrictEqual([]);
  });

  it('are many new files', async () => {
    const { folder, sink } = await synced(10);
    for (let index = 0; index < 40; index += 1)
      await writeFile(join(folder, `new ${String(index)}.bin`), randomBytes(500));
    expect(await sink.pull(watched(folder))).toMatchObject({ state: 'ok' });
    expect(sink.counts()).toStrictEqual({ unchanged: 10, captured: 40 });
  });

  it('are a few changed files, and any in a folder of few', async () => {
    const { folder, sink, paths } = await synced(12);
    for (const path of paths.slice(0, 4)) await writeFile(path, randomBytes(500));
    expect((await sink.pull(watched(folder))).state).toBe('ok');
    expect(sink.keys('changed')).toHaveLength(4);
    const few = await synced(9);
    for (const path of few.paths) await writeFile(path, randomBytes(500));
    expect((await few.sink.pull(watched(few.folder))).state).toBe('ok');
  });
});
