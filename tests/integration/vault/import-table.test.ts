import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ImportChoices } from '../../../src/sources/imports/import-format.ts';
import { previewImport, type ImportReport } from '../../../src/vault/import-given.ts';
import { itemHistory, listItems, searchItems, showItem } from '../../../src/vault/items.ts';
import { setProfile } from '../../../src/vault/statements.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { makeXlsx } from '../../support/extract/make-documents.ts';
import { importAsForeseen } from '../../support/vault/foreseen.ts';
import { codeOf, makeWorld, noStop, type VaultWorld } from '../../support/vault/vault-world.ts';

let world: VaultWorld;
let vault: WritableVault;

beforeAll(async () => {
  world = await makeWorld();
  await mkdir(join(world.root, 'files'), { recursive: true });
  vault = await world.write();
});
afterAll(() => world.remove());

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(world.root, 'files', name);
  await writeFile(path, content);
  return path;
}

async function take(path: string, choices?: ImportChoices): Promise<ImportReport> {
  const { report } = await importAsForeseen(vault, path, choices);
  return report;
}

/** Grades that an import brought, by name. */
const gradesOf = ({ source = '' }: ImportReport) =>
  listItems(vault, { kind: 'grade', source })
    .filter(({ versions }) => versions > 0)
    .map(({ id, name }) => [name, showItem(vault, id).latest?.record.value])
    .sort();

const openAwards = [
  'Learner,ULN,Course,Unit Code,Open Awards Unit ID,Unit Title,Level,Credit Value,Grade,Date',
  'Sam Reed,9276308686,Access to HE,Y/505/4889,CBF498,Academic writing,Level 3,3,Merit,25/03/2025',
  'Sam Reed,9276308686,Access to HE,A/502/0812,CBF521,"Practical\nportfolio",Level 3,6,Distinction,02/04/2025',
];

describe('a table of units and grades', () => {
  it('is kept as it is, and each row becomes a grade; it is found by its words', async () => {
    const report = await take(await file('Unit grades.csv', openAwards.join('\r\n')));
    expect(report).toMatchObject({
      format: 'units-and-grades',
      title: 'Unit grades from an awarding organisation',
      origin: 'Unit grades from an awarding organisation, Access to HE',
      notices: [],
      columns: { preset: 'unit-grades', rows: 2 },
      captured: 3,
      failed: 0,
      state: 'ok',
    });
    expect(gradesOf(report)).toEqual([
      ['A/502/0812 Practical portfolio', expect.objectContaining({ said: 'Distinction' })],
      ['Y/505/4889 Academic writing', expect.objectContaining({ said: 'Merit' })],
    ]);
    expect(searchItems(vault, 'CBF498').map(({ kind }) => kind)).toContain('grade');
    const documents = listItems(vault, { kind: 'document', source: report.source ?? '' });
    expect(documents.map(({ name }) => name)).toEqual(['Unit grades.csv']);
  });

  it('that comes a second time changes what changed, and doubles nothing', async () => {
    const [headings, ...rows] = openAwards.map((line) => line.replace('Access to HE', 'Tools'));
    await take(await file('tools.csv', [headings, ...rows].join('\n')));
    const better = [...rows].reverse().map((line) => line.replace('Merit', 'Distinction'));
    const report = await take(await file('tools (1).csv', [headings, ...better].join('\n')));
    expect(report).toMatchObject({ captured: 0, changed: 2, unchanged: 1 });
    expect(gradesOf(report)).toHaveLength(2);
    const changed = listItems(vault, { kind: 'grade', source: report.source ?? '' }).find(
      ({ versions }) => versions === 2,
    );
    const values = itemHistory(vault, changed?.id ?? '').versions.map(({ record }) => record.value);
    expect(values).toMatchObject([{ said: 'Merit' }, { said: 'Distinction' }]);
  });

  it('of another course is another table, even where neither says its course', async () => {
    const first = await take(await file('plumbing.csv', 'Criterion,Mark\n1.1,Pass\n'));
    const second = await take(await file('joinery 2.csv', 'Criterion,Mark\n1.1,Fail\n'));
    expect(second.source).not.toBe(first.source);
    const newer = await take(await file('joinery 2025-03-25 (3).csv', 'Criterion,Mark\n1.1,Refer\n'));
    expect(newer).toMatchObject({ source: second.source, changed: 2 });
  });

  it.each([
    ['UTF-8 with its mark', 'marked', (text: string) => Buffer.from(`\ufeff${text}`, 'utf8')],
    ['UTF-16', 'wide', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['the code page of Windows', 'windows', (text: string) => Buffer.from(text, 'latin1')],
  ])('is read in %s, whatever parts its values', async (_, name, encode) => {
    const text = 'sep=;\r\nUnit;Title;Grade\r\nU1;Caf\u00e9, stock;Pass\r\n';
    const report = await take(await file(`${name}.csv`, encode(text)));
    expect(report.format).toBe('units-and-grades');
    expect(gradesOf(report)).toEqual([['U1 Café, stock', expect.objectContaining({ said: 'Pass' })]]);
  });

  it('is read with tabs, and out of a workbook', async () => {
    const tabs = await take(await file('tabs.tsv', 'Unit\tGrade\nU1\tPass\n'));
    expect(gradesOf(tabs).map(([name]) => name)).toEqual(['U1']);
    const rows = [['Mark sheet'], ['Criterion', 'Assessor', 'Mark'], ['1.1', 'Ann Lee', 68]];
    const workbook = await take(await file('marks.xlsx', makeXlsx(rows)));
    expect(workbook.columns).toMatchObject({ preset: 'mark-sheet', rows: 1 });
    expect(gradesOf(workbook)).toEqual([['1.1', expect.objectContaining({ said: '68' })]]);
  });

  it('with rows that cannot be read fails those by their number, and takes the rest', async () => {
    const text = 'Unit,Grade\nU1,Pass\n,Merit\nU2,Merit,what,is,this\n"U3,Pass\nU4,Fail\n';
    const report = await take(await file('broken.csv', text));
    expect(report).toMatchObject({ state: 'partial', captured: 3, failed: 3, notices: ['rows-not-read'] });
    expect(gradesOf(report).map(([name]) => name)).toEqual(['U1', 'U4']);
    const failed = vault.index.items
      .list({ source: report.source ?? '' })
      .flatMap((item) => item.failed ?? []);
    expect(failed.map(({ code, details }) => [code, details.row, details.what]).sort()).toEqual([
      ['input.csv-invalid', 3, 'nothing-named'],
      ['input.csv-invalid', 4, 'too-many-cells'],
      ['input.csv-invalid', 5, 'broken-quotes'],
    ]);
  });

  it('keeps formulas as the text that they are, and says so', async () => {
    const text = 'Unit,Grade,Comment\nU1,"=HYPERLINK(""http://x"")",@evil\n';
    const report = await take(await file('formulas.csv', text));
    expect(report.notices).toEqual(['formulas-kept-as-text']);
    expect(gradesOf(report)).toMatchObject([['U1', { said: '=HYPERLINK("http://x")' }]]);
  });

  it('is read as the learner says its columns are to be read', async () => {
    const path = await file('verdicts.csv', 'Unit,Grade,Verdict\nU1,2,Pass\n');
    const report = await take(path, { columns: { Grade: null, Verdict: 'grade' } });
    expect(report.columns?.columns.map(({ means }) => means)).toEqual(['unit-reference', undefined, 'grade']);
    expect(gradesOf(report)).toEqual([['U1', expect.objectContaining({ said: 'Pass' })]]);
    const wrong = { signal: noStop(), choices: { columns: { Grade: 'shoe size' } } };
    expect(await codeOf(previewImport(vault, path, wrong))).toBe('input.usage');
  });

  it('about a whole class gives only the rows of the learner, once they said who they are', async () => {
    const text = 'Student,ULN,Unit,Grade\nSam Reed,9276308686,U1,Pass\nBo Hill,1000000043,U1,Merit\n';
    const path = await file('class.csv', text);
    const before = await take(path);
    expect(before).toMatchObject({ notices: ['several-people-in-table'], captured: 1 });
    expect(gradesOf(before)).toEqual([]);
    await setProfile(vault, { uln: '9276308686' });
    const after = await take(path);
    expect(after).toMatchObject({ notices: ['rows-of-others-left-out'], captured: 1, unchanged: 1 });
    expect(gradesOf(after)).toEqual([['U1', expect.objectContaining({ said: 'Pass' })]]);
  });

  it('is told from other text with commas, which stays a plain file', async () => {
    for (const [name, text] of [
      ['letter.txt', 'Dear Ann,\nmy grade, and my unit, are fine,\nSam'],
      ['phones.csv', 'Name,Phone\nSam,1\n'],
      ['empty.csv', ''],
    ] as const)
      expect((await take(await file(name, text))).format, name).toBe('file');
  });
});
