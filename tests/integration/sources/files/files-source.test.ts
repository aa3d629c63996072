import { execFileSync } from 'node:child_process';
import { link, mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, relative } from 'node:path';

import { describe, expect, it } from 'vitest';

import { nodeDisk, type Disk } from '../../../../src/sources/disk/disk.ts';
import { createFilesSource, type FilesSourceOptions } from '../../../../src/sources/files/files-source.ts';
import { rawZip } from '../../../support/raw-zip.ts';
import { RememberingSink } from '../../../support/remembering-sink.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const makeFolder = temporaryFolders();
const onWindows = process.platform === 'win32';

const files = (paths: string[], options: Partial<FilesSourceOptions> = {}) =>
  createFilesSource({
    app: 'evidence-vault/test',
    timeZone: 'Europe/London',
    wait: async () => undefined,
    paths,
    ...options,
  });

describe('adding files', () => {
  it('captures each file of a folder with its name, times, claimed and found type', async () => {
    const folder = await makeFolder();
    await mkdir(join(folder, 'unit 3'));
    await writeFile(join(folder, 'unit 3', 'report.pdf'), '%PDF-1.7 report');
    await writeFile(
      join(folder, 'photo.pdf'),
      Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex'),
    );
    await writeFile(join(folder, 'notes.txt'), 'words');
    await writeFile(join(folder, 'nothing'), '');
    await utimes(join(folder, 'notes.txt'), 1_700_000_000, 1_700_000_000.5);
    const sink = new RememberingSink();

    expect(await sink.pull(files([folder]))).toStrictEqual({ state: 'ok' });

    expect(sink.counts()).toStrictEqual({ captured: 4 });
    expect(sink.find(`${folder}/unit 3/report.pdf`)?.record).toMatchObject({
      name: 'report.pdf',
      path: `${folder}/unit 3/report.pdf`,
      role: 'file',
      mediaTypeClaimed: 'application/pdf',
      mediaTypeFound: 'application/pdf',
    });
    expect(sink.find(`${folder}/photo.pdf`)?.record).toMatchObject({
      role: 'image',
      mediaTypeClaimed: 'application/pdf',
      mediaTypeFound: 'image/png',
    });
    const notes = sink.versions.get(`${folder}/notes.txt`)?.[0];
    expect(notes?.bytes.toString()).toBe('words');
    expect(notes?.observation.record).toMatchObject({
      mediaTypeClaimed: 'text/plain',
      modified: { said: '1700000000.500000000', means: '2023-11-14T22:13:20.500Z' },
    });
    expect(notes?.observation.record).not.toHaveProperty('mediaTypeFound');
    expect(notes?.observation.content).toStrictEqual({ path: `${folder}/notes.txt` });
    expect(notes?.observation.provenance).toMatchObject({
      method: 'file',
      address: folder,
      app: 'evidence-vault/test',
      timeZone: 'Europe/London',
    });
    expect(sink.find(`${folder}/nothing`)?.record).not.toHaveProperty('mediaTypeClaimed');
  });

  it('takes the same file added again, by any path to it, for the same item, without reading it', async () => {
    const folder = await makeFolder();
    await mkdir(join(folder, 'work'));
    await writeFile(join(folder, 'work', 'a.txt'), 'one');
    await symlink(join(folder, 'work'), join(folder, 'shortcut'));
    const sink = new RememberingSink();
    await sink.pull(files([join(folder, 'work')]));
    const noReading: Disk = { ...nodeDisk, open: () => Promise.reject(new Error('was opened')) };
    for (const path of [
      join(folder, 'work', 'a.txt'),
      join(folder, 'shortcut', 'a.txt'),
      join(folder, 'shortcut'),
      relative(process.cwd(), join(folder, 'work')),
    ]) {
      await sink.pull(files([path], { disk: noReading }));
      expect(sink.told).toStrictEqual([{ key: `${folder}/work/a.txt`, outcome: 'unchanged' }]);
    }
    await sink.pull(files([join(folder, 'work'), join(folder, 'work', 'a.txt'), join(folder, 'shortcut')]));
    expect(sink.counts()).toStrictEqual({ unchanged: 1 });
  });

  it('takes a file that changed for a new version of its item, even if its size and time were put back', async () => {
    const folder = await makeFolder();
    const path = join(folder, 'a.txt');
    await writeFile(path, 'one');
    await utimes(path, 1_700_000_000, 1_700_000_000);
    const sink = new RememberingSink();
    await sink.pull(files([path]));
    await writeFile(path, 'two');
    await utimes(path, 1_700_000_000, 1_700_000_000);
    await sink.pull(files([path]));
    expect(sink.told).toStrictEqual([{ key: path, outcome: 'changed' }]);
    expect(sink.versions.get(path)?.map(({ bytes }) => bytes.toString())).toStrictEqual(['one', 'two']);
  });

  it('says what is not there, in the place of the item that it was, and takes the rest', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'a.txt'), 'a');
    await writeFile(join(folder, 'b.txt'), 'b');
    const sink = new RememberingSink();
    const paths = [join(folder, 'a.txt'), join(folder, 'b.txt')];
    await sink.pull(files(paths));
    await rm(join(folder, 'a.txt'));
    expect(await sink.pull(files([...paths, join(folder, 'never', 'there')]))).toStrictEqual({
      state: 'partial',
    });
    expect(sink.told).toContainEqual({ key: paths[0], outcome: 'failed', code: 'input.path-missing' });
    expect(sink.counts()).toStrictEqual({ failed: 2, unchanged: 1 });
    expect(sink.find(`${folder}/a.txt`)).toMatchObject({ version: 1, gone: false });
  });

  it('says beforehand if a path is not there, and nothing of one that is', async () => {
    const folder = await makeFolder();
    const { signal } = new AbortController();
    await expect(files([folder, join(folder, 'never')]).probe(signal)).rejects.toMatchObject({
      code: 'input.path-missing',
      details: {},
    });
    expect(await files([folder]).probe(signal)).toMatchObject({ practice: false, notices: [] });
    await expect(files([]).probe(signal)).rejects.toMatchObject({ code: 'input.nothing-chosen' });
  });

  it('refuses to do nothing', async () => {
    await expect(new RememberingSink().pull(files([]))).rejects.toMatchObject({
      code: 'input.nothing-chosen',
    });
  });

  it.skipIf(onWindows)('tells of links, pipes and sockets, follows none and opens none', async () => {
    const folder = await makeFolder();
    const outside = await makeFolder();
    await writeFile(join(outside, 'secret.txt'), 'secret');
    await writeFile(join(folder, 'a.txt'), 'a');
    await link(join(folder, 'a.txt'), join(folder, 'hard.txt'));
    await symlink(join(outside, 'secret.txt'), join(folder, 'link-out'));
    await symlink(outside, join(folder, 'folder-out'));
    await symlink('.', join(folder, 'loop'));
    await symlink('nowhere', join(folder, 'broken'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, 'socket'), resolve));
    const opened: string[] = [];
    const disk: Disk = {
      ...nodeDisk,
      open: (place) => {
        opened.push(place.name.toString());
        return nodeDisk.open(place);
      },
    };
    const sink = new RememberingSink();
    await sink.pull(files([folder, join(folder, 'pipe')], { disk }));
    await new Promise((resolve) => server.close(resolve));

    expect(sink.keys('captured')).toStrictEqual([`${folder}/a.txt`, `${folder}/hard.txt`]);
    const refused = ['broken', 'folder-out', 'link-out', 'loop', 'pipe', 'socket'];
    expect(sink.keys('failed')).toStrictEqual(refused.map((name) => `${folder}/${name}`));
    expect(
      sink.told
        .filter(({ outcome }) => outcome === 'failed')
        .every(({ code }) => code === 'input.not-a-file'),
    ).toBe(true);
    expect(opened.sort()).toStrictEqual(['a.txt', 'hard.txt']);
  });

  it.skipIf(onWindows)(
    'does not wait on a pipe that takes a file’s place, nor follow a link that does',
    async () => {
      const folder = await makeFolder();
      const outside = await makeFolder();
      await writeFile(join(outside, 'secret.txt'), 'secret');
      await writeFile(join(folder, 'a'), 'a');
      await writeFile(join(folder, 'b'), 'b');
      const disk: Disk = {
        ...nodeDisk,
        open: async (place) => {
          await rm(place.system);
          if (place.name.toString() === 'a') execFileSync('mkfifo', [place.system.toString()]);
          else await symlink(join(outside, 'secret.txt'), place.system);
          return nodeDisk.open(place);
        },
      };
      const sink = new RememberingSink();
      await sink.pull(files([folder], { disk }));
      expect(sink.told.map(({ code }) => code)).toStrictEqual(['input.not-a-file', 'input.not-a-file']);
    },
  );

  it('leaves out what systems leave in folders, and the vault’s own folder by any path', async () => {
    const folder = await makeFolder();
    const vault = join(folder, 'my vault');
    await mkdir(join(vault, 'blobs'), { recursive: true });
    await writeFile(join(vault, 'blobs', 'x'), 'sealed');
    await symlink(vault, join(folder, 'way-in'));
    for (const name of [
      '.DS_Store',
      'Thumbs.db',
      'desktop.ini',
      '~$report.docx',
      '.~lock.a.odt#',
      'keep.tmp',
    ])
      await writeFile(join(folder, name), 'x');
    const sink = new RememberingSink();
    await sink.pull(files([folder], { exclude: [join(folder, 'way-in')] }));
    expect(sink.keys('captured')).toStrictEqual([`${folder}/keep.tmp`]);

    await sink.pull(files([vault, join(vault, 'blobs', 'x')], { exclude: [vault] }));
    expect(sink.told).toStrictEqual([
      { key: vault, outcome: 'failed', code: 'input.not-a-file' },
      { key: `${vault}/blobs/x`, outcome: 'failed', code: 'input.not-a-file' },
    ]);
    await sink.pull(files([join(folder, 'Thumbs.db')]));
    expect(sink.counts()).toStrictEqual({ captured: 1 });
  });

  it('looks into a zip archive and keeps it whole; a broken or encrypted one as well', async () => {
    const folder = await makeFolder();
    const zip = rawZip([
      { name: 'unit/report.pdf', data: '%PDF-1.4' },
      { name: '../evil.txt', data: 'x' },
    ]);
    await writeFile(join(folder, 'work.zip'), zip);
    await writeFile(join(folder, 'broken.zip'), zip.subarray(0, -10));
    await writeFile(join(folder, 'locked.zip'), rawZip([{ name: 'a', data: 'x', flags: 1 }]));
    await writeFile(
      join(folder, 'essay.docx'),
      rawZip([
        { name: '[Content_Types].xml', data: '<Types/>' },
        { name: 'word/document.xml', data: '<w/>' },
      ]),
    );
    const sink = new RememberingSink();
    await sink.pull(files([folder]));
    expect(sink.counts()).toStrictEqual({ captured: 4 });
    expect(sink.versions.get(`${folder}/work.zip`)?.[0]?.bytes.equals(zip)).toBe(true);
    expect(sink.find(`${folder}/work.zip`)?.record).toMatchObject({
      role: 'archive',
      mediaTypeFound: 'application/zip',
      contents: {
        complete: true,
        members: [
          { path: 'unit/report.pdf', mediaType: 'application/pdf' },
          { path: '../evil.txt', problems: ['traversal'] },
        ],
      },
    });
    expect(sink.find(`${folder}/broken.zip`)?.record).toMatchObject({ contents: { complete: false } });
    expect(sink.find(`${folder}/locked.zip`)?.record).toMatchObject({
      contents: { members: [{ problems: ['encrypted'] }] },
    });
    const essay = sink.find(`${folder}/essay.docx`)?.record;
    expect(essay).toMatchObject({
      role: 'file',
      mediaTypeFound: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    });
    expect(essay).not.toHaveProperty('contents');
  });

  it('hands over several at once, within limits, and stops at what the sink throws', async () => {
    const folder = await makeFolder();
    for (let i = 0; i < 40; i += 1) await writeFile(join(folder, `f${String(i)}`), 'x');
    const sink = new RememberingSink();
    sink.beforeTaking = () => new Promise((resolve) => setTimeout(resolve, 2));
    await sink.pull(files([folder], { lanes: { tasks: 8, bytes: 1_000_000 } }));
    expect(sink.busiest).toBeGreaterThan(1);
    expect(sink.busiest).toBeLessThanOrEqual(8);

    const full = new RememberingSink();
    full.take = () => Promise.reject(new Error('the disk is full'));
    await expect(full.pull(files([folder]))).rejects.toThrow('the disk is full');
  });

  it('stops when cancelled: what was taken stays, and nothing more is begun', async () => {
    const folder = await makeFolder();
    for (let i = 0; i < 200; i += 1) await writeFile(join(folder, `f${String(i)}`), 'x');
    const sink = new RememberingSink();
    const cancel = new AbortController();
    sink.beforeTaking = async () => {
      if (sink.versions.size >= 5) cancel.abort();
    };
    await expect(
      sink.pull(files([folder], { lanes: { tasks: 4, bytes: 1_000_000 } }), cancel.signal),
    ).rejects.toMatchObject({ code: 'internal.cancelled' });
    expect(sink.versions.size).toBeGreaterThanOrEqual(5);
    expect(sink.versions.size).toBeLessThan(20);
    const told = sink.told.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(sink.told.length).toBe(told);
    await expect(sink.pull(files([folder]), AbortSignal.abort())).rejects.toMatchObject({
      code: 'internal.cancelled',
    });
  });

  it('takes a file that was renamed for another item, since only a watched folder can tell', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'a.txt'), 'a');
    const sink = new RememberingSink();
    await sink.pull(files([folder]));
    await rename(join(folder, 'a.txt'), join(folder, 'b.txt'));
    await sink.pull(files([folder]));
    expect(sink.told).toStrictEqual([{ key: `${folder}/b.txt`, outcome: 'captured' }]);
    expect(sink.find(`${folder}/a.txt`)?.gone).toBe(false);
  });
});
