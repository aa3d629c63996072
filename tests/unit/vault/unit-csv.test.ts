import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { asVaultError } from '../../../src/base/errors.ts';
import { parseUnitCsv } from '../../../src/vault/unit-csv.ts';

const bytes = (text: string, encoding: BufferEncoding = 'utf8'): Uint8Array =>
  new Uint8Array(Buffer.from(text, encoding));
const safety = {
  unit: { reference: 'A/502/0812', title: 'Safety, health; and welfare', level: '3', credit: 5, glh: 40 },
};

describe('a table of units', () => {
  it.each([
    ['commas', 'Unit ref,Unit title,Level,Credit,GLH\nA/502/0812,"Safety, health; and welfare",3,5,40\n'],
    ['semicolons', 'Unit ref;Unit title;Level;Credit;GLH\nA/502/0812;"Safety, health; and welfare";3;5;40\n'],
    ['tabs', 'Unit ref\tUnit title\tLevel\tCredit\tGLH\nA/502/0812\tSafety, health; and welfare\t3\t5\t40\n'],
    [
      'Windows line ends',
      'Unit ref,Unit title,Level,Credit,GLH\r\nA/502/0812,"Safety, health; and welfare",3,5,40\r\n',
    ],
    [
      'a byte order mark',
      '\ufeffUnit ref,Unit title,Level,Credit,GLH\nA/502/0812,"Safety, health; and welfare",3,5,40',
    ],
    [
      'blank lines and cells',
      '\n\n Unit ref , Unit title ,Level,Credit,GLH,\n\n A/502/0812 ,"Safety, health; and welfare",3,5,40,,\n,,,,\n',
    ],
    [
      'other headings and order',
      'GLH,CREDIT VALUE,Unit_Level,Name,Code\n40,5,3,"Safety, health; and welfare",A/502/0812',
    ],
    [
      'columns of its own',
      'Unit ref,Tutor,Unit title,Level,Credit,GLH\nA/502/0812,Jo,"Safety, health; and welfare",3,5,40',
    ],
  ])('is read with %s', (_, text) => {
    expect(parseUnitCsv(bytes(text))).toEqual([safety]);
  });

  it('is read with commas in titles that are not quoted where semicolons separate', () => {
    expect(parseUnitCsv(bytes('Ref;Title\nCBF498;Safety, health\n'))).toEqual([
      { unit: { reference: 'CBF498', title: 'Safety, health' } },
    ]);
  });

  it('is read in the code page of Windows and in UTF-16', () => {
    const text = 'Ref,Title\nU1,Café – “brûlée”\n';
    const expected = [{ unit: { reference: 'U1', title: 'Café – “brûlée”' } }];
    const codes: Readonly<Record<string, number>> = { é: 0xe9, '–': 0x96, '“': 0x93, '”': 0x94, û: 0xfb };
    const windows = Array.from(text, (letter) => codes[letter] ?? letter.charCodeAt(0));
    expect(parseUnitCsv(new Uint8Array(windows))).toEqual(expected);
    expect(parseUnitCsv(bytes(`\ufeff${text}`, 'utf16le'))).toEqual(expected);
    expect(parseUnitCsv(bytes(text))).toEqual(expected);
  });

  it('holds criteria, a line each', () => {
    const text = 'Unit,Title,AC,Criterion text\nU1,One,1.1,Explain\nU1,One,1.2,\nU2,Two,,\n';
    expect(parseUnitCsv(bytes(text))).toEqual([
      { unit: { reference: 'U1', title: 'One' }, criterion: { reference: '1.1', text: 'Explain' } },
      { unit: { reference: 'U1', title: 'One' }, criterion: { reference: '1.2' } },
      { unit: { reference: 'U2', title: 'Two' } },
    ]);
  });

  it.each([
    ['', 'empty', undefined],
    ['\n\n', 'empty', undefined],
    ['Name,Level\nOne,1\n', 'no-reference-column', undefined],
    ['Ref,Title\nU1,One\n\n,No reference\n', 'no-reference', 4],
    ['Ref,Credit\nU1,five\n', 'credit', 2],
    ['Ref,GLH\nU1,40\nU2,-1\n', 'glh', 3],
    ['Ref,Title\nU1,"open\nand never closed\n', 'not-a-table', undefined],
  ])('that is broken is refused whole, with what and where: %j', (text, what, line) => {
    let thrown: unknown;
    try {
      parseUnitCsv(bytes(text));
    } catch (error) {
      thrown = error;
    }
    const { code, details } = asVaultError(thrown);
    expect([code, details.what, details.line]).toEqual(['input.csv-invalid', what, line]);
  });

  it('never ends in anything but units or a refusal', () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .array(fc.constantFrom('Ref', 'Title', 'AC', ',', ';', '\t', '"', '\n', '\r', 'U1', '5', 'é'), {
          maxLength: 40,
        })
        .map((parts) => bytes(parts.join(''))),
    );
    fc.assert(
      fc.property(noise, (table) => {
        try {
          for (const { unit } of parseUnitCsv(table)) expect(unit.reference).not.toBe('');
        } catch (error) {
          expect(asVaultError(error).code).toBe('input.csv-invalid');
        }
      }),
      { numRuns: 500 },
    );
  });
});
