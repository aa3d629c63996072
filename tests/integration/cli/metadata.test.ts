import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { CliHouse } from '../../support/cli.ts';
import { makeDocx, paragraph } from '../../support/extract/make-documents.ts';
import { ascii, exifSegment, makeExif, makeJpeg } from '../../support/metadata/make-pictures.ts';

const previewed = z.looseObject({
  metadata: z.array(
    z.looseObject({
      item: z.string(),
      what: z.string(),
      said: z.array(z.looseObject({ what: z.string(), text: z.string() })),
      strippable: z.boolean(),
    }),
  ),
});
const exported = z.looseObject({ copies: z.number(), said: z.array(z.looseObject({ what: z.string() })) });
const verified = z.looseObject({
  ok: z.boolean(),
  checks: z.array(z.looseObject({ id: z.string(), result: z.string(), code: z.string().optional() })),
  items: z.array(
    z.looseObject({ name: z.string().optional(), result: z.string(), code: z.string().optional() }),
  ),
});

const photo = makeJpeg([exifSegment(makeExif([ascii(0x013b, 'Amy Field')], [54.5, -1.25]))]);
const signed = makeDocx(paragraph('Signed.'), [{ name: '_xmlsignatures/sig1.xml', data: '<Signature/>' }]);

let house: CliHouse;
beforeAll(async () => {
  house = await CliHouse.make();
  mkdirSync(house.path('work', 'files'));
  const files = {
    'photo.jpg': photo,
    'report.docx': makeDocx(paragraph('What I did.')),
    'signed.docx': signed,
    'broken.jpg': photo.subarray(0, 60),
    'notes.txt': 'My notes.',
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(house.path('work', 'files', name), bytes);
  await house.run(['init']);
  await house.run(['add', 'files']);
});
afterAll(() => house.remove());

async function verify(file: string) {
  const { document } = await house.json(['verify', file, '--full']);
  const report = verified.parse(document);
  const byName = new Map(report.items.map((item) => [item.name, item.code ?? item.result]));
  return { report, byName, history: report.checks.find(({ id }) => id === 'history') };
}

describe('export --preview', () => {
  it('says what the files say of themselves', async () => {
    const { document } = await house.json(['export', '--preview']);
    const { metadata } = previewed.parse(document);
    const of = (name: string) => metadata.find(({ what }) => what === name);
    expect(of('photo.jpg')).toMatchObject({
      said: [
        { what: 'author', text: 'Amy Field' },
        { what: 'place', text: '54.50000, -1.25000' },
      ],
      strippable: true,
    });
    expect(of('signed.docx')).toMatchObject({ strippable: false });
    expect(metadata.map(({ what }) => what).sort()).toEqual(['photo.jpg', 'report.docx', 'signed.docx']);
    const { stdout } = await house.run(['export', '--preview']);
    expect(stdout).toContain('author: Amy Field');
    expect(stdout).toContain('place: 54.50000, -1.25000');
  });
});

describe('export --strip-metadata', () => {
  it('sends copies that do not say it, says so, and keeps the kept files’ fingerprints provable', async () => {
    const { document } = await house.json(['export', '--out', 'bare.zip', '--strip-metadata']);
    const made = exported.parse(document);
    expect(made.copies).toBe(2);
    // What could not be taken away is told, and goes along as it is.
    expect(made.said.map(({ what }) => what)).toEqual(['signed.docx']);
    const bytes = readFileSync(house.path('work', 'bare.zip'));
    expect(bytes.includes('Amy Field')).toBe(false);
    const { report, byName, history } = await verify('bare.zip');
    expect(report.ok).toBe(true);
    expect(history).toMatchObject({ result: 'not-checked', code: 'copy-not-original' });
    expect(Object.fromEntries(byName)).toEqual({
      'photo.jpg': 'copy-not-original',
      'report.docx': 'copy-not-original',
      'signed.docx': 'pass',
      'broken.jpg': 'pass',
      'notes.txt': 'pass',
    });
  });

  it('changes nothing in the vault: a later export has the kept files', async () => {
    await house.run(['export', '--out', 'whole.zip']);
    const { history, byName } = await verify('whole.zip');
    expect(history?.result).toBe('pass');
    expect(byName.get('photo.jpg')).toBe('pass');
    expect(readFileSync(house.path('work', 'whole.zip')).includes('Amy Field')).toBe(true);
  });

  it('goes together with parts', async () => {
    const words = ['export', '--out', 'parts.zip', '--strip-metadata', '--split', '70KB'];
    const { code, document } = await house.json(words);
    expect(code).toBe(0);
    expect(exported.parse(document).copies).toBe(2);
  });
});
