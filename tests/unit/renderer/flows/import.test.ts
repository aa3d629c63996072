import { describe, expect, it } from 'vitest';

import { importWords } from '../../../../renderer/features/sources/import-words.ts';
import { meaningOf, withMeaning } from '../../../../renderer/features/sources/table-choices.ts';
import { recordKinds } from '../../../../src/evidence/record-kinds.ts';
import { catalogue } from '../../../../src/sources/catalogue/catalogue.ts';
import { importFormats } from '../../../../src/sources/imports/import-formats.ts';
import { meanings } from '../../../../src/sources/imports/table/table-meanings.ts';
import { tablePresets } from '../../../../src/sources/imports/table/table-presets.ts';

const columns = {
  rows: 2,
  preset: 'unit-grades',
  columns: [
    { title: 'Unit', means: 'unit-reference', examples: ['A/1'] },
    { title: 'Result', means: 'grade', examples: [] },
    { title: 'Room', examples: ['12'] },
  ],
  meanings: ['unit-reference', 'grade', 'comment'],
};

describe('the words of an import', () => {
  it('name every meaning of a column and every preset that there is', () => {
    expect(Object.keys(importWords.en.table.meanings).toSorted()).toEqual([...meanings].toSorted());
    expect(Object.keys(importWords.en.table.presets).toSorted()).toEqual(
      [...tablePresets.map(({ name }) => name), 'none'].toSorted(),
    );
  });

  it('name every kind of record', () => {
    expect(Object.keys(importWords.en.kinds)).toEqual(expect.arrayContaining([...recordKinds]));
  });

  it('are those of formats that the catalogue of portals may name', () => {
    const formats = importFormats.map(({ format }) => format);
    for (const { id, ways } of catalogue)
      for (const way of ways)
        if (way.how === 'file' && way.formats !== undefined)
          expect(formats, id).toEqual(expect.arrayContaining([...way.formats]));
  });
});

describe('what a learner says of a table', () => {
  it('is what its columns were taken for, until they say otherwise', () => {
    expect(columns.columns.map(({ title }) => meaningOf(columns, undefined, title))).toEqual([
      'unit-reference',
      'grade',
      null,
    ]);
  });

  it('keeps what the other columns mean when one is changed', () => {
    const once = withMeaning(columns, undefined, 'Room', 'comment');
    const twice = withMeaning(columns, once, 'Result', null);
    expect(twice).toEqual({ columns: { Unit: 'unit-reference', Result: null, Room: 'comment' } });
    expect(meaningOf(columns, twice, 'Result')).toBeNull();
    expect(meaningOf(columns, twice, 'Room')).toBe('comment');
  });
});
