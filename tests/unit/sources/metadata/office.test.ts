import fc from 'fast-check';
import { fromBufferPromise } from 'yauzl';
import { describe, expect, it } from 'vitest';

import { readFileMetadata, stripFileMetadata } from '../../../../src/sources/metadata/file-metadata.ts';
import { makeDocx, paragraph } from '../../../support/extract/make-documents.ts';
import { ascii, exifSegment, makeExif, makeJpeg } from '../../../support/metadata/make-pictures.ts';
import { rawZip, type RawMember } from '../../../support/raw-zip.ts';

const core =
  '<cp:coreProperties><dc:creator>Sam Reed</dc:creator><cp:lastModifiedBy>A &amp; B</cp:lastModifiedBy><dcterms:created xsi:type="dcterms:W3CDTF">2026-11-20T10:15:30Z</dcterms:created></cp:coreProperties>';
const app = '<Properties><Application>Word</Application><Company>Coastal Ltd</Company></Properties>';
const photo = makeJpeg([exifSegment(makeExif([ascii(0x013b, 'Amy Field')], [54.5, -1.25]))]);

const text = (body: string): RawMember[] => [
  { name: '[Content_Types].xml', data: '<Types/>', method: 8 },
  { name: 'docProps/core.xml', data: core, method: 8 },
  { name: 'docProps/app.xml', data: app, method: 8 },
  { name: 'docProps/thumbnail.jpeg', data: photo },
  { name: 'word/document.xml', data: `<w:document>${body}</w:document>`, method: 8 },
  { name: 'word/media/image1.jpeg', data: photo },
];
const changed = '<w:ins w:id="1" w:author="Mr Brown"><w:t>more</w:t></w:ins>';

const said = async (bytes: Uint8Array) => (await readFileMetadata(new Uint8Array(bytes)))?.said;

/** Names and contents of a package. */
async function partsOf(bytes: Uint8Array): Promise<Map<string, string>> {
  const zip = await fromBufferPromise(Buffer.from(bytes));
  const parts = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    const pieces: Uint8Array[] = [];
    for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Uint8Array);
    parts.set(entry.fileName, Buffer.concat(pieces).toString('latin1'));
  }
  return parts;
}

describe('an Office document', () => {
  it('says who wrote and changed it, for whom, when, and what its pictures say', async () => {
    expect(await said(rawZip(text(changed)))).toEqual([
      { what: 'author', text: 'Sam Reed' },
      { what: 'changed-by', text: 'A & B' },
      { what: 'time', text: '2026-11-20T10:15:30Z' },
      { what: 'company', text: 'Coastal Ltd' },
      { what: 'program', text: 'Word' },
      { what: 'picture', text: 'a small picture of the first page' },
      { what: 'people-inside', text: 'Mr Brown', stays: true },
      { what: 'author', text: 'Amy Field' },
      { what: 'place', text: '54.50000, -1.25000' },
    ]);
  });

  it('says in a copy only what belongs to its content, and has all its other parts unchanged', async () => {
    const whole = rawZip(text(changed));
    const copy = (await stripFileMetadata(new Uint8Array(whole))) ?? new Uint8Array();
    expect(await said(copy)).toEqual([{ what: 'people-inside', text: 'Mr Brown', stays: true }]);
    const [before, after] = [await partsOf(whole), await partsOf(copy)];
    expect([...after.keys()]).toEqual([...before.keys()]);
    for (const name of ['[Content_Types].xml', 'word/document.xml'])
      expect(after.get(name)).toBe(before.get(name));
    expect([...after.values()].join(' ')).not.toMatch(/Sam Reed|Coastal|Amy Field/u);
    expect(await stripFileMetadata(copy)).toBeUndefined();
    expect(await stripFileMetadata(new Uint8Array(whole))).toEqual(copy);
  });

  it('is read as the tests of search make it', async () => {
    expect(await said(makeDocx(paragraph('Hello')))).toContainEqual({ what: 'author', text: 'nobody' });
  });

  it('that is signed says what it says, and no copy of it is made', async () => {
    const signed = new Uint8Array(
      rawZip([...text(''), { name: '_xmlsignatures/sig1.xml', data: '<Signature/>' }]),
    );
    expect(await readFileMetadata(signed)).toMatchObject({ strippable: false });
    expect(await stripFileMetadata(signed)).toBeUndefined();
  });
});

describe('an OpenDocument', () => {
  const parts = (extra: readonly RawMember[] = []): Uint8Array =>
    new Uint8Array(
      rawZip([
        { name: 'mimetype', data: 'application/vnd.oasis.opendocument.text', method: 0 },
        {
          name: 'content.xml',
          data: '<office:document-content><office:annotation><dc:creator>Mr Brown</dc:creator></office:annotation></office:document-content>',
          method: 8,
        },
        {
          name: 'meta.xml',
          data: '<office:meta><meta:initial-creator>Sam Reed</meta:initial-creator><meta:user-defined meta:name="Unit">3</meta:user-defined></office:meta>',
          method: 8,
        },
        { name: 'Thumbnails/thumbnail.png', data: 'not a picture' },
        ...extra,
      ]),
    );

  it('says who wrote it, and its copy does not', async () => {
    expect(await said(parts())).toEqual([
      { what: 'people-inside', text: 'Mr Brown', stays: true },
      { what: 'author', text: 'Sam Reed' },
      { what: 'other', text: 'Unit' },
      { what: 'picture', text: 'a small picture of the first page' },
    ]);
    const copy = (await stripFileMetadata(parts())) ?? new Uint8Array();
    expect(await said(copy)).toEqual([{ what: 'people-inside', text: 'Mr Brown', stays: true }]);
    // The type comes first and unpacked, so that other programs know the file.
    expect(Buffer.from(copy.subarray(30, 38)).toString()).toBe('mimetype');
    expect(Buffer.from(copy.subarray(38, 77)).toString()).toBe('application/vnd.oasis.opendocument.text');
  });

  it('that somebody locked or broke is not taken apart', async () => {
    const locked = parts([{ name: 'styles.xml', data: 'x', flags: 1 }]);
    const doubled = parts([{ name: 'meta.xml', data: 'again' }]);
    const bad = parts([{ name: 'Pictures/a.png', data: 'abc', method: 8, crc: 1, size: 99_999 }]);
    for (const bytes of [locked, doubled, bad, parts().subarray(0, 200)])
      expect(await stripFileMetadata(bytes)).toBeUndefined();
  });
});

describe('other files', () => {
  it('say nothing here, and nothing that is cut or changed gets out of hand', async () => {
    expect(await readFileMetadata(new Uint8Array(Buffer.from('words')))).toBeUndefined();
    expect(await readFileMetadata(new Uint8Array(rawZip([{ name: 'a.txt', data: 'a' }])))).toBeUndefined();
    const whole = rawZip(text(changed));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
        const odd = new Uint8Array(whole);
        odd[at] = byte;
        const copy = await stripFileMetadata(odd);
        if (copy !== undefined) expect(await readFileMetadata(copy)).toBeDefined();
      }),
      { numRuns: 150 },
    );
  });
});
