import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { expect, it } from 'vitest';

import type { JsonObject } from '../../../src/base/json.ts';
import type { OpenVault } from '../../../src/vault/vault-context.ts';
import { importGiven, importSeveral, previewImport } from '../../../src/vault/import-given.ts';
import { getVersionWithContent } from '../../../src/vault/find-version.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import { addFiles } from '../../../src/vault/add-files.ts';
import { listItems, showItem } from '../../../src/vault/items.ts';
import { listSources } from '../../../src/vault/add-source.ts';
import { rawZip, type RawMember } from '../../support/raw-zip.ts';
import { importAsForeseen } from '../../support/vault/foreseen.ts';
import { codeOf, collect, noStop, type VaultWorld } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds();

const lastRecord = (vault: OpenVault, id: string): JsonObject | undefined =>
  vault.index.items.versions(id).at(-1)?.record;

async function folder(at: VaultWorld, name: string, files: Record<string, string>): Promise<string> {
  const path = join(at.root, 'files', name);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, file)), { recursive: true });
    await writeFile(join(path, file), text);
  }
  return path;
}

const portfolio: RawMember[] = [
  { name: 'Unit 1/', data: '' },
  { name: 'Unit 1/essay.txt', data: 'my essay' },
  { name: 'Unit 1/photo.png', data: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), method: 0 },
  { name: 'Unit 2/empty.txt', data: '' },
  { name: 'Unit 2/long.txt', data: 'a line of text\n'.repeat(50_000) },
];

it('takes a zip of any portal as just what its preview foresaw, with the zip itself whole', async () => {
  const at = await world();
  const vault = await at.write();
  const bytes = rawZip(portfolio);
  const path = await at.file('portfolio.zip', bytes);
  const { preview, report } = await importAsForeseen(vault, path);
  expect(preview).toMatchObject({ format: 'archive', captured: 5, failed: 0, origin: 'portfolio.zip' });
  expect(preview.kinds).toEqual([
    { kind: 'document', captured: 5, changed: 0, unchanged: 0, gone: 0, failed: 0 },
  ]);
  expect(preview.items.map((item) => item.path).sort()).toEqual([
    'Unit 1/essay.txt',
    'Unit 1/photo.png',
    'Unit 2/empty.txt',
    'Unit 2/long.txt',
    undefined,
  ]);
  const byName = new Map(report.items.map((item) => [item.name, item.id]));
  const archive = showItem(vault, byName.get('portfolio.zip') ?? '');
  expect(lastRecord(vault, archive.id)).toMatchObject({ role: 'archive' });
  expect(
    (await collect(openContent(vault, { sha256: archive.sha256 ?? '', size: archive.size ?? 0 }))).equals(
      bytes,
    ),
  ).toBe(true);
  const photo = showItem(vault, byName.get('photo.png') ?? '');
  expect(lastRecord(vault, photo.id)).toMatchObject({
    role: 'image',
    path: 'Unit 1/photo.png',
    partOf: archive.id,
  });
  expect(listSources(vault).map(({ type, name }) => [type, name])).toEqual([['import', 'portfolio.zip']]);
});

it('makes new versions of a second export and keeps nothing twice', async () => {
  const at = await world();
  const vault = await at.write();
  await importAsForeseen(vault, await at.file('portfolio.zip', rawZip(portfolio)));
  const again = await importAsForeseen(vault, await at.file('portfolio.zip', rawZip(portfolio)));
  expect(again.report).toMatchObject({ captured: 0, changed: 0, unchanged: 5 });
  const changed = [...portfolio.slice(0, 1), { name: 'Unit 1/essay.txt', data: 'my better essay' }];
  const second = await importAsForeseen(vault, await at.file('portfolio (1).zip', rawZip(changed)));
  expect(second.report).toMatchObject({ captured: 0, changed: 2, gone: 0, failed: 0 });
  expect(listItems(vault)).toHaveLength(5);
  expect(listSources(vault)).toHaveLength(1);
});

it('takes a folder with its structure, tells links, and leaves system files and the vault out', async () => {
  const at = await world();
  const vault = await at.write();
  const path = await folder(at, 'export', { 'a/one.txt': '1', 'two.txt': '2', '.DS_Store': 'x' });
  await symlink('/etc/hostname', join(path, 'link'));
  const { report } = await importAsForeseen(vault, path);
  expect(report.items.map(({ name, outcome, code }) => [name, outcome, code]).sort()).toEqual([
    ['link', 'failed', 'input.not-a-file'],
    ['one.txt', 'captured', undefined],
    ['two.txt', 'captured', undefined],
  ]);
  expect(report).toMatchObject({ format: 'archive', state: 'partial' });
  expect(await codeOf(importGiven(vault, at.dir, { signal: noStop() }))).toBe('input.not-a-file');
  const { report: whole } = await importAsForeseen(vault, join(at.root, 'files'));
  expect(whole.items).toHaveLength(3);
});

it('keeps a plain file as if it had been added by hand', async () => {
  const at = await world();
  const vault = await at.write();
  const path = await at.file('notes.txt', 'hello');
  await addFiles(vault, [path], { signal: noStop() });
  const { report } = await importAsForeseen(vault, path);
  expect(report).toMatchObject({ format: 'file', unchanged: 1, captured: 0 });
  expect(listItems(vault)).toHaveLength(1);
});

it.each(['work.tar', 'work.tar.gz'])(
  'keeps %s whole, byte for byte, and takes nothing out of it',
  async (name) => {
    const at = await world();
    const vault = await at.write();
    const tar = tarOf('essay.txt', 'An essay.');
    const bytes = name.endsWith('.gz') ? gzipSync(tar) : tar;
    const { preview, report } = await importAsForeseen(vault, await at.file(name, bytes));
    expect(preview.format).toBe('file');
    expect(report).toMatchObject({ state: 'ok', captured: 1 });
    const { content } = getVersionWithContent(vault, report.items[0]?.id ?? '');
    expect(await collect(openContent(vault, content))).toEqual(bytes);
  },
);

/** A tar archive with one small file in it (POSIX.1-1988, ustar). */
function tarOf(name: string, text: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  const fields = ['0000644', '0000000', '0000000', text.length.toString(8).padStart(11, '0'), '00000000000'];
  header.write(`${fields.join('\0')}\0        0`, 100);
  header.write('ustar\0', 257);
  header.write('00', 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const body = Buffer.alloc(512);
  body.write(text);
  return Buffer.concat([header, body, Buffer.alloc(1024)]);
}

it('takes several, tells what cannot be taken, and goes on', async () => {
  const at = await world();
  const vault = await at.write();
  const paths = [
    await at.file('locked.zip', rawZip([{ name: 'a', data: 'x', flags: 1 }])),
    join(at.root, 'files', 'nothing.zip'),
    await at.file('fine.zip', rawZip([{ name: 'a.txt', data: 'x' }])),
  ];
  const reports = await importSeveral(vault, paths, { signal: noStop() });
  expect(reports.map((report) => ('format' in report ? report.format : report.error.code))).toEqual([
    'format.encrypted',
    'input.path-missing',
    'archive',
  ]);
});

it('fails the one member that is damaged, alike in preview and import', async () => {
  const at = await world();
  const vault = await at.write();
  const members: RawMember[] = [
    { name: 'good.txt', data: 'fine' },
    { name: 'bad.txt', data: 'broken', crc: 7 },
    { name: 'odd.txt', data: 'packed oddly', method: 12 },
    { name: 'long.bin', data: Buffer.alloc(600_000, 'z'), crc: 9 },
  ];
  const { report } = await importAsForeseen(vault, await at.file('some.zip', rawZip(members)));
  expect(report.items.map(({ name, outcome, code }) => [name, outcome, code]).sort()).toEqual([
    ['bad.txt', 'failed', 'format.malformed'],
    ['good.txt', 'captured', undefined],
    ['long.bin', 'failed', 'format.malformed'],
    ['odd.txt', 'failed', 'format.unknown'],
    ['some.zip', 'captured', undefined],
  ]);
});

it('stops where it is cancelled and takes the rest the next time', async () => {
  const at = await world();
  const vault = await at.write();
  const members = Array.from({ length: 300 }, (_, number) => ({ name: `f${number}.txt`, data: `${number}` }));
  const path = await at.file('many.zip', rawZip(members));
  const stop = new AbortController();
  const onItem = (): void => stop.abort();
  expect(await codeOf(importGiven(vault, path, { signal: stop.signal, onItem }))).toBe('internal.cancelled');
  expect(await codeOf(previewImport(vault, path, { signal: stop.signal }))).toBe('internal.cancelled');
  const { report } = await importAsForeseen(vault, path);
  expect(report.captured + report.unchanged).toBe(301);
  expect(report.unchanged).toBeGreaterThan(0);
  expect(listItems(vault).filter(({ versions }) => versions === 1)).toHaveLength(301);
});
