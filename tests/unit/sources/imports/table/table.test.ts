import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readCsvRows } from '../../../../../src/sources/imports/table/read-csv-rows.ts';
import { readSheetRows } from '../../../../../src/sources/imports/table/read-sheet-rows.ts';
import { readRows, type ReadRow } from '../../../../../src/sources/imports/table/row-records.ts';
import { dayReader } from '../../../../../src/sources/imports/table/table-days.ts';
import { meaningOfHeading, meanings } from '../../../../../src/sources/imports/table/table-meanings.ts';
import { cellText, isFormula } from '../../../../../src/sources/imports/table/table-rows.ts';
import {
  columnsForPeople,
  understandTable,
} from '../../../../../src/sources/imports/table/understand-table.ts';
import { whoseRows } from '../../../../../src/sources/imports/table/whose-rows.ts';
import { makeXlsx } from '../../../../support/extract/make-documents.ts';
import { rawZip } from '../../../../support/raw-zip.ts';

const understand = (text: string, choices?: Parameters<typeof understandTable>[1]) =>
  understandTable(readCsvRows(text, ','), choices);

function rowsOf(text: string, choices?: Parameters<typeof understandTable>[1]): ReadRow[] {
  const table = understand(text, choices);
  if (table === undefined) throw new Error('not a table of units and grades');
  return readRows(table, table.rows);
}

function recordsOf(text: string) {
  return rowsOf(text).flatMap((row) => ('what' in row ? [] : row.records));
}

describe('the rows of a table in text', () => {
  it('are read with quotes, breaks inside them, and blank lines left out; each knows its line', () => {
    expect(readCsvRows('a,b\r\n\r\n"x\r\ny, z","say ""hi"""\r\nlast,\n,,\n', ',')).toEqual({
      rows: [
        { number: 1, cells: ['a', 'b'] },
        { number: 3, cells: ['x\r\ny, z', 'say "hi"'] },
        { number: 5, cells: ['last', ''] },
      ],
      broken: [],
    });
  });

  it('keep a quote in the middle of a value, as inches are written', () => {
    expect(readCsvRows('pipe 5" long,2', ',').rows).toEqual([{ number: 1, cells: ['pipe 5" long', '2'] }]);
  });

  it('go on after a row whose quotes never end, which is told with its number', () => {
    const { rows, broken } = readCsvRows('a,b\n1,2\n\n"open,3\n4,5\n6,7', ',');
    expect(rows.map(({ number, cells }) => [number, ...cells])).toEqual([
      [1, 'a', 'b'],
      [2, '1', '2'],
      [5, '4', '5'],
      [6, '6', '7'],
    ]);
    expect(broken).toEqual([{ number: 4, what: 'broken-quotes' }]);
  });

  it('end, however many of them are broken', () => {
    const { rows, broken } = readCsvRows('"\n'.repeat(5_001), ',');
    expect(rows.length + broken.length).toBeLessThanOrEqual(5_001);
    expect(broken.at(-1)?.what).toMatch(/too-many-broken|broken-quotes/u);
  });

  it('beyond the most that are read are not passed over in silence', () => {
    const { rows, broken } = readCsvRows('U,Pass\n'.repeat(20_002), ',');
    expect([rows.length, broken]).toEqual([20_000, [{ number: 20_001, what: 'too-many-rows' }]]);
  });

  it('come back from what was written, whatever it was', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 }), (table) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = table.map((cells) => cells.map(quoted).join(',')).join('\r\n');
        const kept = table.filter((cells) => cells.some((each) => each.trim() !== ''));
        expect(readCsvRows(text, ',').rows.map(({ cells }) => cells)).toEqual(kept);
      }),
    );
  });

  it('are read whatever bytes they are made of', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom(',', ';', '\t', '|'),
        (text, by) => {
          const { rows } = readCsvRows(text, by);
          const table = understandTable({ rows, broken: [] }, undefined);
          if (table !== undefined) readRows(table, table.rows);
        },
      ),
    );
  });
});

describe('the rows of a workbook', () => {
  it('are read from the strings that cells share, with numbers as they are', async () => {
    const sheets = await readSheetRows(
      makeXlsx(
        [
          ['Unit', 'Mark'],
          ['A/502/0812', 68.5],
        ],
        'end',
      ),
    );
    expect(sheets).toEqual([
      {
        rows: [
          { number: 1, cells: ['Unit', 'Mark'] },
          { number: 2, cells: ['A/502/0812', '68.5'] },
          { number: 3, cells: ['end'] },
        ],
        broken: [],
      },
    ]);
  });

  it('show days as days where the format of a cell says so, and keep gaps', async () => {
    const sheet =
      '<worksheet><sheetData><row r="4"><c r="C4" s="1"><v>45741.5</v></c><c r="D4" s="2"><v>45741</v></c><c r="E4"><v>45741</v></c></row></sheetData></worksheet>';
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>';
    const members = [
      { name: 'xl/worksheets/sheet1.xml', data: sheet },
      { name: 'xl/styles.xml', data: styles },
    ];
    const [found] = (await readSheetRows(rawZip(members))) ?? [];
    expect(found?.rows).toEqual([{ number: 4, cells: ['', '', '2025-03-25', '2025-03-25', '45741'] }]);
    const of1904 = [
      ...members,
      { name: 'xl/workbook.xml', data: '<workbook><workbookPr date1904="1"/></workbook>' },
    ];
    expect((await readSheetRows(rawZip(of1904)))?.[0]?.rows[0]?.cells[2]).toBe('2029-03-26');
  });

  it('are none for what is no workbook', async () => {
    expect(await readSheetRows(Buffer.from('PK\u0003\u0004 nothing'))).toBeUndefined();
    expect(await readSheetRows(makeXlsx([['x'.repeat(70_000)]]))).toBeUndefined();
    expect(await readSheetRows(makeXlsx([['Unit']], 'x'.repeat(70_000)))).toBeUndefined();
  });
});

describe('a cell', () => {
  it('is text, whatever a spreadsheet would make of it', () => {
    expect(['="0012345"', " '=SUM(A1)", '  Pass '].map(cellText)).toEqual(['0012345', '=SUM(A1)', 'Pass']);
    expect(['=HYPERLINK("x")', '@SUM(1)', '+cmd|x', '-2+3+cmd'].every(isFormula)).toBe(true);
    expect(['-5', '+4.5 %', 'A-1', ''].some(isFormula)).toBe(false);
  });

  it('that is a day in figures is read where the others tell how it is written', () => {
    const means = (values: string[]) => values.map((value) => dayReader(values)(value));
    expect(means(['03/04/2025', '25/03/2025'])).toEqual([
      { said: '03/04/2025', means: '2025-04-03' },
      { said: '25/03/2025', means: '2025-03-25' },
    ]);
    expect(means(['03/04/2025', '3/25/2025'])[0]).toEqual({ said: '03/04/2025', means: '2025-03-04' });
    // Nothing tells, or the column contradicts itself.
    expect(means(['03/04/2025'])).toEqual([{ said: '03/04/2025' }]);
    expect(means(['25/03/2025', '03/25/2025'])).toEqual([{ said: '25/03/2025' }, { said: '03/25/2025' }]);
    expect(means(['2025-03-25T10:00:00', '31/02/2025'])).toEqual([
      { said: '2025-03-25T10:00:00', means: '2025-03-25' },
      { said: '31/02/2025' },
    ]);
  });
});

describe('understanding a table', () => {
  it('knows every meaning by at least one heading, however it is written', () => {
    for (const meaning of meanings)
      expect(meaningOfHeading(meaning.replaceAll('-', ' ')), meaning).toBeDefined();
    expect(meaningOfHeading('  UNIT_Reference: ')).toBe('unit-reference');
  });

  it('takes nothing for one in which nothing is named, or nothing said of it', () => {
    for (const text of [
      'Name,Phone,Grade\nSam,1,Pass',
      'Unit,Title,Level\nA1,Safety,2',
      'To whom it may concern,\nI write about a unit, a grade, and more.',
      'a,b,c\n1,2,3',
    ])
      expect(understand(text), text).toBeUndefined();
  });

  it('finds the heading below what a report says about itself', () => {
    const table = understand(
      'Grades report,\nPrinted,25 March 2025\n\nUnit ref,Unit title,Grade\nA1,Safety,Pass\n',
    );
    expect(table?.columns.map(({ means }) => means)).toEqual(['unit-reference', 'unit-title', 'grade']);
    expect(table?.rows).toHaveLength(1);
  });

  it.each([
    [
      'unit-grades',
      'Learner,ULN,Course,Unit Code,Open Awards Unit ID,Unit Title,Level,Credit Value,Grade,Date',
    ],
    ['mark-sheet', 'Unit,Criterion,Assessor,Mark,Date,Comment'],
    [
      'personal-learning-record',
      'ULN,Awarding Organisation Name,Qualification Code,Subject,Level,Grade,Achievement Award Date',
    ],
  ])('knows %s by its headings', (preset, headings) => {
    expect(understand(`${headings}\n${headings.replaceAll(/[^,]+/gu, 'x')}`)?.preset?.name).toBe(preset);
  });

  it('shows what each column was taken for, with examples, and does as it is told', () => {
    const text = 'Unit,Title,Colour,Result,Result\nA1,Safety,Green,Pass,\nB2,Tools,Amber,Merit,x\n';
    const seen = understand(text);
    expect(seen === undefined ? undefined : columnsForPeople(seen)).toMatchObject({
      preset: 'unit-grades',
      rows: 2,
      columns: [
        { title: 'Unit', means: 'unit-reference', examples: ['A1', 'B2'] },
        { title: 'Title', means: 'unit-title' },
        { title: 'Colour', examples: ['Green', 'Amber'] },
        { title: 'Result', means: 'grade' },
        { title: 'Result (2)', means: 'grade' },
      ],
    });
    const told = understand(text, { columns: { Colour: 'status', 'Result (2)': null } });
    expect(told?.columns.map(({ means }) => means)).toEqual([
      'unit-reference',
      'unit-title',
      'status',
      'grade',
      undefined,
    ]);
    const moved = understand(text, { columns: { Title: 'unit-reference' } });
    expect(moved?.columns.map(({ means }) => means).slice(0, 2)).toEqual([undefined, 'unit-reference']);
    for (const wrong of [
      { preset: 'none' },
      { columns: { Nowhere: 'grade' } },
      { columns: { Unit: 'shoe' } },
    ])
      expect(() => understand(text, wrong)).toThrow(expect.objectContaining({ code: 'input.usage' }));
  });

  it('reads what it would not have taken for such a table, once it is told what its columns mean', () => {
    const text = 'Thing,How well,Grade\nSafety,very,Pass\n';
    expect(understand(text)).toBeUndefined();
    expect(understand(text, { columns: { Thing: 'assignment' } })?.columns[0]?.means).toBe('assignment');
  });
});

describe('a row', () => {
  it('becomes a grade, word for word, with what it means beside it', () => {
    const [record] = recordsOf(
      'Unit Code,Unit Title,Level,Credit Value,Grade,Assessor,Date awarded,Room\n' +
        '="A/502/0812",Practical portfolio,Level 2,6, Merit ,Ann Lee,25/03/2025,B4\n',
    );
    expect(record).toEqual({
      key: 'grade//a5020812///',
      recordKind: 'grade',
      name: 'A/502/0812 Practical portfolio',
      record: {
        title: 'A/502/0812 Practical portfolio',
        value: {
          said: ' Merit ',
          shown: 'Merit',
          means: { scheme: 'pass-merit-distinction', outcome: 'merit' },
        },
        gradedOn: { said: '25/03/2025', means: '2025-03-25' },
        by: { standing: 'named', name: 'Ann Lee' },
        ofUnit: { reference: 'A/502/0812', title: 'Practical portfolio', level: 'Level 2', credit: '6' },
        released: true,
        releasedBecause: 'given-by-learner',
        row: {
          cells: [
            { title: 'Unit Code', said: '="A/502/0812"' },
            { title: 'Unit Title', said: 'Practical portfolio' },
            { title: 'Level', said: 'Level 2' },
            { title: 'Credit Value', said: '6' },
            { title: 'Grade', said: ' Merit ' },
            { title: 'Assessor', said: 'Ann Lee' },
            { title: 'Date awarded', said: '25/03/2025' },
            { title: 'Room', said: 'B4' },
          ],
        },
      },
    });
  });

  it('reads letters and codes only where the whole column is made of them', () => {
    const means = (grades: string[]) =>
      recordsOf(`Unit,Grade\n${grades.map((grade, at) => `U${at}1,${grade}`).join('\n')}`).map(
        ({ record }) => record.value,
      );
    expect(means(['P', 'D', 'D*'])).toMatchObject([
      { means: { outcome: 'pass' } },
      { means: { outcome: 'distinction' } },
      { means: { outcome: 'distinction-star' } },
    ]);
    expect(means(['D', 'D'])).toMatchObject([{ means: { scheme: 'text' } }, { means: { scheme: 'text' } }]);
    expect(means(['DS', 'PA'])).toMatchObject([{ means: { scheme: 'ilr', outcome: 'DS' } }, {}]);
  });

  it('keeps marks beside a grade, and reads them alone where there is none', () => {
    const [both, alone, none] = recordsOf('Unit,Score,Out of,Grade\nU1,40,50,Pass\nU2,30,50,\nU3,,50,\n').map(
      ({ record }) => record,
    );
    expect(both).toMatchObject({
      value: { said: 'Pass' },
      raw: { said: '40', means: { scheme: 'points', value: 40, of: 50 } },
    });
    expect(alone).toMatchObject({ value: { said: '30', means: { scheme: 'points', value: 30, of: 50 } } });
    expect(none).toMatchObject({ value: { said: null }, released: false, releasedBecause: 'no-grade' });
  });

  it('becomes decisions of those who made them, and a unit with the steps it reached', () => {
    const records = recordsOf(
      'Unit Ref,Unit Title,Grade,IQA,IQA decision,IQA date,Status,Date claimed\nU12,Safety,Pass,Bo Hill,Agreed,2025-04-01,In basket,2025-05-02\n',
    );
    expect(records.map(({ recordKind, name }) => [recordKind, name])).toEqual([
      ['grade', 'U12 Safety'],
      ['decision', 'U12 Safety: iqa'],
      ['unit', 'U12 Safety'],
    ]);
    expect(records[1]?.record).toMatchObject({
      role: { means: 'iqa' },
      outcome: 'Agreed',
      by: { standing: 'named', name: 'Bo Hill' },
      on: { means: '2025-04-01' },
    });
    expect(records[2]?.record).toMatchObject({
      reference: 'U12',
      steps: [
        { step: 'grade-locked-in', said: 'In basket' },
        { step: 'claimed', on: { said: '2025-05-02' } },
      ],
    });
  });

  it('of a sheet with a column for each unit becomes a grade for each', () => {
    const records = recordsOf('Student,Unit 1,Unit 2,Attendance\nSam Reed,Pass,Merit,often\n');
    expect(records.map(({ name }) => name)).toEqual(['Unit 1', 'Unit 2']);
  });

  it('keeps its key when the table is sorted anew or its codes are written otherwise, and two alike are two', () => {
    const keys = (text: string) => recordsOf(text).map(({ key }) => key);
    const first = keys('Unit,Grade\nA/502/0812,Pass\nB22,Pass\nB22,Merit\n');
    expect(new Set(first).size).toBe(3);
    expect(keys('Unit,Grade\nb22,Pass\nB22,Merit\nA5020812,Pass\n').sort()).toEqual([...first].sort());
  });

  it('that names nothing, or holds more than the table has columns, says so', () => {
    expect(rowsOf('Unit,Title,Grade\n,,Pass\nU1,x,Pass,more\nU2,y,Pass,,\n')).toEqual([
      { number: 2, what: 'nothing-named' },
      { number: 3, what: 'too-many-cells' },
      expect.objectContaining({ number: 4, records: [expect.anything()] }),
    ]);
  });

  it('leaves a birthday in the file', () => {
    const [record] = recordsOf('Unit,Grade,Date of birth\nU1,Pass,1999-01-02\n');
    expect(JSON.stringify(record)).not.toContain('1999');
  });
});

describe('a table about several people', () => {
  const text =
    'Learner,ULN,Unit,Grade\nReed Sam,9276308686,U1,Pass\nBo Hill,1000000043,U1,Merit\nSam Reed,,U2,Pass\n';
  const table = understand(text);
  const nobody = { names: [], ulns: [], registrations: [] };
  const rowsFor = (learner: Parameters<typeof whoseRows>[1]) =>
    table === undefined ? undefined : whoseRows(table, learner);

  it('gives only the rows of the learner, by number or by name', () => {
    expect(rowsFor({ ...nobody, ulns: ['927 630 8686'], names: ['Sam Reed'] })).toMatchObject({
      rows: [{ number: 2 }, { number: 4 }],
      notice: 'rows-of-others-left-out',
    });
  });

  it('gives none where it cannot be told which are theirs', () => {
    for (const learner of [undefined, nobody, { ...nobody, names: ['Somebody Else'] }])
      expect(rowsFor(learner)).toEqual({ rows: [], notice: 'several-people-in-table' });
  });

  it('is told from one about one person, whose rows are all read', () => {
    const alone = understand('Learner,Unit,Grade\nSam Reed,U1,Pass\nREED Sam,U2,Pass\n,U3,Pass\n');
    expect(alone === undefined ? undefined : whoseRows(alone, undefined).rows).toHaveLength(3);
  });
});
