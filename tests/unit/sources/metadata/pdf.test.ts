import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readFileMetadata, stripFileMetadata } from '../../../../src/sources/metadata/file-metadata.ts';
import { readPdf } from '../../../../src/sources/metadata/pdf.ts';

const pdf = (info: string, more = ''): Uint8Array =>
  new Uint8Array(
    Buffer.from(
      `%PDF-1.7\n12 0 obj\n<</Author (not this one)>>\nendobj\n2 0 obj\n<<${info}>>\nendobj\n${more}trailer\n<</Info 2 0 R>>\n%%EOF\n`,
      'latin1',
    ),
  );

describe('a PDF', () => {
  it('says who made it, when and with what', async () => {
    const made = pdf(
      '/Author (Sam \\(R.\\) Reed) /Producer <FEFF00500044004600200026> /CreationDate (D:20261120101530Z) /Title (Caf\\351)',
      '3 0 obj\n<</Type/Metadata>>stream\n<x:xmpmeta><dc:creator><rdf:Seq><rdf:li>Amy Field</rdf:li></rdf:Seq></dc:creator></x:xmpmeta>\nendstream\nendobj\n',
    );
    expect(await readFileMetadata(made)).toEqual({
      said: [
        { what: 'author', text: 'Sam (R.) Reed' },
        { what: 'title', text: 'Café' },
        { what: 'program', text: 'PDF &' },
        { what: 'time', text: 'D:20261120101530Z' },
        { what: 'author', text: 'Amy Field' },
      ],
      strippable: false,
    });
    expect(await stripFileMetadata(made)).toBeUndefined();
  });

  it('says what its earlier states said, if it still holds them', () => {
    const first = Buffer.from(pdf('/Author (Sam Reed)'));
    const later = Buffer.from(
      '9 0 obj\n<</Author (Nobody)>>\nendobj\ntrailer\n<</Info 9 0 R/Prev 1>>\n%%EOF\n',
    );
    const said = readPdf(new Uint8Array(Buffer.concat([first, later])));
    expect(said.map(({ text }) => text)).toEqual(['Sam Reed', 'Nobody']);
  });

  it('that is locked says none of its locked words', () => {
    expect(readPdf(pdf('/Author (\\001\\002)', '/Encrypt 5 0 R\n'))).toEqual([]);
  });

  it('never gets out of hand, whatever it holds', () => {
    const whole = pdf('/Author (Sam Reed) /Title <4142>');
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, byte, end) => {
        const odd = whole.slice();
        odd[at] = byte;
        expect(Array.isArray(readPdf(odd.subarray(0, end)))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
