import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import type { JsonObject } from '../../../src/base/json.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import { listItems, showItem } from '../../../src/vault/items.ts';
import type { ImportReport } from '../../../src/vault/import-given.ts';
import type { OpenVault } from '../../../src/vault/vault-context.ts';
import { earlyFeed, maharaFeed } from '../../support/leap2a-samples.ts';
import { rawZip } from '../../support/raw-zip.ts';
import { importAsForeseen } from '../../support/vault/foreseen.ts';
import { collect } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds();
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const packed = (feed: string): Buffer =>
  rawZip([
    { name: 'leap2a.xml', data: feed },
    { name: 'files/31-photo.png', data: png },
    { name: 'files/23-essay one.txt', data: 'My essay.' },
    { name: 'export_info.txt', data: 'beside' },
  ]);

function idOf(report: ImportReport, name: string): string {
  return report.items.find((item) => item.name === name)?.id ?? `no item ${name}`;
}
function recordOf(vault: OpenVault, id: string): JsonObject {
  return vault.index.items.versions(id).at(-1)?.record ?? {};
}
async function textOf(vault: OpenVault, id: string): Promise<string> {
  const { sha256 = '', size = 0 } = showItem(vault, id);
  return (await collect(openContent(vault, { sha256, size }))).toString('utf8');
}

it('takes a Mahara portfolio with its files, links and words, and nothing of the web', async () => {
  const at = await world();
  const vault = await at.write();
  const { preview, report } = await importAsForeseen(
    vault,
    await at.file('portfolio.zip', packed(maharaFeed())),
  );
  expect(preview).toMatchObject({
    format: 'leap2a',
    origin: 'Sam Learner (Mahara)',
    notices: ['remote-not-fetched', 'files-missing'],
  });
  expect(report.items.map(({ name, outcome, code }) => [name, outcome, code])).toEqual(
    expect.arrayContaining([
      ['portfolio.zip', 'captured', undefined],
      ['leap2a.xml', 'captured', undefined],
      ['My reflection', 'captured', undefined],
      ['Testing', 'captured', undefined],
      ['essay.txt', 'captured', undefined],
      ['Lost', 'captured', undefined],
      ['My page', 'captured', undefined],
      ['31-photo.png', 'captured', undefined],
      ['export_info.txt', 'captured', undefined],
      ['99-lost.pdf', 'failed', 'source.item-missing'],
    ]),
  );
  expect(report.items).toHaveLength(10);
  const reflection = recordOf(vault, idOf(report, 'My reflection'));
  expect(reflection).toMatchObject({
    name: 'My reflection.html',
    role: 'online-text',
    ids: { id: 'portfolio:artefact21' },
    created: { said: '2026-09-02T10:00:00+01:00', means: '2026-09-02T09:00:00.000Z' },
    portfolio: {
      type: 'entry',
      author: 'Sam Learner',
      links: [
        { rel: 'supports', item: idOf(report, 'Testing') },
        { rel: 'enclosure', item: idOf(report, '31-photo.png') },
        { rel: 'related', address: 'https://web.example/page?id=4' },
      ],
    },
  });
  const html = await textOf(vault, idOf(report, 'My reflection'));
  expect(html).toContain('<p>I learned to test.</p>');
  expect(html).toContain(`<img src="data:image/png;base64,${png.toString('base64')}" alt="me">`);
  expect(html).toContain('not kept here: https://pictures.example/far.png');
  expect(html).not.toMatch(/<script|alert\(1\)|abc123secret/u);
  expect(await textOf(vault, idOf(report, 'Testing'))).toContain('<p>I can <b>test</b> &amp; mend.</p>');
  expect(recordOf(vault, idOf(report, '31-photo.png'))).toMatchObject({
    role: 'image',
    partOf: idOf(report, 'My reflection'),
  });
  expect(recordOf(vault, idOf(report, 'essay.txt'))).toMatchObject({
    name: '23-essay one.txt',
    path: 'files/23-essay one.txt',
    portfolio: { type: 'resource' },
  });
  expect(await textOf(vault, idOf(report, 'essay.txt'))).toBe('My essay.');
  expect(await textOf(vault, idOf(report, 'My page'))).toMatch(/^<entry>\s+<title>My page<\/title>/u);
  // Of people nothing but whose portfolio it is.
  expect(listItems(vault).filter(({ name }) => name === 'Sam Learner')).toEqual([]);
});

it('makes versions of a later export of the same portfolio', async () => {
  const at = await world();
  const vault = await at.write();
  await importAsForeseen(vault, await at.file('one.zip', packed(maharaFeed(1_790_000_000))));
  const later = packed(maharaFeed(1_800_000_000, 'I learned more.'));
  const { report } = await importAsForeseen(vault, await at.file('two.zip', later));
  const changed = report.items.filter(({ outcome }) => outcome === 'changed').map(({ name }) => name);
  expect(changed.sort()).toEqual(['My reflection', 'leap2a.xml', 'two.zip']);
  expect(report).toMatchObject({ captured: 0, gone: 0, failed: 1 });
});

it('takes a feed alone, and one in a folder', async () => {
  const at = await world();
  const vault = await at.write();
  const alone = await importAsForeseen(vault, await at.file('pebblepad.xml', earlyFeed));
  expect(alone.report.items.map(({ name }) => name).sort()).toEqual([
    'A goal',
    'An activity',
    'pebblepad.xml',
  ]);
  expect(await textOf(vault, idOf(alone.report, 'A goal'))).toBe('Finish the unit <soon>.');
  const folder = join(at.root, 'files', 'unpacked');
  await mkdir(join(folder, 'files'), { recursive: true });
  await writeFile(join(folder, 'leap2A.xml'), maharaFeed());
  await writeFile(join(folder, 'files', '31-photo.png'), png);
  const { report } = await importAsForeseen(vault, folder);
  expect(report).toMatchObject({ format: 'leap2a', failed: 2 });
});

it('keeps everything of a package whose feed cannot be read, and says so', async () => {
  const at = await world();
  const vault = await at.write();
  const broken = maharaFeed().replace('</feed>', '');
  const { report } = await importAsForeseen(vault, await at.file('portfolio.zip', packed(broken)));
  expect(report).toMatchObject({ format: 'archive', notices: ['partly-understood'], captured: 5, failed: 0 });
});
