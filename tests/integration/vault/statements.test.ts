import { describe, expect, it } from 'vitest';

import { importUnits } from '../../../src/vault/import-units.ts';
import { listItems, showItem } from '../../../src/vault/items.ts';
import {
  setEnrolment,
  addNote,
  addUnit,
  mapItem,
  setProfile,
  withdrawRecord,
} from '../../../src/vault/statements.ts';
import { listCriteria, listMappings, listUnits } from '../../../src/vault/units.ts';
import { codeOf, entriesOf, type VaultWorld } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';

const world = worlds(async (template) => {
  await template.using((vault) => template.add(vault, { 'essay.txt': 'An essay.', 'plan.txt': 'A plan.' }));
});
async function opened(): Promise<readonly [at: VaultWorld, vault: WritableVault]> {
  const at = await world();
  return [at, await at.write()];
}
function itemNamed(vault: WritableVault, name: string): string {
  return listItems(vault).find((item) => item.name === name)?.id ?? '';
}
const csv = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

describe('who the learner is', () => {
  it('is changed field by field, and taken back by an empty one', async () => {
    const [, vault] = await opened();
    const first = await setProfile(vault, { name: 'Sam Reed', uln: '9276308686', dateOfBirth: '2005-03-01' });
    expect(first).toMatchObject({ record: { name: 'Sam Reed', uln: '9276308686' }, warnings: [] });
    expect(first.record.dateOfBirth).toMatchObject({ said: '2005-03-01' });
    const second = await setProfile(vault, { uln: '', registration: 'R-77' });
    expect(second.id).toBe(first.id);
    expect(second.record).toMatchObject({ name: 'Sam Reed', registration: 'R-77' });
    expect(second.record).not.toHaveProperty('uln');
    const said = (await entriesOf(vault)).filter(({ kind }) => kind === 'record-stated');
    expect(said).toHaveLength(2);
  });

  it('may have a number that looks wrong: that is told, and kept as entered', async () => {
    const [, vault] = await opened();
    const { record, warnings } = await setProfile(vault, { uln: '1000000063' });
    expect(record.uln).toBe('1000000063');
    expect(warnings).toMatchObject([
      { field: 'uln', code: expect.any(String), sentence: expect.any(String) },
    ]);
  });

  it('takes nothing that is no text of a profile', async () => {
    const [, vault] = await opened();
    expect(await codeOf(setProfile(vault, { name: '\ud800' }))).not.toBe('nothing');
    expect(vault.index.statements.list('profile')).toEqual([]);
  });
});

describe('an enrolment', () => {
  it('warns of each identifier that looks wrong, and blocks none', async () => {
    const [, vault] = await opened();
    const { record, warnings } = await setEnrolment(vault, {
      provider: { name: 'Northfield', ukprn: '123' },
      awardingOrganisation: { name: 'AO', recognitionNumber: 'XX' },
      qualification: { title: 'Diploma', qan: 'not one' },
    });
    expect(record).toMatchObject({ provider: { ukprn: '123' }, qualification: { qan: 'not one' } });
    expect(warnings.map(({ field }) => field)).toEqual(['ukprn', 'recognitionNumber', 'qan']);
    expect(
      (await setEnrolment(vault, { provider: { ukprn: '10001234' }, qualification: { qan: '600/5640/X' } }))
        .warnings,
    ).toEqual([]);
    expect(vault.index.statements.list('enrolment')).toHaveLength(2);
  });
});

describe('units and criteria', () => {
  it('are one unit under whatever spelling of the reference', async () => {
    const [, vault] = await opened();
    const first = await addUnit(vault, { reference: 'A/502/0812', title: 'Safety' });
    const second = await addUnit(vault, { reference: 'a5020812', level: '3' });
    expect(second.id).toBe(first.id);
    expect(listUnits(vault)).toHaveLength(1);
    expect(listUnits(vault)[0]?.unit).toMatchObject({ title: 'Safety', level: '3' });
    expect((await addUnit(vault, { reference: 'my own unit!' })).warnings).toHaveLength(1);
  });

  it('come from a table, all or none, and a second time change nothing', async () => {
    const [, vault] = await opened();
    await addUnit(vault, { reference: 'A/502/0812', title: 'Safety' });
    const table =
      'Ref,Title,AC,Criterion text\nA/502/0812,Safety,1.1,Explain\nA5020812,,1.2,Show\nUA33ART12,Art,,\nUA33ART12,Art,,\n';
    const { size } = vault.writer.head();
    expect(await importUnits(vault, csv(table))).toEqual({ units: 2, criteria: 2, warnings: [] });
    // One batch: the unit that came with it, and two criteria. What was known is not said again.
    expect(vault.writer.head().size).toBe(size + 4);
    const safety = listUnits(vault).find(({ unit }) => unit.title === 'Safety');
    expect(safety?.unit.reference).toBe('A5020812');
    expect(listCriteria(vault, safety?.id ?? '').map(({ criterion }) => criterion.reference)).toEqual([
      '1.1',
      '1.2',
    ]);
    await importUnits(vault, csv(table));
    expect(vault.writer.head().size).toBe(size + 4);
    expect(await codeOf(importUnits(vault, csv('Ref,Credit\nU7,5\nU8,many\n')))).toBe('input.csv-invalid');
    expect(listUnits(vault)).toHaveLength(2);
  });
});

describe('a mapping', () => {
  it('goes to a unit or a criterion, whatever slashes they hold', async () => {
    const [, vault] = await opened();
    const essay = itemNamed(vault, 'essay.txt');
    const plan = itemNamed(vault, 'plan.txt');
    const { id: safety } = await addUnit(vault, { reference: 'A/502/0812' });
    const { id: own } = await addUnit(vault, { reference: 'U1' });
    await mapItem(vault, essay, 'A/502/0812');
    await mapItem(vault, essay, 'A/502/0812/1.2', { kind: 'page', page: 3 });
    await mapItem(vault, essay, 'A/502/0812/LO2/2.1');
    await mapItem(vault, plan, 'U1/1.1', { kind: 'time', seconds: 90 });
    const criteria = listCriteria(vault, safety).map(({ criterion }) => criterion.reference);
    expect(criteria.sort()).toEqual(['1.2', 'LO2/2.1']);
    expect(listCriteria(vault, own).map(({ criterion }) => criterion.reference)).toEqual(['1.1']);
    expect(showItem(vault, essay).mappings).toMatchObject([
      { unit: 'A/502/0812' },
      { unit: 'A/502/0812', criterion: '1.2', at: { kind: 'page', page: 3 } },
      { unit: 'A/502/0812', criterion: 'LO2/2.1' },
    ]);
  });

  it('is one mapping however often it is made, and can be taken back', async () => {
    const [, vault] = await opened();
    const essay = itemNamed(vault, 'essay.txt');
    await addUnit(vault, { reference: 'U1' });
    const first = await mapItem(vault, essay, 'U1/1.1');
    const second = await mapItem(vault, essay, 'U1/1.1', { kind: 'note', text: 'See the end.' });
    expect(second.id).toBe(first.id);
    expect(listMappings(vault)).toHaveLength(1);
    expect(listItems(vault, { unit: 'U1' }).map(({ name }) => name)).toEqual(['essay.txt']);
    await withdrawRecord(vault, first.id);
    expect(listMappings(vault)).toEqual([]);
    expect(listItems(vault, { unit: 'U1' })).toEqual([]);
    expect(await codeOf(withdrawRecord(vault, first.id))).toBe('input.not-found');
    // Made again it counts again.
    await mapItem(vault, essay, 'U1/1.1');
    expect(listMappings(vault)).toHaveLength(1);
  });

  it('needs an item and a unit that are there', async () => {
    const [, vault] = await opened();
    const essay = itemNamed(vault, 'essay.txt');
    const { size } = vault.writer.head();
    for (const [item, target] of [
      [essay, 'U9'],
      [essay, 'U9/1.1'],
      [essay, '/1.1'],
      ['i-0000000000', 'U9'],
      ['', 'U9'],
      ['i-', 'U9'],
    ] as const)
      expect(await codeOf(mapItem(vault, item, target))).toMatch(/^input\.(?:not-found|ambiguous)$/);
    expect(vault.writer.head().size).toBe(size);
  });
});

describe('a note', () => {
  it('stands beside the ones before', async () => {
    const [, vault] = await opened();
    const essay = itemNamed(vault, 'essay.txt');
    await addNote(vault, essay, 'First.');
    await addNote(vault, essay, 'Second <b>&</b> "more".');
    expect(showItem(vault, essay).notes.map(({ text }) => text)).toEqual([
      'First.',
      'Second <b>&</b> "more".',
    ]);
  });
});
