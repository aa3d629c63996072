import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { asJson } from '../../../src/base/as-json.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import { personName } from '../../../src/evidence/values/person.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import { listSources } from '../../../src/vault/add-source.ts';
import { showItem } from '../../../src/vault/items.ts';
import type { ImportReport } from '../../../src/vault/import-given.ts';
import type { OpenVault } from '../../../src/vault/vault-context.ts';
import { english, german, privacyExport } from '../../support/moodle-privacy-sample.ts';
import { rawZip } from '../../support/raw-zip.ts';
import { importAsForeseen } from '../../support/vault/foreseen.ts';
import { collect } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds();

/** Records of a kind, in the order of their keys. */
function recordsOf(vault: OpenVault, source: string, kind: string): JsonObject[] {
  return vault.index.sources
    .listKnown(source, '')
    .filter(({ recordKind }) => recordKind === kind)
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .flatMap(({ record }) => (record === undefined ? [] : [record]));
}
function idOf(report: ImportReport, name: string): string {
  return report.items.find((item) => item.name === name)?.id ?? `no item ${name}`;
}

describe.each([
  ['English', english, 'submitted'],
  ['German', german, undefined],
] as const)('an export of a site in %s', (_language, words, meaning) => {
  it('gives attempts with their files, feedback and grades', async () => {
    const at = await world();
    const vault = await at.write();
    const { preview, report } = await importAsForeseen(
      vault,
      await at.file('export.zip', rawZip(privacyExport(words))),
    );
    expect(preview).toMatchObject({
      format: 'moodle-privacy',
      origin: 'school.example',
      notices: ['partly-understood'],
      failed: 0,
    });
    const source = report.source ?? '';
    const [assignment] = recordsOf(vault, source, 'assignment');
    expect(assignment).toMatchObject({
      title: 'Essay',
      ids: { contextid: '40' },
      course: { title: words.course, ids: { contextid: '25' } },
      items: [idOf(report, 'brief.png')],
    });
    const attempts = recordsOf(vault, source, 'attempt');
    expect(attempts.map(({ number, numberAtSource }) => [number, numberAtSource])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(attempts[1]).toMatchObject({
      status: { said: words.submitted, ...(meaning === undefined ? {} : { means: meaning }) },
      created: { said: words.time },
    });
    const submissions = recordsOf(vault, source, 'submission');
    expect(submissions.map(({ items }) => (Array.isArray(items) ? items.length : 0))).toEqual([3, 3]);
    const [inGradebook, feedback] = recordsOf(vault, source, 'feedback');
    expect(inGradebook).toMatchObject({ comments: [{ said: '<p>Good</p>' }] });
    expect(feedback).toMatchObject({
      comments: [{ said: '<p>Well done.</p>', format: { means: 'html' } }],
      items: [idOf(report, 'marked.txt'), idOf(report, 'combined.pdf')],
      released: true,
    });
    const grades = recordsOf(vault, source, 'grade');
    expect(grades).toHaveLength(4);
    expect(grades).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ title: words.course, released: false, releasedBecause: 'no-grade' }),
        expect.objectContaining({
          title: 'Essay',
          value: expect.objectContaining({ said: '75.00' }),
          raw: expect.objectContaining({ said: '75.00000' }),
          released: true,
        }),
        expect.objectContaining({
          value: expect.objectContaining({ said: '-1.00000' }),
          releasedBecause: 'no-grade',
        }),
        expect.objectContaining({
          value: expect.objectContaining({ said: '75.00000' }),
          releasedBecause: 'in-document',
        }),
      ]),
    );
    expect(recordsOf(vault, source, 'message')).toMatchObject([
      { channel: 'submission-comment', text: [{ said: '<p>Please look.</p>' }] },
    ]);
    const roles = recordsOf(vault, source, 'document').map(({ name, role }) => JSON.stringify([name, role]));
    expect(roles.sort()).toEqual([
      '["Essay.html","online-text"]',
      '["Essay.html","online-text"]',
      '["brief.png","brief"]',
      '["combined.pdf","annotated-copy"]',
      // Of others whom the learner marked, and of history, nothing is made: the files are kept.
      '["data.json","file"]',
      '["essay.txt","submission-file"]',
      '["essay.txt","submission-file"]',
      '["export.zip","archive"]',
      '["history.json","file"]',
      '["index.html","file"]',
      '["marked.txt","feedback-file"]',
      '["photo.png","image"]',
      '["photo.png","image"]',
    ]);
    const text = showItem(vault, vault.index.sources.findKnown(source, 'text:40:2')?.item ?? '');
    const page = await collect(openContent(vault, { sha256: text.sha256 ?? '', size: text.size ?? 0 }));
    expect(page.toString()).toContain(
      '<p>Attempt 2<img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==" alt="me"></p>',
    );
  });

  it('never takes the number of whoever graded for a name', async () => {
    const at = await world();
    const vault = await at.write();
    const { report } = await importAsForeseen(
      vault,
      await at.file('export.zip', rawZip(privacyExport(words))),
    );
    const source = report.source ?? '';
    const people = ['grade', 'feedback', 'message'].flatMap((kind) =>
      recordsOf(vault, source, kind).flatMap(({ by }) => (by === undefined ? [] : [by])),
    );
    expect(people).toHaveLength(4);
    for (const person of people) expect(person).toMatchObject({ standing: 'id-only' });
    expect(people.map((person) => personName(person as Parameters<typeof personName>[0]))).toEqual(
      people.map(() => undefined),
    );
    expect(JSON.stringify(asJson(people))).not.toContain('name');
  });
});

it('makes versions of a later export, and keeps what each said as it stood', async () => {
  const at = await world();
  const vault = await at.write();
  await importAsForeseen(vault, await at.file('export.zip', rawZip(privacyExport(english))));
  const { report } = await importAsForeseen(
    vault,
    await at.file('later.zip', rawZip(privacyExport(english, true))),
  );
  expect(
    report.items
      .filter(({ outcome }) => outcome === 'changed')
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['Essay.html', 'Essay.html', 'later.zip']);
  expect(report).toMatchObject({ captured: 0, failed: 0, gone: 0 });
  expect(listSources(vault)).toHaveLength(1);
  const { provenance } =
    vault.index.items.versions(report.items.find(({ name }) => name === 'Essay')?.id ?? '').at(-1) ?? {};
  expect(provenance?.raw?.[0]).toMatchObject({ mediaType: 'application/json' });
});

it('takes an export that was unpacked, each file of it', async () => {
  const at = await world();
  const vault = await at.write();
  const folder = join(at.root, 'files', 'export');
  const members = privacyExport(english);
  for (const { name, data } of members) {
    const path = join(folder, String(name));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, data);
  }
  const { report } = await importAsForeseen(vault, folder);
  expect(report).toMatchObject({ format: 'moodle-privacy', failed: 0 });
  expect(report.items.some(({ name }) => name === 'general.js')).toBe(true);
});
